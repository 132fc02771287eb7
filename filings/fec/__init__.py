"""The FEC's files: where they are, how they arrive, and what is in them. Plain Python: knows no Django."""

"""The FEC's files: where they are, how they arrive, what is in them. Plain Python, no Django."""

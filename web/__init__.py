"""Everything the public sees. Reads only."""

"""FEC-shaped files at any size, and the measurements the README quotes."""

"""What the FEC publishes."""

"""Who gave, and what industry."""

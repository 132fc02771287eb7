"""Who spent for or against whom."""

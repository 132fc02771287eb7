"""Indexes of each partition of donations_contribution: suffix of the name, and definition."""

CONTRIBUTION_INDEXES: tuple[tuple[str, str], ...] = (("sub_id", "(sub_id)"),)

"""Employers' pages: which page the normal form of a name leads to."""


def employer_path(form: str) -> str:
    """The address of the employer's page; empty where there is none."""
    return ""

"""People's decisions on who is who among donors, as tables that a step's SQL can join."""

from filings.staging import Connection


def stage_decisions(connection: Connection) -> None:
    """Make the temporary tables "alias_of" and "taken_out", until the transaction ends.

    alias_of: key, zip, to_key, to_zip: each of those whom people's decisions joined, with the first
    of its group. taken_out: name, zip: spellings that are somebody else's.
    """
    pairs = connection.execute(
        "SELECT key, zip, other_key, other_zip FROM donations_donordecision"
        " WHERE kind = 'join' AND reversed_at IS NULL ORDER BY id"
    ).fetchall()
    first_of: dict[tuple[str, str], tuple[str, str]] = {}

    def root(alias: tuple[str, str]) -> tuple[str, str]:
        while first_of.setdefault(alias, alias) != alias:
            alias = first_of[alias]
        return alias

    for key, zip_code, other_key, other_zip in pairs:
        one, other = sorted(
            (root((str(key), str(zip_code))), root((str(other_key), str(other_zip))))
        )
        first_of[other] = one
    connection.execute(
        "CREATE TEMP TABLE alias_of (key text, zip text, to_key text, to_zip text) ON COMMIT DROP"
    )
    with connection.cursor().copy("COPY alias_of FROM STDIN") as copy:
        for alias in list(first_of):
            copy.write_row((*alias, *root(alias)))
    connection.execute(
        "CREATE TEMP TABLE taken_out ON COMMIT DROP AS SELECT name::text, zip::text"
        " FROM donations_donordecision WHERE kind = 'spelling' AND reversed_at IS NULL"
    )

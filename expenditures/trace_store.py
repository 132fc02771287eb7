"""Traces into their tables, many at once by COPY."""

from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Jsonb

from expenditures.money_books import committee_id
from expenditures.traced import Traced, dollars
from filings.staging import Connection

# So many traces are kept in memory before they are written.
BATCH = 25
_TABLES = {
    "traceentry": "trace_id, committee_id, source, layer, amount",
    "tracestep": "trace_id, giver_id, recipient_id, amount",
    "traceindustry": "trace_id, industry_id, amount",
    "tracedonor": "trace_id, committee_id, kind, key, name, names, zip, layer, paid, amount",
}


class TraceStore:
    """A cycle's traces in the database, anew; the temporary table "flow_donor" names donors."""

    def __init__(self, connection: Connection, cycle: int) -> None:
        self.connection, self.cycle = connection, cycle
        self.stored = 0
        self._waiting: list[Traced] = []

    def empty(self) -> None:
        """Take out what is there of the cycle."""
        for table in _TABLES:
            self.connection.execute(
                f"DELETE FROM expenditures_{table} WHERE trace_id IN"  # noqa: S608 (own names)
                " (SELECT id FROM expenditures_trace WHERE cycle = %s)".encode(),
                (self.cycle,),
            )
        self.connection.execute("DELETE FROM expenditures_trace WHERE cycle = %s", (self.cycle,))

    def add(self, traced: Traced) -> None:
        """Take in a trace."""
        self._waiting.append(traced)
        if len(self._waiting) == BATCH:
            self._write()

    def finish(self) -> None:
        """Write what waits, and have the planner know the tables."""
        self._write()
        for table in ("trace", *_TABLES):
            self.connection.execute(f"ANALYZE expenditures_{table}".encode())

    def _write(self) -> None:
        rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _TABLES}
        donors = self._donors()
        for traced in self._waiting:
            trace = self._insert(traced)
            if traced.kept is None:
                continue
            layers = traced.kept.layers
            rows["traceentry"] += [
                (trace, committee, source, layer, dollars(cents))
                for committee, source, layer, cents in traced.kept.entries
            ]
            rows["tracestep"] += [
                (trace, giver, recipient, dollars(cents))
                for giver, recipient, cents in traced.kept.steps
            ]
            rows["traceindustry"] += [
                (trace, industry, dollars(cents)) for industry, cents in traced.industries.items()
            ]
            for one in traced.donors:
                kind, key, name, names, zip_code = donors[one.donor]
                rows["tracedonor"].append((
                    trace, committee_id(one.committee), kind, key, name, Jsonb(names), zip_code,
                    layers[one.committee],
                    dollars(one.paid), dollars(one.part),
                ))  # fmt: skip
        for table, columns in _TABLES.items():
            with self.connection.cursor().copy(
                f"COPY expenditures_{table} ({columns}) FROM STDIN".encode()
            ) as copy:
                for row in rows[table]:
                    copy.write_row(row)
        self.stored += len(self._waiting)
        self._waiting.clear()

    def _donors(self) -> Mapping[int, tuple[Any, ...]]:
        """Kind, key, name, spellings and ZIP code of all donors that are to be written."""
        numbers = {one.donor for traced in self._waiting for one in traced.donors}
        found = self.connection.execute(
            "SELECT donor_id, kind, key, name, names, zip FROM flow_donor WHERE donor_id = ANY(%s)",
            (list(numbers),),
        ).fetchall()
        return {int(str(row[0])): row[1:] for row in found}

    def _insert(self, traced: Traced) -> int:
        spender = traced.spender
        row = self.connection.execute(
            "INSERT INTO expenditures_trace (cycle, committee_id, method, candidate_id,"
            " support_oppose_indicator, election_type, through, spent, traced, unitemized,"
            " untraceable, layers, error)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
            (
                self.cycle, spender.committee_id, traced.method, spender.candidate_id,
                spender.side, spender.election_type, spender.newest, traced.spent, traced.traced,
                traced.unitemized, traced.untraceable, traced.layers, traced.error[:300],
            ),
        ).fetchone()  # fmt: skip
        if row is None:
            raise RuntimeError("INSERT … RETURNING gave no row")
        return int(str(row[0]))

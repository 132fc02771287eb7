"""A small, random set of contributions in the database, and the slow twin of the search over it."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from django.db import connection
from psycopg import sql

from donations.indexes import CONTRIBUTION_INDEXES
from donations.models import DonorProfile, Industry
from filings.codes import NEVER_COUNTED
from filings.models import Candidate, Committee, Linkage
from filings.staging import raw, statements

SQL = Path(__file__).parents[2] / "donations" / "sql"
NAMES = (
    "SMITH, JOHN", "SMITH, JOHN Q", "SMITH, ANNE", "O'BRIEN, JOHN", "SMITH-JONES, MARY",
    "LEE, KATHLEEN", "LEEDS, ANN", "JOHN, SMITH", "PEÑA, JOSÉ", "ACME PAC", "",
)  # fmt: skip
EMPLOYERS = (
    "RETIRED", "RETIRED", "RETIRED", "NOT EMPLOYED", "AT&T", "GOLDMAN, SACHS & CO.",
    "GOLD BANK OF OHIO", "FIRST BANK", "BANK OF GOLD", "amazon.com", "",
)  # fmt: skip
OCCUPATIONS = ("RETIRED", "RETIRED", "RETIRED TEACHER", "ATTORNEY", "LAWYER/PARTNER", "")
CITIES = ("DAYTON", "DAYTON", "NEW YORK", "YORK", "NEWARK")
STATES = ("OH", "OH", "NY", "CA", "")
ZIPS = ("45402", "454021234", "10001", "90210", "902", "")
ELECTIONS = ("P2018", "G2018", "G2018", "S2017", "")
# Transaction type, memo code, what it is counted as.
KINDS = (
    *(("15", "", "individual"),) * 8,
    *(("15E", "", "individual"),) * 3,
    ("15", "X", "memo"),
    ("22Y", "", "refund_individual"),
    ("15I", "", "conduit"),
    ("", "", "unknown"),
    ("16C", "", "candidate_loan"),
)
COMMITTEES = {
    "C00000001": "BLUEBELL CONDUIT",
    "C00000002": "SMITH FOR CONGRESS",
    "C00000003": "SMITH VICTORY FUND",
    "C00000004": "SMITH FOR CONGRESS",
    "C00000005": "",
}
CANDIDATE = "H8OH01001"
# The committees of the candidate's campaign differ from cycle to cycle.
CAMPAIGN = {(2018, "C00000002"), (2020, "C00000004")}


@dataclass(frozen=True)
class Row:
    """A contribution as the twin sees it."""

    sub_id: int
    cycle: int
    source: str
    name: str
    employer: str
    occupation: str
    city: str
    state: str
    zip: str
    amount: Decimal
    day: date | None
    committee_id: str
    kind: tuple[str, str, str]
    election: str
    entity: str = "IND"

    @property
    def counts(self) -> bool:
        return self.kind[2] not in NEVER_COUNTED

    @property
    def committee(self) -> str:
        return COMMITTEES[self.committee_id]


def make_rows(rng: Random, count: int) -> list[Row]:
    """Rows of two files and two cycles; many share an amount and a day, some have no day."""
    return [
        Row(
            sub_id=4_000_000_000_000_000_000 + number * 7,
            cycle=rng.choice((2018, 2018, 2020)),
            source=rng.choice(("indiv", "indiv", "indiv", "oth")),
            name=rng.choice(NAMES),
            employer=rng.choice(EMPLOYERS),
            occupation=rng.choice(OCCUPATIONS),
            city=rng.choice(CITIES),
            state=rng.choice(STATES),
            zip=rng.choice(ZIPS),
            amount=Decimal(
                rng.choice(("250.00", "250.00", "1000.00", "0.00", "-50.00", "2700.50"))
            ),
            day=date(2017, 6, 1) + timedelta(days=rng.randrange(5)) if rng.random() < 0.9 else None,
            committee_id=rng.choice(tuple(COMMITTEES)),
            kind=rng.choice(KINDS),
            election=rng.choice(ELECTIONS),
            entity=rng.choice(("IND", "IND", "PAC", "ORG", "")),
        )
        for number in rng.sample(range(1, count * 3), count)
    ]


def store(rows: list[Row], common_from: int = 20_000) -> None:
    """Put rows into partitions as a load does. Texts with `common_from` rows are rolled up."""
    Committee.objects.bulk_create(
        Committee(committee_id=key, name=name) for key, name in COMMITTEES.items()
    )
    candidate = Candidate.objects.create(
        candidate_id=CANDIDATE, name="SMITH, PAT", party="DEM", office="H"
    )
    Linkage.objects.bulk_create(
        Linkage(
            cycle=cycle, candidate=candidate, committee_id=committee, designation=designation,
            election_years=[cycle], linkage_ids=[1], row_hash=1,
        )
        for cycle, committee, designation in (
            *((cycle, committee, "P") for cycle, committee in CAMPAIGN),
            (2018, "C00000003", "J"),
        )
    )  # fmt: skip
    with connection.cursor() as cursor:
        ids = {
            table: _fill(cursor, f"donations_{table}", {getattr(row, field) for row in rows})
            for table, field in (
                ("contributorname", "name"),
                ("employer", "employer"),
                ("occupation", "occupation"),
                ("city", "city"),
            )
        }
        memo = _fill(cursor, "donations_memotext", {"=SUM(A1)"})
        for source in ("indiv", "oth"):
            for cycle in (2018, 2020):
                part = [row for row in rows if row.source == source and row.cycle == cycle]
                _store_partition(cursor, source, cycle, part, ids, memo["=SUM(A1)"], common_from)


def _fill(cursor, table: str, texts: set[str]) -> dict[str, int]:
    cursor.executemany(f"INSERT INTO {table} (name) VALUES (%s)", [(text,) for text in texts])
    cursor.execute(f"SELECT name, id FROM {table}")
    return dict(cursor.fetchall())


def _store_partition(cursor, source, cycle, rows, ids, memo, common_from) -> None:
    parent = f"donations_contribution_{source}"
    leaf = f"{parent}_{cycle}"
    cursor.execute(f"CREATE TABLE {leaf} PARTITION OF {parent} FOR VALUES IN ({cycle})")
    for number, (suffix, definition) in enumerate(CONTRIBUTION_INDEXES):
        unique = "" if number else "UNIQUE"
        cursor.execute(f"CREATE {unique} INDEX {leaf}_{suffix} ON {leaf} {definition}")
    for row in rows:
        receipt_type, memo_code, counted_as = row.kind
        other = "C00000001" if receipt_type == "15E" else ""
        cursor.execute(
            f"INSERT INTO {leaf} VALUES ({', '.join(['%s'] * 27)},"
            " donations_profile_id(%s, %s, %s, %s, %s, %s))",
            (
                row.sub_id, 201801010000000001, 1, ids["contributorname"][row.name],
                ids["employer"][row.employer], ids["occupation"][row.occupation],
                ids["city"][row.city], memo, 1234567, row.day, cycle, cycle, row.counts, source,
                counted_as, row.amount, row.committee_id, "N", "Q1", row.election, receipt_type,
                row.entity, row.state, row.zip, other, memo_code, "T1",
                counted_as, "IND", other, ids["contributorname"][row.name],
                ids["employer"][row.employer], ids["occupation"][row.occupation],
            ),
        )  # fmt: skip
    cursor.execute(f"ANALYZE {leaf}")
    values = {"cycle": cycle, "source": source}
    amount = raw("contribution_receipt_amount")
    parts = {"leaf": sql.Identifier(leaf), "amount": amount, "counted_as": raw("counted_as")}
    for name in ("committee_totals.sql", "search_rollups.sql", "profile_totals.sql"):
        text = (SQL / name).read_text().replace(">= 20000", f">= {common_from}")
        for statement in statements(text):
            cursor.execute(raw(statement).format(**parts).as_string(None), values)


def classify(industry_of: Callable[[str, str], str]) -> None:
    """Give each profile the industry of its employer and occupation, and add up what that makes.

    The candidate's own money stands in its class. Industries must be there already.
    """
    ids = dict(Industry.objects.values_list("slug", "pk"))
    profiles = DonorProfile.objects.select_related("employer", "occupation")
    for profile in profiles:
        if profile.kind == "candidate":
            slug = "candidate-own"
        else:
            slug = industry_of(str(profile.employer), str(profile.occupation))
        DonorProfile.objects.filter(pk=profile.pk).update(industry_id=ids[slug], basis="employer")
    values = {"unclassed": ids["not-classed"], "most_givers": 100}
    with connection.cursor() as cursor:
        for cycle in (2018, 2020):
            # A load of a cycle has a transaction to itself, where tests have one for both.
            cursor.execute("DROP TABLE IF EXISTS pg_temp.givers")
            for name in ("gifts_of_committees.sql", "industry_totals.sql"):
                for statement in statements((SQL / name).read_text()):
                    cursor.execute(
                        raw(statement).format().as_string(None), {**values, "cycle": cycle}
                    )


def words_of(text: str) -> list[str]:
    """A text's words as people would part them."""
    return re.findall(r"[^\W_]+", text.lower())


def holds(text: str, search: str, *, name: bool = False) -> bool:
    """Whether a text holds what a search field asks for, found out the slow way."""
    words = words_of(text)

    def has(phrase: list[str]) -> bool:
        return any(words[n : n + len(phrase)] == phrase for n in range(len(words)))

    def finds(quoted: str, bare: str) -> bool:
        term = words_of(quoted or bare)
        if bare.endswith("*"):
            return any(word.startswith(term[0]) for word in words)
        folded = words_of(without_accents(quoted or bare))
        turned = name and bool(quoted) and has([term[-1], *term[:-1]])
        return has(term) or has(folded) or turned

    search = search.replace(" OR ", "|")
    for either in re.findall(r'-?(?:"[^"]*"|[^\s"|]+)(?:\|(?:"[^"]*"|[^\s"|]+))*', search):
        terms = re.findall(r'(-?)(?:"([^"]*)"|([^\s|]+))', either)
        if any(finds(quoted, bare) for _, quoted, bare in terms) == (terms[0][0] == "-"):
            return False
    return True


def without_accents(text: str) -> str:
    """A text with plain letters."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def among(value: str, query: dict[str, str], field: str) -> bool:
    """Whether a value is one of a field's, which have commas between."""
    return field not in query or value in query[field].split(",")


def matches(row: Row, query: dict[str, str]) -> bool:
    """The slow twin of one row's match."""
    for field in ("name", "employer", "occupation", "city"):
        if field in query and not holds(getattr(row, field), query[field], name=field == "name"):
            return False
    committee = query.get("recipient", "")
    shown = query.get("rows", "counted").split(",")
    counted = "counted" in shown and row.counts
    by_type = shown == ["counted"] and set(query.get("type", "").split(",")) & set(NEVER_COUNTED)
    entity = {
        "IND": "individual", "PAC": "committee", "ORG": "organization", "CAN": "candidate",
        "": "unsaid",
    }  # fmt: skip
    return all(
        (
            "all" in shown or counted or row.kind[2] in shown or by_type,
            among(row.state, query, "state"),
            any(row.zip.startswith(one) for one in query.get("zip", "").split(",")),
            among(row.kind[2], query, "type"),
            among(row.election or "none", query, "election"),
            among(str(row.cycle), query, "cycle"),
            among(entity[row.entity], query, "contributor"),
            "min" not in query or row.amount >= Decimal(query["min"]),
            "max" not in query or row.amount <= Decimal(query["max"]),
            "from" not in query or (row.day is not None and str(row.day) >= query["from"]),
            "to" not in query or (row.day is not None and str(row.day) <= query["to"]),
            "candidate" not in query or (row.cycle, row.committee_id) in CAMPAIGN,
            not committee
            or row.committee_id in committee.split(",")
            or holds(row.committee, committee),
            *((row.cycle, row.committee_id) in CAMPAIGN for _ in {"party", "office"} & {*query}),
        )
    )


def in_order(rows: list[Row], sort: str) -> list[int]:
    """Ids in a sort's order; rows without a day come last in both directions."""
    keys = {
        "amount": lambda row: (row.amount, row.sub_id),
        "date": lambda row: (row.day or date.max, row.amount, row.sub_id),
        "name": lambda row: (row.name.encode(), row.sub_id),
        "recipient": lambda row: (row.committee.encode(), row.committee_id, row.sub_id),
        "employer": lambda row: (row.employer.encode(), row.sub_id),
        "occupation": lambda row: (row.occupation.encode(), row.sub_id),
        "city": lambda row: (row.city.encode(), row.sub_id),
        "state": lambda row: (row.state, row.sub_id),
        # Nothing is classed but where a test does it.
        "industry": lambda row: row.sub_id,
    }
    key = keys[sort.removeprefix("-")]
    reverse = sort.startswith("-")
    dated = [row for row in rows if row.day or not sort.endswith("date")]
    undated = [row for row in rows if row not in dated]
    ordered = sorted(dated, key=key, reverse=reverse) + sorted(undated, key=key, reverse=reverse)
    return [row.sub_id for row in ordered]

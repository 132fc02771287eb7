"""A small, random set of independent expenditures, and the slow twin of the search over it."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from expenditures.models import IndependentExpenditure
from filings.models import Election
from filings.races import belongs
from tests import factories as make
from tests.web.donor_world import holds

Row = IndependentExpenditure

SPENDERS = {
    "C00000001": "BLUEBELL ACTION",
    "C00000002": "CITIZENS FOR BLUEBELLS, INC.",
    "C00000003": "CITIZENS FOR BLUEBELLS, INC.",
    "C00000004": "",
}
CANDIDATES = {
    "H8CA90001": "ROE, RICHARD",
    "H8CA90002": "POE, PAT",
    "H8CA90003": "ROE-POE, ANN",
    "S8OH00001": "",
}
# As reported: with an id that is registered, with one that is not, with none.
ABOUT = (
    ("H8CA90001", "Roe, Richard"),
    ("H8CA90001", "ROE, DICK"),
    ("H8CA90002", "POE, PAT"),
    ("H8CA90003", ""),
    ("S8OH00001", "DOE, JANE"),
    ("H8CA99999", "ROE, NOBODY"),
    ("", "POE, PAT"),
    ("", ""),
)
PAYEES = ("MAIL CO, INC.", "MAIL CO", "THE MAIL HOUSE", "=SUM(A1)", "", "~TELE-VISION'S", "O'NEIL")
PURPOSES = ("TV ADS", "tv advertising", "DIRECT MAIL", "@HOME MAILER", "")
ELECTIONS = ("G2018", "P2018", "S2017", "S", "R", "G2016", "")
AMOUNTS = ("100.00", "100.00", "2500.50", "0.00", "-50.25", "99999.99")
# What a row is: form, coverage, what is set, and whether it counts.
KINDS: tuple[tuple[str, str, tuple[str, ...], bool], ...] = (
    ("report", "", (), True),
    ("report", "", (), True),
    ("notice", "open", (), True),
    ("notice", "separate", (), True),
    ("notice", "covered", (), False),
    ("notice", "unmatched", (), False),
    ("report", "", ("is_memo",), False),
    ("notice", "", ("is_superseded",), False),
    ("report", "", ("is_memo", "is_superseded"), False),
    ("notice", "", ("is_held",), False),
    ("report", "", ("is_repeated",), False),
)
# Cycle, year of the special election.
RACES = ((2018, 2017), (2018, 0), (2020, 0))


def make_rows(rng: Random, count: int) -> list[Row]:
    """Rows that are stored by `store`; many share an amount, a day or a name."""
    return [_row(rng, number) for number in rng.sample(range(1, 3 * count), count)]


def _row(rng: Random, number: int) -> Row:
    form, coverage, marks, counts = rng.choice(KINDS)
    candidate_id, name = rng.choice(ABOUT)

    def day() -> date | None:
        return date(2018, 6, 1) + timedelta(days=rng.randrange(5)) if rng.random() < 0.8 else None

    return Row(
        key=f"C/{number}/~{number}",
        origin="csv",
        cycle=rng.choice((2018, 2018, 2020)),
        form=form,
        committee_id=rng.choice(tuple(SPENDERS)),
        candidate_id=candidate_id,
        candidate_name=name,
        support_oppose_indicator=rng.choice("SSOO ").strip(),
        expenditure_amount=Decimal(rng.choice(AMOUNTS)),
        expenditure_date=day(),
        dissemination_date=day(),
        receipt_date=day(),
        payee_name=rng.choice(PAYEES),
        purpose=rng.choice(PURPOSES),
        election_type=rng.choice(ELECTIONS),
        candidate_office=candidate_id[:1],
        candidate_state=candidate_id[2:4],
        candidate_district="90" if candidate_id[:1] == "H" else "",
        file_number=rng.choice((1160001, 1160002, -77, None)),
        transaction_id=rng.choice(("SE.1", "SE.2", "SE/3", "")),
        image_number=201803159052153344,
        **dict.fromkeys(marks, True),
        coverage=coverage,
        counts=counts,
        row_hash=number,
    )


def store(rows: list[Row]) -> None:
    """Put rows into the database, and who is named in them."""
    for committee_id, name in SPENDERS.items():
        make.committee(committee_id, name=name)
    people = {key: make.candidate(key, name=name) for key, name in CANDIDATES.items()}
    for cycle, special_year in RACES:
        entrants = (people["H8CA90001"], people["H8CA90002"])
        make.race(*entrants, special_year=special_year, cycle=cycle)
    Row.objects.bulk_create(rows)


def name_shown(row: Row) -> str:
    """The registered name, else the one reported."""
    return CANDIDATES.get(row.candidate_id) or row.candidate_name


def day_of(row: Row, dates: str) -> date | None:
    """The day that a search means."""
    return {
        "": row.dissemination_date or row.expenditure_date,
        "expenditure": row.expenditure_date,
        "dissemination": row.dissemination_date,
        "received": row.receipt_date,
    }[dates]


def _text(value: str, asked: str) -> bool:
    return value == asked[1:] if asked.startswith("=") else holds(value, asked)


def _is_in(row: Row, race: str) -> bool:
    cycle, _, _, _, *special = race.split("-")
    election = make_election(int(cycle), int(special[1]) if special else 0)
    has_special = any(year for each, year in RACES if each == int(cycle))
    return (
        row.cycle == int(cycle)
        and row.candidate_id in {"H8CA90001", "H8CA90002"}
        and belongs(row.election_type, election, has_special=has_special)
    )


def make_election(cycle: int, special_year: int) -> Any:
    """The race without a look at the database."""
    return Election(cycle=cycle, office="H", state="CA", district="90", special_year=special_year)


def matches(row: Row, query: dict[str, str]) -> bool:
    """The slow twin of one row's match."""
    day = day_of(row, query.get("dates", ""))
    spender, candidate = query.get("spender", ""), query.get("candidate", "")
    election = [code.replace("none", "") for code in query.get("election", "").split(",")]
    is_id = candidate[:1] in {"H", "S"} and len(candidate) == 9
    return all(
        (
            {
                "counted": row.counts,
                "covered": row.coverage == "covered",
                "unmatched": row.coverage == "unmatched",
                "superseded": row.is_superseded,
                "memo": row.is_memo,
                "held": row.is_held,
                "all": True,
            }[query.get("status", "counted")],
            not row.is_repeated,
            "side" not in query
            or {"support": "S", "oppose": "O", "none": ""}[query["side"]]
            == row.support_oppose_indicator,
            not spender
            or row.committee_id == spender
            or holds(SPENDERS[row.committee_id], spender),
            not candidate
            or (row.candidate_id == candidate if is_id else _text(name_shown(row), candidate)),
            "race" not in query or _is_in(row, query["race"]),
            "payee" not in query or _text(row.payee_name, query["payee"]),
            "purpose" not in query or _text(row.purpose, query["purpose"]),
            "min" not in query or row.expenditure_amount >= Decimal(query["min"]),
            "max" not in query or row.expenditure_amount <= Decimal(query["max"]),
            "from" not in query or (day is not None and str(day) >= query["from"]),
            "to" not in query or (day is not None and str(day) <= query["to"]),
            query.get("form", row.form) == row.form,
            query.get("cycle", str(row.cycle)) == str(row.cycle),
            "election" not in query or row.election_type in election,
        )
    )


def in_order(rows: list[Row], sort: str, dates: str = "") -> list[int]:
    """Ids in a sort's order; rows without a day come last in both directions."""
    keys = {
        "amount": lambda row: (row.expenditure_amount,),
        "date": lambda row: (day_of(row, dates) or date.max, row.expenditure_amount),
        "spender": lambda row: (SPENDERS[row.committee_id].encode(), row.committee_id),
        "candidate": lambda row: (name_shown(row).encode(), row.candidate_id),
        "payee": lambda row: (row.payee_name.encode(),),
    }
    name = sort.removeprefix("-")

    def key(row: Row) -> tuple[Any, ...]:
        return (*keys[name](row), row.cycle, row.key.encode())

    def ordered(part: list[Row]) -> list[Row]:
        return sorted(part, key=key, reverse=sort.startswith("-"))

    undated = [row for row in rows if name == "date" and day_of(row, dates) is None]
    dated = [row for row in rows if row not in undated]
    return [row.pk for row in (*ordered(dated), *ordered(undated))]

"""Insert rows for tests of pages: each function makes one row, and whatever it refers to.

Everything is invented. Money is given as text or Decimal, never as float.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import connection

from donations.models import (
    CandidateTotal,
    City,
    CommitteeTotal,
    CommitteeTransaction,
    Contribution,
    ContributorName,
    Employer,
    MemoText,
    Occupation,
    OperatingExpenditure,
)
from expenditures.models import CandidateTransaction, IndependentExpenditure, Reconciliation
from filings import codes
from filings.models import (
    Candidacy,
    Candidate,
    CandidateSummary,
    Committee,
    CommitteeHistory,
    CommitteeSummary,
    Election,
    ElectionCandidate,
    Linkage,
    Load,
    Reject,
)

CYCLE = 2018
PARENTS = (
    "donations_contribution_indiv",
    "donations_contribution_oth",
    "donations_contribution_efile",
    "donations_committeetransaction_oth",
    "donations_committeetransaction_efile",
    "donations_operatingexpenditure_oppexp",
    "donations_operatingexpenditure_efile",
    "expenditures_candidatetransaction_pas2",
    "expenditures_candidatetransaction_efile",
)
_numbers = count(1)


def sub_id() -> int:
    """A new id of nineteen digits, as the FEC's are."""
    return 4_041_520_170_000_000_000 + next(_numbers)


def partitions(cycle: int = CYCLE) -> None:
    """Give the tables of facts a partition for a cycle."""
    with connection.cursor() as cursor:
        for parent in PARENTS:
            cursor.execute(
                f"CREATE TABLE IF NOT EXISTS {parent}_{cycle} PARTITION OF {parent}"
                f" FOR VALUES IN ({cycle})"
            )


def load(step: str = "contributions", cycle: int = CYCLE, **values: Any) -> Load:
    """A load that went well, unless `status` says otherwise."""
    status = values.setdefault("status", Load.Status.LOADED)
    at = datetime(2018, 12, 1, 8, tzinfo=UTC)
    if status != Load.Status.RUNNING:
        values.setdefault("finished_at", at)
    return Load.objects.create(step=step, cycle=cycle, **{"started_at": at, **values})


def reject(of: Load, **values: Any) -> Reject:
    """A rejected row whose raw text has a street in it."""
    given = {
        "file": "itcont.txt",
        "line": 7,
        "column": "TRANSACTION_AMT",
        "reason": "The amount is no number.",
        "raw": "C00900001|DOE, JANE|12 SECRET STREET|12O0",
    }
    return Reject.objects.create(load=of, step=of.step, cycle=of.cycle, **{**given, **values})


def candidate(candidate_id: str = "H8CA90001", cycle: int = CYCLE, **values: Any) -> Candidate:
    """A candidate registered for a cycle; office and state are in the id."""
    given: dict[str, Any] = {
        "name": "ROE, RICHARD",
        "party": "DEM",
        "office": candidate_id[0],
        "state": "US" if candidate_id[0] == "P" else candidate_id[2:4],
        "district": "90" if candidate_id[0] == "H" else "00",
    }
    given.update(values)
    made, _ = Candidate.objects.update_or_create(
        candidate_id=candidate_id, defaults={**given, "newest_cycle": cycle}
    )
    Candidacy.objects.get_or_create(
        candidate=made,
        cycle=cycle,
        defaults={**given, "row_hash": 1, "candidate_election_year": cycle},
    )
    return made


def committee(committee_id: str = "C00900001", cycle: int = CYCLE, **values: Any) -> Committee:
    """A committee registered for a cycle; a PAC unless `committee_type` says otherwise."""
    given: dict[str, Any] = {
        "name": "INVENTED PAC",
        "committee_type": "Q",
        "designation": "U",
        "state": "CA",
    }
    given.update(values)
    made, _ = Committee.objects.update_or_create(
        committee_id=committee_id, defaults={**given, "newest_cycle": cycle}
    )
    CommitteeHistory.objects.get_or_create(
        committee=made, cycle=cycle, defaults={**given, "row_hash": 1}
    )
    return made


def linkage(
    of: Candidate, to: Committee, designation: str = "P", cycle: int = CYCLE, **values: Any
) -> Linkage:
    """A committee of a candidate's."""
    given = {"committee_type": "H", "election_years": [cycle], "linkage_ids": [1], "row_hash": 1}
    return Linkage.objects.create(
        cycle=cycle, candidate=of, committee=to, designation=designation, **{**given, **values}
    )


def official(of: Candidate, cycle: int = CYCLE, file: str = "weball", **values: Any) -> Any:
    """A candidate's official figures."""
    given = {
        "name": of.name,
        "receipts": Decimal("1000.55"),
        "disbursements": Decimal("400.10"),
        "cash_on_hand_end": Decimal("600.45"),
        "individual_contributions": Decimal("900.50"),
        "coverage_end_date": date(2018, 9, 30),
        "row_hash": 1,
    }
    return CandidateSummary.objects.create(
        cycle=cycle, file=file, candidate=of, **{**given, **values}
    )


def committee_official(of: Committee, cycle: int = CYCLE, **values: Any) -> CommitteeSummary:
    """A PAC's official figures."""
    given = {
        "name": of.name,
        "receipts": Decimal("5000.25"),
        "disbursements": Decimal("4000.75"),
        "coverage_end_date": date(2018, 9, 30),
        "row_hash": 1,
    }
    return CommitteeSummary.objects.create(cycle=cycle, committee=of, **{**given, **values})


def race(*entrants: Candidate, special_year: int = 0, cycle: int = CYCLE, **place: Any) -> Election:
    """A race with these candidates."""
    where = {"office": "H", "state": "CA", "district": "90", **place}
    made = Election.objects.create(
        cycle=cycle, special_year=special_year, basis="candidate file", **where
    )
    for one in entrants:
        ElectionCandidate.objects.create(election=made, candidate=one, basis="candidate file")
    return made


def _word(model: Any, name: str) -> Any:
    return model.objects.get_or_create(name=name)[0]


def contribution(
    to: Committee,
    amount: str | Decimal,
    *,
    name: str = "DOE, JANE",
    employer: str = "ACME",
    occupation: str = "BAKER",
    city: str = "SPRINGFIELD",
    memo_text: str = "",
    receipt_type: str = "15",
    memo: bool = False,
    cycle: int = CYCLE,
    **values: Any,
) -> Contribution:
    """A receipt of a committee, counted as its type says; the file follows from the type."""
    kind = codes.TRANSACTION_TYPES.get(receipt_type)
    counted_as = "memo" if memo else kind.counted_as if kind else "unknown"
    given = {
        "sub_id": sub_id(),
        "image_number": 201704159052153344,
        "row_hash": 1,
        "file_number": 1160001,
        "contribution_receipt_date": date(2017, 3, 15),
        "cycle": cycle,
        "two_year_transaction_period": cycle,
        "source": "oth" if counted_as in {"committee", "transfer"} else "indiv",
        "report_type": "Q1",
        "election_type": "P2018",
        "entity_type": "IND",
        "contributor_state": "CA",
        "contributor_zip": "900010001",
        "transaction_id": "SA1",
        "memo_code": "X" if memo else "",
    }
    given |= {
        "counted_as": counted_as,
        "counts": counted_as not in codes.NEVER_COUNTED,
        "contributor_id": "",
        "contributor_name": _word(ContributorName, name),
        "employer": _word(Employer, employer),
        "occupation": _word(Occupation, occupation),
    } | values
    return Contribution.objects.create(
        committee=to,
        contribution_receipt_amount=Decimal(amount),
        city=_word(City, city),
        memo_text=_word(MemoText, memo_text),
        receipt_type=receipt_type,
        profile_id=_profile_id(given),
        **given,
    )


def _profile_id(values: dict[str, Any]) -> int:
    """The profile's id as the database computes it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT donations_profile_id(%s, %s, %s, %s, %s, %s)",
            [
                values["counted_as"],
                values["entity_type"],
                values["contributor_id"],
                values["contributor_name"].pk,
                values["employer"].pk,
                values["occupation"].pk,
            ],
        )
        return int(cursor.fetchone()[0])


def _paid(
    kind: str, memo: bool, cycle: int, recipient: str, values: dict[str, Any]
) -> dict[str, Any]:
    counted_as = "memo" if memo else codes.TRANSACTION_TYPES[kind].counted_as
    given = {
        "sub_id": sub_id(),
        "image_number": 201704159052153344,
        "row_hash": 1,
        "file_number": 1160002,
        "cycle": cycle,
        "two_year_transaction_period": cycle,
        "recipient_name": recipient,
        "election_type": "P2018",
        "memo_code": "X" if memo else "",
        "transaction_id": "SB1",
        "counted_as": counted_as,
        "counts": counted_as not in codes.NEVER_COUNTED,
    }
    return {**given, **values}


def to_committee(
    giver: Committee,
    amount: str | Decimal,
    recipient_id: str = "",
    *,
    kind: str = "24K",
    memo: bool = False,
    cycle: int = CYCLE,
    recipient: str = "FRIENDS OF ROE",
    **values: Any,
) -> CommitteeTransaction:
    """What a committee paid to another (the payer's side in oth)."""
    return CommitteeTransaction.objects.create(
        source="oth",
        committee=giver,
        disbursement_amount=Decimal(amount),
        disbursement_type=kind,
        recipient_id=recipient_id,
        **{"disbursement_date": date(2017, 4, 1), **_paid(kind, memo, cycle, recipient, values)},
    )


def to_candidate(
    giver: Committee,
    amount: str | Decimal,
    to: Candidate,
    *,
    kind: str = "24K",
    memo: bool = False,
    cycle: int = CYCLE,
    recipient: str = "FRIENDS OF ROE",
    **values: Any,
) -> CandidateTransaction:
    """What a committee gave to a candidate, or spent for or against one (pas2)."""
    return CandidateTransaction.objects.create(
        source="pas2",
        committee=giver,
        transaction_amount=Decimal(amount),
        transaction_type=kind,
        candidate_id=to.pk,
        resolved_candidate_id=to.pk,
        resolved_by="reported",
        **{"transaction_date": date(2017, 4, 1), **_paid(kind, memo, cycle, recipient, values)},
    )


def operating(
    of: Committee, amount: str | Decimal, *, memo: bool = False, cycle: int = CYCLE, **values: Any
) -> OperatingExpenditure:
    """A committee's spending on itself."""
    given = {
        "sub_id": sub_id(),
        "row_hash": 1,
        "file_number": 1160003,
        "disbursement_date": date(2017, 5, 1),
        "recipient_name": "PRINTER CO",
        "purpose": "PRINTING",
    }
    return OperatingExpenditure.objects.create(
        source="oppexp",
        committee=of,
        disbursement_amount=Decimal(amount),
        counts=not memo,
        memo_code="X" if memo else "",
        cycle=cycle,
        **{**given, **values},
    )


def independent(
    by: Committee,
    about: Candidate,
    amount: str | Decimal,
    *,
    side: str = "S",
    cycle: int = CYCLE,
    counts: bool = True,
    **values: Any,
) -> IndependentExpenditure:
    """An independent expenditure as a periodic report has it."""
    given = {
        "key": f"invented {next(_numbers)}",
        "origin": "csv",
        "form": "report",
        "candidate_name": about.name,
        "expenditure_date": date(2018, 3, 15),
        "dissemination_date": date(2018, 3, 16),
        "payee_name": "PRINTER CO",
        "purpose": "MAILER",
        "election_type": "G2018",
        "file_number": 1160004,
        "image_number": 201803159052153344,
        "row_hash": 1,
    }
    return IndependentExpenditure.objects.create(
        committee=by,
        candidate_id=about.pk,
        support_oppose_indicator=side,
        expenditure_amount=Decimal(amount),
        cycle=cycle,
        counts=counts,
        **{**given, **values},
    )


def total(of: Candidate, channel: str, rows: int, amount: str | None, **values: Any) -> Any:
    """One of our totals of a candidate."""
    return CandidateTotal.objects.create(
        candidate=of,
        channel=channel,
        rows=rows,
        amount=None if amount is None else Decimal(amount),
        **{"cycle": CYCLE, **values},
    )


def committee_total(
    of: Committee, counted_as: str, rows: int, amount: str, source: str = "indiv", **values: Any
) -> CommitteeTotal:
    """One of our totals of a committee."""
    return CommitteeTotal.objects.create(
        committee=of,
        counted_as=counted_as,
        rows=rows,
        amount=Decimal(amount),
        source=source,
        **{"cycle": CYCLE, **values},
    )


def reconciliation(measure: str, result: str, **values: Any) -> Reconciliation:
    """A figure of ours beside the official one."""
    return Reconciliation.objects.create(
        **{"cycle": CYCLE, "measure": measure, "result": result, **values}
    )

"""The columns of a row of any fact table, as the database writes them: for order and for export.

web/lines.py says the same of a row that was read; a test holds that the two agree. Each table has
every name of COLUMNS here, so that rows of several tables stand in one list.
"""

from typing import Any

from django.db.models import Case, F, Q, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

from donations.models import CommitteeTransaction, Contribution, OperatingExpenditure
from expenditures.models import (
    CandidateTransaction,
    CommunicationCost,
    ElectioneeringCommunication,
    IndependentExpenditure,
)
from filings import codes
from web.lines import CONDUIT_TYPES, MARKS, SUBTRACTED
from web.row_expressions import EMPTY, Dollars, either, given, in_words, joined, place, text

COLUMNS = (
    "date", "from", "from_id", "to", "to_id", "via_id", "amount", "type", "type_words", "election",
    "city_state_zip5", "employer_occupation", "detail", "counted", "mark", "filer_id",
    "file_number", "filing_url", "image_url", "row_id",
)  # fmt: skip
# What people filled in, and a spreadsheet could take for a formula.
FREE = {
    "from", "from_id", "to", "to_id", "via_id", "type", "type_words", "election",
    "city_state_zip5", "employer_occupation", "detail", "filer_id",
}  # fmt: skip
NO_NAME = "No name reported"
Columns = dict[str, Any]


def _mark() -> Any:
    return Case(
        *(When(counted_as=name, then=Value(mark)) for name, mark in MARKS.items()),
        When(counted_as__in=SUBTRACTED, then=Value("refund")),
        default=EMPTY,
        output_field=TextField(),
    )


def _proof(is_sample: bool, filer: str = "committee_id", file_number: bool = True) -> Columns:
    """The filing, and the links to it: none to the FEC from an invented sample."""
    image = Cast(F("image_number"), TextField())
    image_url = Case(
        When(
            image_number__isnull=False,
            then=Concat(
                Value("https://docquery.fec.gov/cgi-bin/fecimg/?"), image, output_field=TextField()
            ),
        ),
        default=EMPTY,
        output_field=TextField(),
    )
    number = Cast(NullIf(F("file_number"), Value(0)), TextField()) if file_number else EMPTY
    address = (
        Case(
            When(
                file_number__gt=0,
                then=Concat(
                    Value("https://docquery.fec.gov/cgi-bin/forms/"),
                    F(filer),
                    Value("/"),
                    number,
                    Value("/"),
                    output_field=TextField(),
                ),
            ),
            default=EMPTY,
            output_field=TextField(),
        )
        if file_number
        else EMPTY
    )
    return {
        "filer_id": F(filer),
        "file_number": number,
        "filing_url": EMPTY if is_sample else address,
        "image_url": EMPTY if is_sample else image_url,
    }


def _yes_or_no() -> Any:
    return Case(When(counts=True, then=Value("yes")), default=Value("no"), output_field=TextField())


def _payment(
    is_sample: bool, payee: Any, payee_id: Any, kind: str, *, date: str, amount: str
) -> Columns:
    """What a committee paid, gave or spent on a candidate, from oth-b or pas2."""
    return {
        "date": F(date),
        "from": either("committee__name", F("committee_id")),
        "from_id": F("committee_id"),
        "to": payee,
        "to_id": payee_id,
        "amount": F(amount),
        "type": F(kind),
        "type_words": in_words(F(kind), F(kind)),
        "election": F("election_type"),
        "city_state_zip5": place("recipient_city", "recipient_state", "recipient_zip"),
        "detail": F("memo_text"),
        "counted": _yes_or_no(),
        "mark": _mark(),
        **_proof(is_sample),
        "row_id": F("sub_id"),
    }


def _contribution(is_sample: bool) -> Columns:
    out = Q(
        receipt_type__in=[
            kind.code for kind in codes.TRANSACTION_TYPES.values() if kind.side == "disbursement"
        ]
    )
    conduit = Q(receipt_type__in=sorted(CONDUIT_TYPES), contributor_id__startswith="C")
    name = either("contributor_name__name", Value(NO_NAME))
    committee = either("committee__name", F("committee_id"))
    giver = Case(When(conduit, then=EMPTY), default=F("contributor_id"), output_field=TextField())

    def turned(there: Any, back: Any) -> Any:
        return Case(When(out, then=back), default=there, output_field=TextField())

    return {
        "date": F("contribution_receipt_date"),
        "from": turned(name, committee),
        "from_id": turned(giver, F("committee_id")),
        "to": turned(committee, name),
        "to_id": turned(F("committee_id"), giver),
        "via_id": Case(
            When(conduit, then=F("contributor_id")), default=EMPTY, output_field=TextField()
        ),
        "amount": F("contribution_receipt_amount"),
        "type": F("receipt_type"),
        "type_words": in_words(F("receipt_type"), F("receipt_type")),
        "election": F("election_type"),
        "city_state_zip5": place("city__name", "contributor_state", "contributor_zip"),
        "employer_occupation": joined(" · ", "employer__name", "occupation__name"),
        "detail": text("memo_text__name"),
        "counted": _yes_or_no(),
        "mark": _mark(),
        **_proof(is_sample),
        "row_id": F("sub_id"),
    }


def _committee_transaction(is_sample: bool) -> Columns:
    return _payment(
        is_sample,
        either("recipient_name", F("recipient_id")),
        F("recipient_id"),
        "disbursement_type",
        date="disbursement_date",
        amount="disbursement_amount",
    )


def _candidate_transaction(is_sample: bool) -> Columns:
    return _payment(
        is_sample,
        either("recipient_name", F("resolved_candidate_id")),
        Case(
            When(counted_as="contribution", then=F("other_id")),
            default=F("resolved_candidate_id"),
            output_field=TextField(),
        ),
        "transaction_type",
        date="transaction_date",
        amount="transaction_amount",
    )


def _sided(support: Q, oppose: Q, texts: tuple[str, str, str]) -> Any:
    """One text where money is for a candidate, another where it is against, a third for neither."""
    return Case(
        When(oppose, then=Value(texts[1])),
        When(support, then=Value(texts[0])),
        default=Value(texts[2]),
        output_field=TextField(),
    )


def _paid_to(*before: Any, after: tuple[Any, ...] = ()) -> Any:
    paid = Concat(Value("paid to "), given(F("payee_name")), output_field=TextField())
    there = Case(When(payee_name="", then=EMPTY), default=paid, output_field=TextField())
    return joined(", ", *before, there, *after)


def _independent(is_sample: bool) -> Columns:
    side = (Q(support_oppose_indicator="S"), Q(support_oppose_indicator="O"))
    code = _sided(*side, ("24E", "24A", ""))
    return {
        "date": Coalesce("dissemination_date", "expenditure_date"),
        "from": either("committee__name", F("committee_id")),
        "from_id": F("committee_id"),
        "to": either("candidate_name", F("candidate_id")),
        "to_id": F("candidate_id"),
        "amount": F("expenditure_amount"),
        "type": code,
        "type_words": in_words(code, Value("Side not given")),
        "election": F("election_type"),
        "detail": _paid_to("purpose"),
        "counted": _yes_or_no(),
        "mark": Case(
            When(is_superseded=True, then=Value("superseded by an amendment")),
            When(is_held=True, then=Value("held for a review, not added")),
            When(is_memo=True, then=Value("memo, not added")),
            *(
                When(coverage=value, then=Value(str(label).lower()))
                for value, label in IndependentExpenditure.Coverage.choices
                if value
            ),
            default=EMPTY,
            output_field=TextField(),
        ),
        **_proof(is_sample),
        "row_id": F("id"),
    }


def _electioneering(is_sample: bool) -> Columns:
    share = Case(
        When(
            number_of_candidates__gt=1,
            then=Concat(
                Value("share of "),
                Dollars(F("disbursement_amount")),
                Value(" among "),
                Cast(F("number_of_candidates"), TextField()),
                Value(" candidates"),
                output_field=TextField(),
            ),
        ),
        default=EMPTY,
        output_field=TextField(),
    )
    return {
        "date": Coalesce("public_distribution_date", "communication_date", "disbursement_date"),
        "from": either("committee_name", F("committee_id")),
        "from_id": F("committee_id"),
        "to": either("candidate_name", F("candidate_id")),
        "to_id": F("candidate_id"),
        "amount": F("calculated_candidate_share"),
        "type": Value("29"),
        "type_words": in_words(Value("29")),
        "detail": _paid_to("purpose_description", after=(share,)),
        "counted": Value("yes"),
        **_text_image(_proof(is_sample, file_number=False), is_sample),
        "row_id": F("id"),
    }


def _communication(is_sample: bool) -> Columns:
    against = Q(transaction_type="24N") | Q(support_oppose_indicator="O")
    code = _sided(~against, against, ("24F", "24N", ""))
    return {
        "date": F("transaction_date"),
        "from": either("committee_name", F("committee_id")),
        "from_id": F("committee_id"),
        "to": either("candidate_name", F("candidate_id")),
        "to_id": F("candidate_id"),
        "amount": F("transaction_amount"),
        "type": code,
        "type_words": in_words(code),
        "detail": joined(", ", "communication_type", "communication_class"),
        "counted": Value("yes"),
        **_text_image(_proof(is_sample), is_sample),
        "row_id": F("id"),
    }


def _text_image(proof: Columns, is_sample: bool) -> Columns:
    """The links of a row whose image number is a text, which may be something else."""
    address = Case(
        When(
            image_number__regex=r"^[0-9]+$",
            then=Concat(
                Value("https://docquery.fec.gov/cgi-bin/fecimg/?"),
                F("image_number"),
                output_field=TextField(),
            ),
        ),
        default=EMPTY,
        output_field=TextField(),
    )
    return {**proof, "image_url": EMPTY if is_sample else address}


def _operating(is_sample: bool) -> Columns:
    kind = either("category_description", Value("Operating expenditure"))
    return {
        "date": F("disbursement_date"),
        "from": either("committee__name", F("committee_id")),
        "from_id": F("committee_id"),
        "to": either("recipient_name", Value(NO_NAME)),
        "amount": F("disbursement_amount"),
        "type_words": kind,
        "election": F("election_type"),
        "city_state_zip5": place("recipient_city", "recipient_state", "recipient_zip"),
        "detail": joined(", ", "purpose", "memo_text"),
        "counted": _yes_or_no(),
        "mark": Case(
            When(counts=True, then=EMPTY),
            *(When(standing=name, then=Value(mark)) for name, mark in MARKS.items()),
            default=Value(MARKS["memo"]),
            output_field=TextField(),
        ),
        **_proof(is_sample),
        "row_id": F("sub_id"),
    }


_OF = {
    Contribution: _contribution,
    CommitteeTransaction: _committee_transaction,
    CandidateTransaction: _candidate_transaction,
    IndependentExpenditure: _independent,
    ElectioneeringCommunication: _electioneering,
    CommunicationCost: _communication,
    OperatingExpenditure: _operating,
}


def columns_of(model: Any, is_sample: bool = False) -> Columns:
    """Every column of COLUMNS of a table; what it has not is an empty text."""
    found = _OF[model](is_sample)
    return {name: found.get(name, EMPTY) for name in COLUMNS}

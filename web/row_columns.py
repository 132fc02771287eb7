"""The columns of a row of any fact table, as the database writes them: for order and for export.

web/lines.py says the same of a row that was read; a test holds that the two agree. Each table has
every name of COLUMNS here, so that rows of several tables stand in one list.
"""

from typing import Any

from django.db.models import Case, F, Func, JSONField, Q, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Left, NullIf
from django.db.models.lookups import Exact

from donations.models import CommitteeTransaction, Contribution, OperatingExpenditure
from expenditures.models import (
    CandidateTransaction,
    CommunicationCost,
    ElectioneeringCommunication,
    IndependentExpenditure,
)
from filings import codes
from web.lines import CONDUIT_TYPES, MARKS, SUBTRACTED

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
EMPTY = Value("", output_field=TextField())
Columns = dict[str, Any]


class _Joined(Func):
    """concat_ws: texts with something between them; what is NULL is left out."""

    function = "concat_ws"
    output_field = TextField()


class _Field(Func):
    """The text under a key of a JSON object."""

    template = "(%(expressions)s)"
    arg_joiner = " ->> "
    output_field = TextField()


class _Dollars(Func):
    """An amount as lines write it: "$1,234.50"."""

    function = "to_char"
    template = "'$' || ltrim(%(function)s(%(expressions)s, 'FM999,999,999,990.00'))"
    output_field = TextField()


class _Replaced(Func):
    """What a pattern finds in a text, replaced."""

    function = "regexp_replace"
    output_field = TextField()


def safe(expression: Any) -> Any:
    """A text that no spreadsheet takes for a formula: an apostrophe before a sign that begins one.

    The pattern is of Postgres, which reads the tabulator and the carriage return in it itself.
    """
    return _Replaced(expression, Value(r"^([=+@\t\r-])"), Value(r"'\1"))


def _given(expression: Any) -> Any:
    """A text, or NULL where it is empty."""
    return NullIf(expression, EMPTY, output_field=TextField())


def _text(path: str) -> Any:
    return Coalesce(F(path), EMPTY, output_field=TextField())


def _or(path: str, otherwise: Any) -> Any:
    return Coalesce(_given(F(path)), otherwise, output_field=TextField())


def _joined(between: str, *paths: Any) -> Any:
    return _Joined(
        Value(between),
        *(_given(F(path) if isinstance(path, str) else path) for path in paths),
    )


def _place(city: str, state: str, zip_code: str) -> Any:
    town = _given(_joined(", ", city, state))
    return _Joined(Value(" "), town, _given(Left(F(zip_code), 5)))


def _in_words(code: Any, otherwise: Any = EMPTY) -> Any:
    """A transaction type in words, as pages write it."""
    known = {kind.code: kind.description for kind in codes.TRANSACTION_TYPES.values()}
    return Case(
        When(Exact(code, EMPTY), then=otherwise),
        default=Coalesce(
            _Field(Value(known, output_field=JSONField()), Cast(code, TextField())),
            Concat(Value("Type "), code, output_field=TextField()),
        ),
        output_field=TextField(),
    )


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
        "from": _or("committee__name", F("committee_id")),
        "from_id": F("committee_id"),
        "to": payee,
        "to_id": payee_id,
        "amount": F(amount),
        "type": F(kind),
        "type_words": _in_words(F(kind), F(kind)),
        "election": F("election_type"),
        "city_state_zip5": _place("recipient_city", "recipient_state", "recipient_zip"),
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
    name = _or("contributor_name__name", Value(NO_NAME))
    committee = _or("committee__name", F("committee_id"))
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
        "type_words": _in_words(F("receipt_type"), F("receipt_type")),
        "election": F("election_type"),
        "city_state_zip5": _place("city__name", "contributor_state", "contributor_zip"),
        "employer_occupation": _joined(" · ", "employer__name", "occupation__name"),
        "detail": _text("memo_text__name"),
        "counted": _yes_or_no(),
        "mark": _mark(),
        **_proof(is_sample),
        "row_id": F("sub_id"),
    }


def _committee_transaction(is_sample: bool) -> Columns:
    return _payment(
        is_sample,
        _or("recipient_name", F("recipient_id")),
        F("recipient_id"),
        "disbursement_type",
        date="disbursement_date",
        amount="disbursement_amount",
    )


def _candidate_transaction(is_sample: bool) -> Columns:
    return _payment(
        is_sample,
        _or("recipient_name", F("resolved_candidate_id")),
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
    paid = Concat(Value("paid to "), _given(F("payee_name")), output_field=TextField())
    there = Case(When(payee_name="", then=EMPTY), default=paid, output_field=TextField())
    return _joined(", ", *before, there, *after)


def _independent(is_sample: bool) -> Columns:
    side = (Q(support_oppose_indicator="S"), Q(support_oppose_indicator="O"))
    code = _sided(*side, ("24E", "24A", ""))
    return {
        "date": Coalesce("dissemination_date", "expenditure_date"),
        "from": _or("committee__name", F("committee_id")),
        "from_id": F("committee_id"),
        "to": _or("candidate_name", F("candidate_id")),
        "to_id": F("candidate_id"),
        "amount": F("expenditure_amount"),
        "type": code,
        "type_words": _in_words(code, Value("Side not given")),
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
                _Dollars(F("disbursement_amount")),
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
        "from": _or("committee_name", F("committee_id")),
        "from_id": F("committee_id"),
        "to": _or("candidate_name", F("candidate_id")),
        "to_id": F("candidate_id"),
        "amount": F("calculated_candidate_share"),
        "type": Value("29"),
        "type_words": _in_words(Value("29")),
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
        "from": _or("committee_name", F("committee_id")),
        "from_id": F("committee_id"),
        "to": _or("candidate_name", F("candidate_id")),
        "to_id": F("candidate_id"),
        "amount": F("transaction_amount"),
        "type": code,
        "type_words": _in_words(code),
        "detail": _joined(", ", "communication_type", "communication_class"),
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
    kind = _or("category_description", Value("Operating expenditure"))
    return {
        "date": F("disbursement_date"),
        "from": _or("committee__name", F("committee_id")),
        "from_id": F("committee_id"),
        "to": _or("recipient_name", Value(NO_NAME)),
        "amount": F("disbursement_amount"),
        "type_words": kind,
        "election": F("election_type"),
        "city_state_zip5": _place("recipient_city", "recipient_state", "recipient_zip"),
        "detail": _joined(", ", "purpose", "memo_text"),
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

"""Who is who among donors: match keys, and what people decide about them, all of it reversible.

The FEC identifies no person. A donor here is a match key (last name, first name, and JR, SR, II,
III or IV) within a five-digit ZIP code. Middle names, titles, degrees, case, accents and signs are
accidents of a filing; a father and his son are told apart by what they themselves write. The
database computes the same key (donations_donor_key, migration 0009) as a column of the dictionary
of names.
"""

import re
import unicodedata

from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from donations.models import DonorDecision
from donations.retrying import whole
from filings.fec.errors import FinanceTrackerError

_TITLES = frozenset((
    "MR", "MRS", "MS", "MISS", "DR", "HON", "HONORABLE", "REV", "REVEREND", "SEN", "SENATOR", "REP",
    "GOV", "PROF", "JUDGE", "COL", "LTC", "LT", "CAPT", "MAJ", "RABBI", "AMB", "AMBASSADOR", "THE",
    "MD", "PHD", "ESQ", "ESQUIRE", "DDS", "CPA", "JD", "DVM", "DMD", "RET",
))  # fmt: skip
# A lone V or I is a middle initial far more often than a fifth or a first of a name.
SUFFIXES = ("JR", "SR", "II", "III", "IV")
# A first name that is none: "GOOGLE, INC."
_LEGAL = frozenset((
    "INC", "INCORPORATED", "LLC", "LLP", "LLLP", "LP", "LTD", "LIMITED", "CORP", "CORPORATION",
    "COMPANY", "PC", "PLLC", "PLC",
))  # fmt: skip
_NOT_WORD = re.compile(r"[^A-Z0-9]+")
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+){1,3}")
_ZIP = re.compile(r"[0-9]{5}")

Alias = tuple[str, str]
"""A match key and five digits of a ZIP code."""


class DonorError(FinanceTrackerError):
    """A decision about donors that cannot be made."""


def donor_key(name: str) -> str:
    """The match key of a name as filed; empty for what is no "LAST, FIRST".

    >>> donor_key("SMITH, JOHN A MR. JR"), donor_key("Smith Jr., John")
    ('smith-john-jr', 'smith-john-jr')
    >>> donor_key("O'NEIL-MCKAY, JOSÉ"), donor_key("LEE, J. ROBERT"), donor_key("ACME PAC")
    ('oneilmckay-jose', 'lee-j-robert', '')
    """
    plain = unicodedata.normalize("NFKD", name.replace("’", "").replace("´", ""))
    plain = plain.encode("ascii", "ignore").decode().upper()
    plain = plain.translate(dict.fromkeys(map(ord, "'`.")))
    before, comma, after = plain.partition(",")
    if not comma:
        return ""
    family, given = _words(before), _words(after)
    suffix = first = ""
    while len(family) > 1 and (family[-1] in SUFFIXES or family[-1] in _TITLES):
        last = family.pop()
        suffix = last if last in SUFFIXES else suffix
    for word in given:
        if word in _TITLES:
            continue
        if word in SUFFIXES:
            suffix = suffix or word
        elif not first:
            first = word
        elif len(first) == 1 and len(word) > 1:
            # "J. ROBERT" is known by both; "J. A." by the first letter alone.
            first = f"{first}-{word}"
    if not family or not first or first in _LEGAL:
        return ""
    return "-".join(part for part in ("".join(family), first, suffix) if part).lower()


def _words(text: str) -> list[str]:
    return _NOT_WORD.sub(" ", text).split()


def is_alias(key: str, zip_code: str) -> bool:
    """Whether a key and a ZIP code are in the form in which donors are named."""
    return bool(_KEY.fullmatch(key) and _ZIP.fullmatch(zip_code))


def middle_initial(name: str) -> str:
    """The first letter of a middle name as filed; empty where there is none.

    >>> middle_initial("SMITH, JOHN A MR."), middle_initial("SMITH, JOHN MR")
    ('A', '')
    """
    given = _words(name.partition(",")[2].upper().replace(".", ""))
    known = [word for word in given if word not in _TITLES and word not in SUFFIXES]
    return known[1][0] if len(known) > 1 and len(known[0]) > 1 else ""


def state_of_decisions() -> str:
    """A text that changes with every decision that is made or taken back."""
    return repr(list(DonorDecision.objects.order_by("pk").values_list("pk", "reversed_at")))


@whole
def join(*, one: Alias, other: Alias, reason: str, by: User) -> DonorDecision:
    """Decide that two donors are one. Raises DonorError."""
    return _decide(DonorDecision.Kind.JOIN, one, other, reason, by)


@whole
def part(*, one: Alias, other: Alias, reason: str, by: User) -> DonorDecision:
    """Decide that two donors are not one, whatever the rules say. Raises DonorError."""
    return _decide(DonorDecision.Kind.PART, one, other, reason, by)


@whole
def take_out(*, donor: Alias, name: str, reason: str, by: User) -> DonorDecision:
    """Decide that a name as filed is not this donor's. Raises DonorError."""
    if donor_key(name) != donor[0]:
        raise DonorError(f"{name!r} is not a spelling of {donor[0]}.", remedy="Choose one of its.")
    return _record(DonorDecision.Kind.SPELLING, donor, ("", ""), name, reason, by)


@whole
def reverse(*, decision: DonorDecision, by: User, why: str) -> DonorDecision:
    """Take a decision back: the rules speak again. Raises DonorError."""
    if not why.strip():
        raise DonorError("A reversal needs a reason.", remedy="Say why in a few words.")
    held = DonorDecision.objects.select_for_update().get(pk=decision.pk)
    if held.reversed_at:
        raise DonorError("This decision was reversed already.", remedy="")
    _close(held, by, why.strip())
    return held


def _decide(
    kind: DonorDecision.Kind, one: Alias, other: Alias, reason: str, by: User
) -> DonorDecision:
    first, second = sorted((one, other))
    if first == second:
        raise DonorError("A donor is the same as itself.", remedy="Name two donors.")
    return _record(kind, first, second, "", reason, by)


def _record(
    kind: DonorDecision.Kind, one: Alias, other: Alias, name: str, reason: str, by: User
) -> DonorDecision:
    for key, zip_code in (one, other) if other[0] else (one,):
        if not is_alias(key, zip_code):
            raise DonorError(
                f"“{key} {zip_code}” names no donor.",
                remedy="Write a match key and five digits, as in the address of the donor's page.",
            )
    if not reason.strip():
        raise DonorError("A decision needs a reason.", remedy="Say why in a few words.")
    values = {"key": one[0], "zip": one[1], "other_key": other[0], "other_zip": other[1]}
    with connection.cursor() as cursor:
        # Two people who decide on the same pair at once take turns.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (f"donor {one} {other}",))
    for earlier in DonorDecision.objects.filter(**values, name=name, reversed_at=None):
        _close(earlier, by, "Replaced by a later decision.")
    return DonorDecision.objects.create(
        kind=kind, **values, name=name, reason=reason.strip(), decided_by=by
    )


def _close(decision: DonorDecision, by: User, why: str) -> None:
    decision.reversed_at, decision.reversed_by = timezone.now(), by
    decision.reversed_why = why[:300]
    decision.save(update_fields=["reversed_at", "reversed_by", "reversed_why"])

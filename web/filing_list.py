"""The list of filings, newest first, by form, filer, days and standing."""

from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import DateTimeField, Q, QuerySet
from django.db.models.functions import Coalesce

from filings.models import Filing
from web import filing_words as words

PAGE = 50
FORM_CHOICES = {code: f"{code}: {text}" for code, text in words.FORMS.items()}
STANDINGS = {
    "": "any standing",
    "counts": "that count",
    "current": "not superseded",
    "superseded": "superseded",
    "held": "held",
    "base-missing": "base missing",
}
# Shorter ways to ask for a standing in an address.
_SHORT = {"held": {"1": "held"}, "current": {"1": "current", "0": "superseded"}}
CHECKS = {"": "any", "off": "does not add up", "adds up": "adds up"}


@dataclass(frozen=True)
class FilingFilter:
    """What is asked for; every field is empty where it is not."""

    form: str = ""
    committee: str = ""
    cycle: int = 0
    first: date | None = None
    last: date | None = None
    standing: str = ""
    checks: str = ""
    after: int | None = None
    errors: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)

    def address(self, **changed: str) -> str:
        """The query string of this search with changes; a change to "" leaves the field out."""
        pairs = {**self.values, **changed}
        return "?" + urlencode({name: value for name, value in pairs.items() if value})


def parse(given: dict[str, str]) -> FilingFilter:
    """Read the address; what cannot be read is told by field in `errors`."""
    given = dict(given)
    errors: dict[str, str] = {}
    for name, other in (("held", "standing"), ("current", "standing"), ("q", "committee")):
        text = given.pop(name, "").strip()
        meant = text if name == "q" else _SHORT[name].get(text, "")
        if text and not meant:
            errors[name] = f"Write {' or '.join(_SHORT[name])}, or choose a standing."
        elif meant and given.get(other, "").strip() not in {"", meant}:
            errors[name] = f"It cannot be asked for beside this {other}."
        elif meant:
            given[other] = meant
    names = ("form", "committee", "cycle", "from", "to", "standing", "checks", "after")
    # Postgres has no text with a NUL.
    values = {name: given.get(name, "").replace("\0", "").strip()[:100] for name in names}
    if values["form"] and values["form"] not in words.FORMS:
        errors["form"] = "There is no such form."
    if values["standing"] not in STANDINGS:
        errors["standing"] = "There is no such standing."
    if values["checks"] not in CHECKS:
        errors["checks"] = "Choose one of the list."
    cycle = values["cycle"]
    if cycle and not (cycle.isascii() and cycle.isdecimal() and len(cycle) == 4):
        errors["cycle"] = "A cycle is a year, such as 2018."
    days: dict[str, date | None] = {"from": None, "to": None}
    for name in days:
        if values[name]:
            try:
                days[name] = date.fromisoformat(values[name])
            except ValueError:
                errors[name] = "A day is written as 2018-06-16."
    after = values["after"]
    bare = after.removeprefix("-")
    is_number = bare.isascii() and bare.isdecimal() and len(bare) < 10
    return FilingFilter(
        form=values["form"],
        committee=values["committee"],
        cycle=0 if "cycle" in errors or not cycle else int(cycle) + int(cycle) % 2,
        first=days["from"],
        last=days["to"],
        standing=values["standing"],
        checks=values["checks"],
        after=int(after) if is_number else None,
        errors=errors,
        values={name: value for name, value in values.items() if value and name != "after"},
    )


def matching(asked: FilingFilter) -> QuerySet[Filing]:
    """All filings that match, in no order."""
    found = Filing.objects.all()
    if asked.form:
        found = found.filter(form=asked.form)
    if asked.committee:
        text = asked.committee.upper()
        filer = Q(committee_id=text) | Q(filer_name__icontains=asked.committee)
        bare = text.removeprefix("-")
        if bare.isascii() and bare.isdecimal() and len(bare) < 10:
            filer |= Q(pk=int(text))
        found = found.filter(filer)
    if asked.cycle:
        found = found.filter(cycle=asked.cycle)
    if asked.first or asked.last:
        found = found.annotate(
            known_at=Coalesce("received_at", "ingested_at", output_field=DateTimeField())
        )
        if asked.first:
            found = found.filter(known_at__date__gte=asked.first)
        if asked.last:
            found = found.filter(known_at__date__lte=asked.last)
    if asked.checks:
        found = found.filter(checks_result=asked.checks)
    standing = {
        "counts": Q(counts=True),
        "current": Q(is_current=True),
        "superseded": Q(is_current=False),
        "held": Q(is_held=True),
        "base-missing": Q(base_missing=True),
    }.get(asked.standing)
    return found.filter(standing) if standing is not None else found


def page(asked: FilingFilter) -> tuple[list[Filing], str]:
    """The filings after the cursor, newest number first, and the next cursor ("" at the end).

    Numbers grow with time, and no two filings share one: a page never skips or repeats.
    """
    found = matching(asked).defer("cover", "checks", "free_text", "rows_by_type")
    found = found.order_by("-file_number")
    if asked.after is not None:
        found = found.filter(file_number__lt=asked.after)
    rows = list(found[: PAGE + 1])
    shown = rows[:PAGE]
    return shown, str(shown[-1].file_number) if len(rows) > PAGE else ""


def as_of() -> datetime | None:
    """When the newest filing was received by the FEC; None where that is known of none.

    Filings come all day, long after the last bulk file was loaded.
    """
    known = Filing.objects.filter(received_at__isnull=False).order_by("-received_at")
    return known.values_list("received_at", flat=True).first()


def newest(limit: int = 10) -> list[Filing]:
    """The newest filings that count."""
    found = Filing.objects.counting().filter(is_paper=False)
    found = found.defer("cover", "checks", "free_text", "rows_by_type")
    return list(found.order_by("-file_number")[:limit])

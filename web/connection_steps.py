"""The steps of a connection's path as lines of a page: words, and the addresses of their rows."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from expenditures.connections.evidence import Party, Step
from filings import codes
from filings.models import Election, Linkage
from web import words
from web.employers import employer_path
from web.filing_sources import Source, filings_here, sources
from web.templatetags.figures import race_url


@dataclass(frozen=True)
class Named:
    """Somebody in a connection as a page names them: a name, and an address that may be empty."""

    name: str
    url: str
    kind: str
    key: str
    place: str = ""


@dataclass(frozen=True)
class Known:
    """What is read once for all paths of a page.

    races: by id as text; here: the filings that have a page; campaigns: the committee of a cycle's
    candidate who has one alone, by (cycle, candidate).
    """

    races: dict[str, Election] = field(default_factory=dict)
    here: frozenset[int] = frozenset()
    campaigns: dict[tuple[int, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """A step with its two ends, the address of its rows, and what else is said of it."""

    step: Step
    source: Named
    target: Named
    url: str
    spelled: tuple[str, ...] = ()
    filings: tuple[Source, ...] = ()

    @property
    def side(self) -> str:
        """ "for" or "against", of spending."""
        return "for" if self.step.kind == "spent_for" else "against"

    @property
    def elections(self) -> list[str]:
        """The election codes of its rows in words."""
        return [
            f"{code} ({codes.election_words(code)})" if code else "none" for code in self.step.codes
        ]


def named(party: Party, cycle: int, races: dict[str, Election]) -> Named:
    """A party with its page."""
    name, url, place, key = party.name, "", "", party.key
    asked = f"?cycle={cycle}"
    if party.kind == "committee":
        url = reverse("committee", args=[key]) + asked
    elif party.kind == "candidate":
        name, url = words.person(name), reverse("candidate", args=[key]) + asked
    elif party.kind == "industry":
        url = reverse("industry", args=[key]) + asked
    elif party.kind == "organization":
        url = employer_path(key)
    elif party.kind == "person":
        name = words.person(name)
        match, _, place = key.rpartition(" ")
        # Without a ZIP code it is a name as filed, of somebody who has no page.
        is_donor = bool(match) and place.isdecimal() and len(place) == 5
        url = reverse("donor", args=[f"{match}-{place}"]) if is_donor else ""
        place = place if is_donor else ""
    elif key in races:
        url = race_url(races[key])
    return Named(name, url, party.kind, key, place)


def know(paths: list[tuple[int, tuple[Step, ...]]], races: dict[str, Election]) -> Known:
    """What the lines of these paths need, in two queries at most; each path is with its cycle."""
    numbers = {number for _, steps in paths for step in steps for number in step.filings}
    here = filings_here(numbers)
    wanted = {
        (cycle, step.target.key)
        for cycle, steps in paths
        for step in steps
        if step.kind == "gave_candidate"
        and step.source.kind != "committee"
        and not here.issuperset(step.filings)
    }
    return Known(races, here, _campaigns(wanted) if wanted else {})


def _campaigns(wanted: set[tuple[int, str]]) -> dict[tuple[int, str], str]:
    rows = Linkage.objects.filter(
        cycle__in={cycle for cycle, _ in wanted},
        candidate_id__in={candidate_id for _, candidate_id in wanted},
        designation__in=("P", "A"),
    ).values_list("cycle", "candidate_id", "committee_id")
    found: dict[tuple[int, str], set[str]] = {}
    for cycle, candidate_id, committee_id in rows:
        found.setdefault((cycle, candidate_id), set()).add(committee_id)
    # Of several committees none can be said to have made a filing.
    return {key: min(ids) for key, ids in found.items() if len(ids) == 1}


def lines(steps: tuple[Step, ...], cycle: int, known: Known) -> list[Line]:
    """The steps in their order."""
    return [
        Line(
            step,
            named(step.source, cycle, known.races),
            named(step.target, cycle, known.races),
            rows_url(step, cycle, steps),
            step.names if len(step.names) > 1 else (),
            sources(_filer(step, cycle, known), step.filings, known.here),
        )
        for step in steps
    ]


def _filer(step: Step, cycle: int, known: Known) -> str:
    """The committee whose filings say so; "" where several may have, as of two that share."""
    if step.kind in {"gave", "passed", "received"}:
        return step.target.key if step.target.kind == "committee" else ""
    if step.kind == "shares":
        return ""
    if step.source.kind == "committee":
        return step.source.key
    return known.campaigns.get((cycle, step.target.key), "")


def rows_url(step: Step, cycle: int, path: tuple[Step, ...] = ()) -> str:
    """The address of the rows that a step's amount adds up; empty where no rows do."""
    coded = ",".join(code or "none" for code in step.codes)
    asked: dict[str, object] = {"cycle": cycle}
    spellings = [f"={name}" for name in step.names]
    if step.kind in {"gave", "received"} and step.source != step.target:
        asked |= {
            "line": "people_net",
            "name": spellings,
            "zip": step.zip,
            "until": step.until or "",
        }
        return _address("committee_rows", step.target.key, asked)
    if step.kind == "passed":
        giver = {"name": spellings, "giver": "none"} if spellings else {"giver": step.source.key}
        asked |= {"line": "committees_net", **giver, "until": step.until or ""}
        return _address("committee_rows", step.target.key, asked)
    if step.kind == "gave_candidate" and step.source.kind == "committee":
        asked |= {"channel": "gifts", "spender": step.source.key}
        return _address("candidate_rows", step.target.key, asked)
    if step.kind == "gave_candidate":
        asked |= {"channel": "people_net", "name": spellings, "zip": step.zip}
        return _address("candidate_rows", step.target.key, asked | {"election": coded})
    if step.kind == "staff_gave_candidate":
        asked |= {"channel": "people_net", "employer": spellings}
        return _address("candidate_rows", step.target.key, asked)
    if step.kind in {"spent_for", "spent_against"}:
        asked |= {"channel": f"independent_{step.kind.removeprefix('spent_')}"}
        asked |= {"spender": step.source.key, "election": coded}
        return _address("candidate_rows", step.target.key, asked)
    if step.kind == "industry_gave":
        asked |= {"channel": "given", "industry": step.source.key}
        return _address("candidate_rows", step.target.key, asked)
    if step.kind == "industry_funds":
        attacked = next((one.target.key for one in path if one.kind == "spent_against"), "")
        asked |= {"candidate": attacked, "side": "against", "election": coded}
        return _address("trace", step.target.key, asked) + "#industries"
    return ""


def _address(name: str, identifier: str, values: dict[str, object]) -> str:
    pairs = [(key, value) for key, value in values.items() if value not in ("", [])]
    return f"{reverse(name, args=[identifier])}?{urlencode(pairs, doseq=True)}"

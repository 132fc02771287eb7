"""Pages near an address that leads nowhere: the same thing under another id, or names like it."""

import re
from dataclasses import dataclass, field

from django.contrib.postgres.search import TrigramWordSimilarity
from django.urls import reverse

from filings import codes
from filings.models import Candidate, Committee, Election
from web import subjects, words
from web.subjects import Subject

SHOWN = 8
_CANDIDATE = re.compile(r"[HSP][0-9A-Z]{8}")
_COMMITTEE = re.compile(r"C?0*([0-9]{1,8})")
_FILING = re.compile(r"(?:FEC-?)?([0-9]{1,10})")
_RACE = re.compile(
    r"/races/(?P<cycle>[0-9]{4})/(?P<office>[^/]+)/(?P<state>[^/]+)(?:/(?P<district>[^/]+))?"
    r"(?:/special-(?P<special>[0-9]{4}))?/?"
)


@dataclass(frozen=True)
class Near:
    """What may have been meant: where to go at once ("" for nowhere), and pages to choose from."""

    redirect: str = ""
    asked: str = ""
    pages: list[Subject] = field(default_factory=list)


def read(path: str) -> Near:
    """What an address that leads nowhere may have meant.

    An id of the wrong kind, in small letters, or without its zeros leads on to its page; a race
    under another spelling of its parts does too.
    """
    if not path.isprintable() or len(path) > 300:
        return Near()
    parts = [part for part in path.split("/") if part]
    if len(parts) < 2:
        return Near()
    if parts[0] in {"candidates", "committees"}:
        return _registered(parts[0], parts[1].strip()[:60], is_page=len(parts) == 2)
    if parts[0] == "filings" and len(parts) == 2 and (found := _FILING.fullmatch(parts[1].upper())):
        subject = subjects.find("filing", found[1])
        return Near(redirect=subject.path) if subject and subject.path != path else Near()
    if parts[0] == "races":
        return _races(path)
    return Near()


def _registered(list_name: str, asked: str, *, is_page: bool) -> Near:
    text = asked.upper().replace(" ", "")
    if is_page:
        kinds = ["candidate"] if _CANDIDATE.fullmatch(text) else []
        digits = _COMMITTEE.fullmatch(text)
        key = f"C{int(digits[1]):08}" if digits else text
        kinds += ["committee"] if digits else []
        for kind in kinds:
            found = subjects.find(kind, key)
            # What stands at the address itself was not found for another reason.
            if found and not found.path.endswith(f"/{list_name}/{asked}/"):
                return Near(redirect=found.path)
    if not any(letter.isdigit() for letter in text):
        return Near(asked=asked, pages=_named(asked))
    near: list[Subject] = []
    if list_name == "candidates" and len(text) >= 4:
        # The first four signs of a candidate's id are the office, a digit of the year, the state;
        # the next two the district.
        for length in (6, 4):
            alike = Candidate.objects.filter(pk__startswith=text[:length])
            near = [subjects.candidate(one) for one in alike.order_by("-newest_cycle")[:SHOWN]]
            if near:
                break
    elif len(text) >= 6:
        ids = Committee.objects.filter(pk__startswith=text[:-2]).order_by("pk")
        near = [subjects.committee(one) for one in ids[:SHOWN]]
    return Near(asked=asked, pages=near)


def _named(asked: str) -> list[Subject]:
    """Candidates and committees whose names are spelled nearly as a word of the address."""
    text = asked.replace("-", " ").replace("_", " ")
    nearness = TrigramWordSimilarity(text, "name")
    people = Candidate.objects.filter(name__trigram_word_similar=text)
    groups = Committee.objects.filter(name__trigram_word_similar=text)
    order, most = (nearness.desc(), "name"), SHOWN // 2
    found = [subjects.candidate(one) for one in people.order_by(*order)[:most]]
    return found + [subjects.committee(one) for one in groups.order_by(*order)[:most]]


def _races(path: str) -> Near:
    match = _RACE.fullmatch(path)
    if match is None:
        return Near()
    office = match["office"].lower()
    office = {"h": "house", "s": "senate", "p": "president"}.get(office, office)
    state = match["state"].upper()
    district = match["district"] or "00"
    cycle = int(match["cycle"]) + int(match["cycle"]) % 2
    key = f"{cycle}/{office}/{state}/{district}"
    if match["special"]:
        key += f"/special-{match['special']}"
    found = subjects.find("race", key)
    if found and found.path != path:
        return Near(redirect=found.path)
    if state not in codes.STATES:
        return Near(asked=path)
    near = Election.objects.filter(state=state, office=words.OFFICE_PATHS.get(office, "H"))
    if office == "house" and district.isdecimal() and district.isascii():
        # The same seat in other cycles, and its special elections.
        of_seat = near.filter(district=district.zfill(2))
        near = of_seat if of_seat.exists() else near.filter(cycle=cycle)
    listed = near.order_by("-cycle", "district", "special_year")[:SHOWN]
    return Near(asked=path, pages=[subjects.race(one) for one in listed])


def list_of(path: str) -> tuple[str, str]:
    """The list that an address belongs to: its words and its path; the front page for others."""
    first = path.strip("/").partition("/")[0]
    lists = {
        "candidates": "All candidates",
        "races": "All races",
        "industries": "All industries",
        "donors": "The donor search",
        "employers": "All employers",
        "filings": "All filings",
        "expenditures": "All independent expenditures",
    }
    if first in lists:
        return lists[first], reverse(first)
    return "The front page", reverse("home")

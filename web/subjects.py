"""What a page is about, by kind and key: for notes, citations, feeds, and cards.

A key is what the page's address has: an id, a slug, "2018/house/CA/34/special-2017" for a race, a
filing's number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from donations.models import Industry, Organization
from filings.models import Candidate, Committee, Election, Filing
from web import donor_identity, employers, words

if TYPE_CHECKING:
    from web.donor_identity import Donor

# Pages that show a cycle at a time; a race and a filing are of one cycle by themselves.
WITH_CYCLES = frozenset({"candidate", "committee", "donor", "employer", "industry"})
_LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Subject:
    """A thing with a page: its name, and the page's path ("" where it has none)."""

    kind: str
    key: str
    name: str
    path: str
    cycle: int = 0

    def address(self, cycle: int | None = None) -> str:
        """The page's path with the cycle that it shows, where it has several."""
        if cycle and self.kind in WITH_CYCLES:
            return f"{self.path}?{urlencode({'cycle': cycle})}"
        return self.path


def candidate(found: Candidate) -> Subject:
    """A candidate as the subject of a page."""
    name = words.person(found.name) or found.pk
    return Subject("candidate", found.pk, name, reverse("candidate", args=[found.pk]))


def committee(found: Committee) -> Subject:
    """A committee as the subject of a page."""
    return Subject(
        "committee", found.pk, found.name or found.pk, reverse("committee", args=[found.pk])
    )


def race_key(election: Election) -> str:
    """The key of a race: its address without the first part."""
    office = words.PATHS_OF_OFFICE[election.office]
    key = f"{election.cycle}/{office}/{election.state}/{election.district}"
    return f"{key}/special-{election.special_year}" if election.special_year else key


def race(found: Election) -> Subject:
    """A race as the subject of a page."""
    name = f"{found.label}, {found.special_year or found.cycle}"
    key = race_key(found)
    return Subject("race", key, name, f"{reverse('races')}{key}/", found.cycle)


def industry(found: Industry) -> Subject:
    """An industry as the subject of a page."""
    return Subject("industry", found.slug, found.name, reverse("industry", args=[found.slug]))


def filing(found: Filing) -> Subject:
    """A filing as the subject of a page."""
    filer = found.filer_name or found.committee_id
    return Subject(
        "filing",
        str(found.pk),
        f"{filer}, filing {found.pk}",
        reverse("filing", args=[found.pk]),
        found.cycle,
    )


def donor(found: "Donor") -> Subject:
    """A donor as the subject of a page."""
    return Subject("donor", found.slug, found.name, slug_path("donor", found.slug))


def employer(found: Organization) -> Subject:
    """An employer as the subject of a page."""
    slug = employers.slug_of(found.form)
    name = found.name or words.person(found.form)
    return Subject("employer", slug, name, slug_path("employer", slug))


def slug_path(name: str, *parts: str) -> str:
    """The path of an address by its name; "" for what has none."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""


def find_race(key: str) -> Election | None:
    """The race of a key; None where there is none."""
    parts = key.strip("/").split("/")
    special = parts.pop() if len(parts) == 5 else ""
    year = special.removeprefix("special-")
    if len(parts) != 4 or (special and not (special != year and _is_year(year))):
        return None
    cycle, office, state, district = parts
    if not _is_year(cycle) or not district.isascii() or not district.isdecimal():
        return None
    return Election.objects.filter(
        cycle=int(cycle),
        office=words.OFFICE_PATHS.get(office.lower(), ""),
        state=state.upper(),
        district=district.zfill(2),
        special_year=int(year) if special else 0,
    ).first()


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) == 4


def _find_candidate(key: str) -> Subject | None:
    found = Candidate.objects.filter(pk=key.upper()).first()
    return candidate(found) if found else None


def _find_committee(key: str) -> Subject | None:
    found = Committee.objects.filter(pk=key.upper()).first()
    return committee(found) if found else None


def _find_race(key: str) -> Subject | None:
    found = find_race(key)
    return race(found) if found else None


def _find_industry(key: str) -> Subject | None:
    found = Industry.objects.filter(slug=key.lower()).first()
    return industry(found) if found else None


def _find_filing(key: str) -> Subject | None:
    bare = key.removeprefix("-")
    if not (bare.isascii() and bare.isdecimal()) or int(bare) > _LARGEST:
        return None
    found = Filing.objects.filter(pk=int(key)).only("filer_name", "committee_id", "cycle").first()
    return filing(found) if found else None


def _find_donor(key: str) -> Subject | None:
    alias = donor_identity.read_slug(key)
    found = donor_identity.find(alias) if alias else None
    return donor(found) if found else None


def _find_employer(key: str) -> Subject | None:
    found = employers.find(key)
    return employer(found) if found and employers.is_employer(found) else None


_FINDERS: dict[str, Callable[[str], Subject | None]] = {
    "candidate": _find_candidate,
    "committee": _find_committee,
    "donor": _find_donor,
    "employer": _find_employer,
    "race": _find_race,
    "industry": _find_industry,
    "filing": _find_filing,
}


def find(kind: str, key: str) -> Subject | None:
    """The subject of a kind and key; None where there is no such page."""
    finder = _FINDERS.get(kind)
    if finder is None or not key.isprintable() or len(key) > 200:
        return None
    return finder(key.strip())

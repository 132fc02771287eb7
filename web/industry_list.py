"""The industries, and the classes of donors that are none, as they were last taken in."""

from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.text import slugify

from donations.models import Industry
from web.caching import remember

NOT_CLASSED = "not-classed"
NOT_GIVEN = "not-given"
# The four kinds in which every dollar stands once, with their words, in the order of the pages.
TAGGED, NO_INDUSTRY, NO_EMPLOYER, UNTAGGED = "industry", "none", "not-given", "not-classed"
KINDS = {
    TAGGED: "In an industry",
    NO_INDUSTRY: "Not an industry",
    NO_EMPLOYER: "Employer not given",
    UNTAGGED: "Not yet classed",
}
# As a sector in the address of a search: all of them but the classes that are no industry.
ANY_SECTOR = "any-industry"


@dataclass(frozen=True)
class Known:
    """An industry or a class, and what pages say of it."""

    id: int
    slug: str
    name: str
    sector: str
    is_industry: bool
    position: int

    @property
    def sector_slug(self) -> str:
        """The sector as it stands in an address."""
        return slugify(self.sector)

    @property
    def kind(self) -> str:
        """Which of KINDS it belongs to."""
        if self.is_industry:
            return TAGGED
        return self.slug if self.slug in {NOT_GIVEN, NOT_CLASSED} else NO_INDUSTRY


@dataclass(frozen=True)
class Sector:
    """A sector and its industries, in the order of the list."""

    slug: str
    name: str
    industries: tuple[Known, ...]


def read() -> list[Known]:
    """All industries and classes, in the order of the list."""
    columns = ("id", "slug", "name", "sector", "is_industry", "position")
    return [Known(*row) for row in Industry.objects.order_by("position").values_list(*columns)]


def known(version: int) -> list[Known]:
    """All industries and classes, kept until the next load."""
    return remember("industry-list", version, read)


def sectors(listed: list[Known]) -> list[Sector]:
    """The sectors in the order of the list, the classes that are no industry last."""
    grouped: dict[str, list[Known]] = {}
    for one in listed:
        grouped.setdefault(one.sector, []).append(one)
    return [Sector(slugify(name), name, tuple(found)) for name, found in grouped.items()]


def matching(listed: list[Known], industries: tuple[str, ...], sector: tuple[str, ...]) -> set[int]:
    """The ids of those named, or in a sector named."""
    return {
        one.id
        for one in listed
        if one.slug in industries
        or one.sector_slug in sector
        or (ANY_SECTOR in sector and one.is_industry)
    }


def named(listed: list[Known], words: tuple[str, ...], most: int = 8) -> list[Known]:
    """Industries in whose name each of the words begins one."""
    wanted = [word.lower() for word in words if word]
    found = [
        one
        for one in listed
        if all(
            any(part.startswith(word) for part in slugify(one.name).split("-")) for word in wanted
        )
    ]
    return found[:most] if wanted else []


def nearest(listed: list[Known], asked: str, most: int = 5) -> list[Known]:
    """Industries whose slug or name is near what was asked for, the nearest first."""
    wanted = slugify(asked)
    words = {word for word in wanted.split("-") if len(word) > 2}
    close = get_close_matches(wanted, [one.slug for one in listed], n=most, cutoff=0.6)
    # A word in common says more than letters in common.
    shared = sorted(
        (one for one in listed if words & set(f"{one.slug}-{slugify(one.name)}".split("-"))),
        key=lambda one: -len(words & set(f"{one.slug}-{slugify(one.name)}".split("-"))),
    )
    by_slug = {one.slug: one for one in listed}
    found = [*shared, *(by_slug[slug] for slug in close)]
    return list(dict.fromkeys(found))[:most]

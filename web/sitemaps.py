"""The sitemap and robots.txt: what search engines shall look at, and what to leave alone."""

from collections.abc import Iterable
from urllib.parse import quote

from django.contrib.sitemaps import Sitemap
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from donations.models import Industry, Organization
from expenditures.models import Connection
from filings.models import Candidate, Committee, Election
from web import employers
from web.context import freshness
from web.subjects import race_key, slug_path

# As many as the protocol lets a file have.
MOST = 50_000
# Searches are without end, and rows, files and pictures are of the pages that are listed.
_NOT_CRAWLED = (
    "/admin/",
    "/*?*after=",
    "/*?*page=",
    "/*/rows/",
    "/candidates/?",
    "/charts/",
    "/cite/",
    "/committees/*?*line=",
    "/connections/?",
    "/connections.csv",
    "/corrections/",
    "/donors/?",
    "/donors.csv",
    "/expenditures/?",
    "/expenditures.csv",
    "/exports/",
    "/filings/?",
    "/races/?",
    "/search/",
)


class _Map(Sitemap):
    """Pages of one kind: paths alone, so that a file of 50,000 is one narrow query."""

    limit = MOST

    def location(self, item: str) -> str:
        """The page's path."""
        return item


class Fixed(_Map):
    """The pages that there are whatever is loaded."""

    def items(self) -> list[str]:
        """Their paths."""
        names = (
            "home", "candidates", "races", "donors", "employers", "industries", "expenditures",
            "connections", "filings", "methodology", "data", "status",
        )  # fmt: skip
        return [path for name in names if (path := slug_path(name))]


class Candidates(_Map):
    """Candidates."""

    def items(self) -> Iterable[str]:
        """Their ids, in an order that pages keep."""
        return Candidate.objects.order_by("pk").values_list("pk", flat=True)

    def location(self, item: str) -> str:
        """The page's path."""
        return f"/candidates/{quote(item)}/"


class Committees(_Map):
    """Committees."""

    def items(self) -> Iterable[str]:
        """Their ids, in an order that pages keep."""
        return Committee.objects.order_by("pk").values_list("pk", flat=True)

    def location(self, item: str) -> str:
        """The page's path."""
        return f"/committees/{quote(item)}/"


class Races(Sitemap):
    """Races."""

    limit = MOST

    def items(self) -> Iterable[Election]:
        """The races, in an order that pages keep."""
        return Election.objects.order_by("pk").defer("dates", "basis")

    def location(self, item: Election) -> str:
        """The page's path."""
        return f"/races/{race_key(item)}/"


class Industries(_Map):
    """Industries."""

    def items(self) -> Iterable[str]:
        """Their paths."""
        return Industry.objects.order_by("pk").values_list("slug", flat=True)

    def location(self, item: str) -> str:
        """The page's path."""
        return reverse("industry", args=[item])


class Employers(_Map):
    """Employers: organizations that belong to no other, and whose name is fit for an address."""

    def items(self) -> Iterable[str]:
        """Their normal forms."""
        found = Organization.objects.filter(
            employers.IS_EMPLOYER,
            Q(parent=None) | Q(parent=F("pk")),
            form__regex=r"^[A-Z0-9]+( [A-Z0-9]+)*$",
        )
        return found.order_by("pk").values_list("form", flat=True)

    def location(self, item: str) -> str:
        """The page's path."""
        return f"/employers/{employers.slug_of(item)}/"


class Connections(_Map):
    """Connections that the public may see, each at its own address."""

    def items(self) -> Iterable[str]:
        """Their slugs, in an order that pages keep."""
        return Connection.objects.shown().order_by("pk").values_list("slug", flat=True)

    def location(self, item: str) -> str:
        """The page's path."""
        return reverse("connection", args=[item])


SITEMAPS = {
    "pages": Fixed,
    "candidates": Candidates,
    "committees": Committees,
    "races": Races,
    "industries": Industries,
    "employers": Employers,
    "connections": Connections,
}


def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt; an invented sample is for nobody's search engine."""
    if freshness().is_sample:
        lines = ["User-agent: *", "Disallow: /"]
    else:
        sitemap = request.build_absolute_uri(reverse("sitemap"))
        lines = [
            "User-agent: *",
            *(f"Disallow: {path}" for path in _NOT_CRAWLED),
            "",
            f"Sitemap: {sitemap}",
        ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")

"""Money by industry over whole loaded cycles: its parts add up to the totals beside it, and each
figure to the rows that it leads to."""

import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.db import connection
from django.test import Client

from donations.models import CandidateTotal, CommitteeTotal, IndustryMonth
from tests.sample_loaded import Loaded, loader, real_2020, sample  # noqa: F401 (fixtures)
from web import context, industries, industry_list, industry_page

# ruff: noqa: F811
CHANNELS = {
    "individuals_itemized": "people",
    "committees": "committees",
    "party": "committees",
}


def open_site(loaded: Loaded, blocker: object, settings: LazySettings) -> Iterator[None]:
    """The site on another database."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    before = connection.settings_dict["NAME"]
    with blocker.unblock():  # type: ignore[attr-defined]
        connection.close()
        connection.settings_dict["NAME"] = loaded.conninfo.rpartition("/")[2]
        context.forget()
        cache.clear()
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before
            context.forget()


@pytest.fixture
def site(sample: Loaded, django_db_blocker: object, settings: LazySettings) -> Iterator[None]:
    yield from open_site(sample, django_db_blocker, settings)


@pytest.fixture
def real(real_2020: Loaded, django_db_blocker: object, settings: LazySettings) -> Iterator[None]:
    yield from open_site(real_2020, django_db_blocker, settings)


def adds_up(cycle: int, most: int) -> None:
    """Breakdowns of candidates and committees equal their channels and lines to the cent."""
    listed = industry_list.read()
    expected: dict[str, dict[str, Decimal]] = {}
    for total in CandidateTotal.objects.filter(cycle=cycle, channel__in=CHANNELS):
        money = expected.setdefault(
            total.candidate_id, dict.fromkeys(CHANNELS.values(), Decimal(0))
        )
        money[CHANNELS[total.channel]] += total.amount or 0
    assert len(expected) > 2
    for candidate_id in sorted(expected)[:most]:
        found = industries.of_candidate(candidate_id, cycle, listed)
        for part, amount in expected[candidate_id].items():
            assert getattr(found.whole, part) == amount, candidate_id
            assert sum(getattr(kind.money, part) for kind in found.kinds) == amount
        assert sum(line.money.total for line in found.largest) == found.tagged.total
        shares = [kind.share for kind in found.kinds]
        assert shares == [None] * 4 or sum(shares) == 100, candidate_id  # type: ignore[arg-type]
    lines: dict[str, dict[str, Decimal]] = {}
    for line in CommitteeTotal.objects.filter(
        cycle=cycle, source__in=["indiv", "oth"], counted_as__in=["individual", "committee"]
    ):
        money = lines.setdefault(
            line.committee_id, {"individual": Decimal(0), "committee": Decimal(0)}
        )
        money[line.counted_as] += line.amount
    for committee_id in sorted(lines)[:most]:
        whole = industries.of_committee(committee_id, cycle, listed).whole
        assert whole.people == lines[committee_id]["individual"], committee_id
        assert whole.committees == lines[committee_id]["committee"], committee_id
    overview = industry_page.overview(cycle, listed)
    for column, counted_as in (("people", "individual"), ("committees", "committee")):
        whole_cycle = sum(money[counted_as] for money in lines.values())
        assert getattr(overview.whole, column) == whole_cycle


def figures(page: str) -> list[tuple[str, str]]:
    """The addresses and amounts of the linked figures by industry."""
    found = re.findall(r'href="([^"]*(?:industry|sector)=[^"]*)">([−$\d,.]+)<', page)
    return [(unescape(address), amount) for address, amount in found]


def leads(client: Client, address: str, amount: str) -> None:
    """A figure's address shows the same sum."""
    page = client.get(address)
    assert page.status_code == 200, address
    lede = page.content.decode().partition('class="lede"')[2].partition("</p>")[0]
    said = re.search(r"([−$\d,.]*\d)(?: net|, as of)", re.sub(r"<[^>]+>", "", lede))
    assert said, (address, lede)
    assert said[1].removesuffix(".00") == amount, (address, lede)


def test_the_sample_s_breakdowns_are_its_channels(site: None) -> None:
    adds_up(2018, 10_000)


@pytest.mark.fec
def test_the_real_files_breakdowns_are_their_channels(real: None) -> None:
    adds_up(2020, 700)


def follow(client: Client, pages: list[str], most: int) -> None:
    checked = 0
    for address in pages:
        page = client.get(address)
        assert page.status_code == 200, address
        # Spread over the page, as each asks for a page of its own.
        found = figures(page.content.decode())
        for link, amount in found[:: 1 + len(found) // most]:
            leads(client, link, amount)
            checked += 1
    assert checked > len(pages)


def test_each_figure_of_the_sample_leads_to_its_rows(site: None, client: Client) -> None:
    candidates = CandidateTotal.objects.filter(channel__in=CHANNELS).order_by("candidate_id")
    committees = CommitteeTotal.objects.filter(counted_as="individual").order_by("committee_id")
    pages = ["/industries/"]
    pages += [
        f"/candidates/{one}/"
        for one in candidates.values_list("candidate_id", flat=True).distinct()
    ]
    pages += [
        f"/committees/{one}/"
        for one in committees.values_list("committee_id", flat=True).distinct()[:10]
    ]
    pages += ["/races/2018/house/CA/99/special-2017/", "/races/2018/house/CA/99/"]
    slugs = IndustryMonth.objects.order_by("industry__slug").values_list(
        "industry__slug", flat=True
    )
    pages += [f"/industries/{slug}/" for slug in slugs.distinct()]
    follow(client, pages, 5)


@pytest.mark.fec
def test_each_figure_of_the_real_files_leads_to_its_rows(real: None, client: Client) -> None:
    pages = ["/industries/", "/industries/pharmaceuticals/", "/candidates/S4CO00395/"]
    follow(client, pages, 15)


def test_every_industry_of_the_sample_has_a_page(site: None, client: Client) -> None:
    for one in industry_list.read():
        page = client.get(f"/industries/{one.slug}/")
        assert page.status_code == 200, one.slug
        assert "are invented" in page.content.decode()


def test_a_list_of_every_industry_leads_to_all_of_the_rows(site: None, client: Client) -> None:
    """The list is some 2,500 characters long; a part of it would be another sum."""
    slugs = ",".join(one.slug for one in industry_list.read())
    address = "/candidates/H8CA99012/rows/?cycle=2018&channel=gifts"
    whole = client.get(address).content.decode()
    listed = client.get(f"{address}&industry={slugs}").content.decode()
    amount = re.search(r"\$[\d,.]+", re.sub(r"<[^>]+>", " ", whole.partition("<h1")[2]))
    assert amount is not None
    assert amount[0] in re.sub(r"<[^>]+>", " ", listed.partition("<h1")[2])
    assert client.get(f"{address}&industry={slugs},no-such").status_code == 404
    assert client.get(f"{address}&industry={'x' * 7000}").status_code == 404

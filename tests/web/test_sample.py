"""All pages of the invented sample, as loaded: every figure is what its rows add up to."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from donations.models import CandidateTotal, CommitteeTotal
from filings.models import Candidate, Committee, Election
from sample import story
from tests.sample_loaded import Loaded, loader, sample  # noqa: F401 (fixtures)
from web import behind, committee_page, context
from web.paging import Part
from web.templatetags.figures import race_url


@pytest.fixture
def site(sample: Loaded, django_db_blocker: object, settings: LazySettings) -> Iterator[Path]:  # noqa: F811
    """The site on the sample's database; gives the folder of the sample's files."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connection.close()
        connection.settings_dict["NAME"] = sample.conninfo.rpartition("/")[2]
        context.forget()
        try:
            yield sample.folder
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before
            context.forget()


def added_up(parts: list[Part]) -> tuple[int, Decimal]:
    """Count and sum of rows, one by one, each once."""
    lines = [part.present(row) for part in parts for row in part.rows]
    assert len({line.id for line in lines}) == len(lines)
    return len(lines), sum((line.amount for line in lines), Decimal(0))


def test_each_channel_of_each_candidate_is_the_sum_of_the_rows_behind_it(site: Path) -> None:
    totals = CandidateTotal.objects.exclude(channel="individuals_unitemized")
    assert totals.count() > 40
    wrong = [
        (str(total), total.rows, found)
        for total in totals
        if (found := added_up(behind.channel_parts(total.candidate_id, total.cycle, total.channel)))
        != (total.rows, total.amount)
    ]
    assert not wrong
    # Every channel there is occurs in the sample, so that each is checked.
    seen = set(totals.values_list("channel", flat=True)) | {"individuals_unitemized"}
    assert behind.CHANNELS.keys() - seen <= {"communication_against"}


def test_each_line_of_each_committee_is_the_sum_of_the_rows_behind_it(site: Path) -> None:
    wrong, checked = [], 0
    for committee in Committee.objects.filter(pk__in=CommitteeTotal.objects.values("committee_id")):
        for line in committee_page.money_lines(committee, story.CYCLE):
            parts = behind.line_parts(committee.pk, story.CYCLE, line.name, line.source)
            if line.name == "memo" and line.source == "oppexp":
                continue
            checked += 1
            if added_up(parts) != (line.rows, line.amount):
                wrong.append((committee.pk, line, added_up(parts)))
    assert checked > 100
    assert not wrong


def streets(folder: Path) -> set[str]:
    """Every street address that the sample's files have."""
    columns = {"cn.txt": (10, 11), "cm.txt": (3, 4)}
    found = set()
    for path in (folder / "bulk-downloads").rglob("*"):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    for line in archive.read(name).decode("utf-8", "replace").splitlines():
                        fields = line.split("|")
                        found |= {fields[at] for at in columns.get(name, ()) if at < len(fields)}
        elif path.suffix == ".csv":
            text = io.StringIO(path.read_text())
            for row in csv.DictReader(text):
                found.add(row.get("PAYEE_STREET") or row.get("pay_street") or "")
    return {street for street in found if len(street) > 5}


def test_every_page_answers_is_marked_as_invented_and_shows_no_street(
    site: Path, client: Client
) -> None:
    secret = streets(site)
    assert len(secret) > 10
    addresses = ["/", "/candidates/", "/races/", "/status/", "/methodology/", "/search/?q=a"]
    addresses += [f"/candidates/{pk}/" for pk in Candidate.objects.values_list("pk", flat=True)]
    addresses += [f"/committees/{pk}/" for pk in Committee.objects.values_list("pk", flat=True)]
    addresses += [race_url(election) for election in Election.objects.all()]
    seen = set()
    while addresses:
        address = addresses.pop()
        if address in seen:
            continue
        seen.add(address)
        response = client.get(address)
        assert response.status_code == 200, address
        page = response.content.decode()
        assert "on this site are invented" in page, address
        assert not {street for street in secret if street in page}, address
        # The rows behind every figure that a page links to.
        path = address.partition("?")[0]
        links = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]*)"', page)]
        if "/rows/" not in path:
            # A spread of them: test_figures.py follows more, and adds them up.
            behind_figures = [link for link in links if "/rows/" in link or "/rejects/" in link]
            addresses += behind_figures[:: max(1, len(behind_figures) // 3)]
        if "/donors/" not in path and ("By name" in page or 'class="long">DOE' in page):
            assert "30111(a)(4)" in page.partition("<footer")[0]
    assert len(seen) > 250


def test_the_attackers_main_funder_stands_beside_the_attack(site: Path, client: Client) -> None:
    special = client.get("/races/2018/house/CA/99/special-2017/").content.decode()
    assert story.FUNDER_NAME in special
    assert f"/committees/{story.ATTACKER}/" in special
    assert f"/candidates/{story.CANDIDATE_A}/" in special
    page = client.get(f"/candidates/{story.CANDIDATE_A}/?cycle=2018").content.decode()
    assert story.FUNDER_NAME in page
    assert f"${story.COMPANY_TO_ATTACKER:,}" in page


def test_rejected_rows_are_told(site: Path, client: Client) -> None:
    page = client.get("/status/").content.decode()
    found = re.search(r'href="(/status/loads/\d+/rejects/)">(\d+)', page)
    assert found
    assert "TRANSACTION_AMT" in "".join(
        client.get(link).content.decode()
        for link in re.findall(r'href="(/status/loads/\d+/rejects/)"', page)
    )

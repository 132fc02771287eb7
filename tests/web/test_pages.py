"""The front page, search, status, methodology, errors, and what all pages have in common."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from unittest import mock

from django.test import Client
from redis.exceptions import ConnectionError as NoRedis

from filings.models import Load
from tests import factories as make
from web import context

Text = Callable[..., str]


# --- the front page ---------------------------------------------------------------------------
def test_an_empty_site_says_how_to_begin(db: None, text: Text) -> None:
    said = text("/")
    assert "Nothing has been loaded yet." in said
    assert "./run import --cycle 2018" in said


def test_the_front_page_has_the_most_money_first(data: None, text: Text) -> None:
    make.load("candidates")
    roe, poe = make.candidate(), make.candidate("H8CA90002", name="POE, PAT")
    make.official(roe, receipts=Decimal("10.25"))
    make.official(poe, receipts=Decimal("2000.50"))
    make.official(poe, file="webl", receipts=Decimal("2000.50"))
    make.race(roe, poe)
    spender = make.committee(name="SPENDER")
    make.independent(spender, roe, "700.50", side="O")
    make.independent(spender, roe, "9000", counts=False, is_memo=True)
    said = text("/")
    assert "reported $0 of independent expenditures for and $700 against" in said or (
        "reported $0 of independent expenditures for and $701 against" in said
    )
    assert "California 90th 2018 2 – $700.50 $700.50" in said
    assert said.index("Pat Poe") < said.index("Richard Roe")
    assert said.count("Pat Poe") == 1
    assert "SPENDER against Richard Roe Mar 16, 2018 $700.50 MAILER filing image" in said
    assert "$9,000" not in said
    assert "Last loaded: " in said


def test_the_front_page_tells_of_running_and_failed_steps(data: None, text: Text) -> None:
    make.load("contributions", status="failed", reason="Broken.")
    make.load("linkages", status="running")
    said = text("/")
    assert "Being loaded now" in said
    assert "failed; the data from before stands" in said


def test_the_front_page_is_kept_until_the_next_load(
    data: None, client: Client, text: Text, django_assert_max_num_queries: Callable
) -> None:
    make.load()
    make.official(make.candidate(), receipts=Decimal("10.25"))
    client.get("/")
    with django_assert_max_num_queries(4):
        client.get("/")
    make.official(make.candidate("H8CA90002", name="POE, PAT"), receipts=Decimal(5))
    assert "Pat Poe" not in text("/")
    make.load()
    assert "Pat Poe" in text("/")


def test_a_cache_that_is_gone_costs_no_page(data: None, text: Text) -> None:
    make.load()
    make.official(make.candidate())
    with (
        mock.patch("web.caching.cache.get", side_effect=NoRedis("gone")),
        mock.patch("web.caching.cache.set", side_effect=NoRedis("gone")),
    ):
        assert "Richard Roe" in text("/")


# --- status -----------------------------------------------------------------------------------
def test_the_status_shows_each_step_with_its_counts(data: None, text: Text) -> None:
    made = make.load(
        rows_in=103, rows_loaded=100, rows_rejected=2, rows_noted=1, inserted=90, changed=4,
        removed=3, unchanged=6, seconds=Decimal("1.25"), source="/srv/fec/indiv18.zip",
    )  # fmt: skip
    said = text("/status/")
    assert "100 rows stand in the tables; 2 rows of the files were rejected" in said
    assert "indiv18.zip" in said
    assert "/srv" not in said
    assert "90 new, 4 changed, 3 removed, 6 as before 2 + 1 field" in said
    make.reject(made)
    listed = text(f"/status/loads/{made.pk}/rejects/")
    assert "itcont.txt 7 TRANSACTION_AMT The amount is no number. left out" in listed
    assert "SECRET STREET" not in listed


def test_a_failed_run_keeps_the_counts_of_what_stands(data: None, text: Text) -> None:
    make.load(rows_loaded=100)
    make.load(
        status="failed",
        reason="Too many rows of /srv/fec/indiv18.zip were rejected.\nDETAIL: 12 SECRET STREET",
        traceback="Traceback: secret",
    )
    said = text("/status/")
    assert "Too many rows of indiv18.zip were rejected." in said
    assert "100" in said
    assert "SECRET STREET" not in said
    assert "Traceback" not in said


def test_the_status_follows_a_running_step_without_scripts(
    data: None, client: Client, text: Text
) -> None:
    make.load(
        status="running", phase="stage", progress_done=25, progress_total=100,
        progress_unit="bytes", heartbeat_at=datetime(2018, 12, 1, tzinfo=UTC),
    )  # fmt: skip
    page = client.get("/status/").content.decode()
    assert '<meta http-equiv="refresh" content="5">' in page
    assert 'value="25"' in page
    assert "stage, 25 of 100 bytes" in text("/status/")
    Load.objects.update(status="loaded", finished_at=datetime(2018, 12, 1, tzinfo=UTC))
    assert "http-equiv" not in client.get("/status/").content.decode()


def test_a_load_without_rejects_says_so(data: None, text: Text) -> None:
    assert "Every row of this load could be read" in text(
        f"/status/loads/{make.load().pk}/rejects/"
    )
    text("/status/loads/0/rejects/", status=404)


# --- in common --------------------------------------------------------------------------------
def test_the_sample_is_marked_as_invented_on_every_page(data: None, client: Client) -> None:
    make.load(is_sample=True)
    roe = make.candidate()
    make.race(roe)
    make.committee()
    for address in (
        "/", "/search/?q=roe", "/candidates/", "/candidates/H8CA90001/", "/committees/C00900001/",
        "/candidates/H8CA90001/rows/?channel=committees", "/races/", "/races/2018/house/CA/90/",
        "/donors/", "/status/", "/methodology/", "/nowhere/",
    ):  # fmt: skip
        page = client.get(address).content.decode()
        assert "All people, committees and money on this site are invented." in page, address


def test_real_data_is_not_marked_as_invented(data: None, client: Client) -> None:
    make.load()
    context.forget()
    assert "invented" not in client.get("/").content.decode()


def test_every_page_has_a_title_a_skip_link_and_the_laws_notice(data: None, client: Client) -> None:
    make.load()
    page = client.get("/methodology/").content.decode()
    assert "<title>How each figure is computed · Finance Tracker</title>" in page
    assert '<a class="skip" href="#content">' in page
    assert "52 U.S.C. 30111(a)(4)" in page


def test_no_page_needs_scripts_or_inline_styles(data: None, client: Client) -> None:
    make.load()
    make.candidate()
    for address in ("/", "/candidates/H8CA90001/", "/status/", "/methodology/"):
        page = client.get(address).content.decode()
        assert not re.search(r"<script(?![^>]* src=)", page)
        assert "style=" not in page


def test_the_methodology_is_the_one_in_docs(client: Client, db: None, text: Text) -> None:
    said = text("/methodology/")
    for words in (
        "memo",
        "15E",
        "24K",
        "24Z",
        "notice",
        "Street addresses of contributors are never",
    ):
        assert words in said


def test_a_page_that_is_not_there_says_what_to_do(db: None, text: Text) -> None:
    said = text("/nowhere/", status=404)
    assert "There is no such page here" in said
    assert "Search with the box above" in said


def test_a_broken_page_says_what_to_do(db: None) -> None:
    client = Client(raise_request_exception=False)
    with mock.patch("web.views.home.data_version", side_effect=RuntimeError("secret")):
        response = client.get("/")
    assert response.status_code == 500
    assert "This page broke" in response.content.decode()
    assert "secret" not in response.content.decode()


def test_the_health_check_answers(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"

"""Pages of connections on the sample: rows behind steps add up; list, pages and CSV agree."""

import csv
import io
import re
from collections.abc import Callable
from decimal import Decimal
from html import unescape
from pathlib import Path

from django.test import Client

from expenditures.connections.evidence import CERTAINTIES, Party, Step
from expenditures.connections.kinds import KINDS
from expenditures.models import Connection, Trace
from filings.models import Filing
from sample import story
from tests import factories as make
from tests.sample_loaded import loader, sample  # noqa: F401 (fixtures)
from tests.web.test_figures import added, stated
from tests.web.test_sample import site  # noqa: F401 (fixture)
from web import connections
from web.connection_steps import rows_url
from web.templatetags.figures import dollars

LIST = f"/connections/?cycle={story.CYCLE}"


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return unescape(response.content.decode())


def exported(client: Client, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/connections.csv?cycle={story.CYCLE}{query}")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    *rows, notice = csv.DictReader(io.StringIO(text, newline=""))
    assert "30111(a)(4)" in notice["cycle"]
    return rows


def test_the_rows_behind_each_step_add_up_to_its_amount(site: Path, client: Client) -> None:  # noqa: F811
    found = Connection.objects.all()
    assert {one.kind for one in found} >= {"rival", "two_routes", "at_limit", "industry", "shared"}
    steps = {
        (line.url, line.step.kind, line.step.amount or Decimal(0), line.step.rows)
        for one in connections.show(list(found))
        for line in one.lines
        if line.url
    }
    kinds = {kind for _, kind, _, _ in steps}
    assert kinds >= {"gave", "gave_candidate", "spent_against", "industry_gave", "industry_funds"}
    wrong = []
    for address, kind, amount, rows in sorted(steps):
        if kind == "industry_funds":
            assert dollars(amount) in body(client, address), address
            continue
        count, total = stated(client, address)
        if total != amount or rows not in {0, count}:
            wrong.append((address, amount, rows, total, count))
    assert not wrong, "\n".join(map(str, wrong))
    # Of what came back the export has negative amounts, as the page has.
    refunded = next(one for one, *_ in steps if "C00990802" in one and "PENNYWELL" in one)
    assert added(client, refunded) == (2, Decimal(25_000))


def test_what_cannot_be_traced_stands_with_each_spender(site: Path, client: Client) -> None:  # noqa: F811
    one = Connection.objects.get(kind="launched")
    trace = Trace.objects.whole().get(committee_id=story.ATTACKER, method="to_date")
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body(client, f"/connections/{one.slug}/")))
    hidden = trace.spent - trace.traced
    assert (
        f"What can’t be traced: of the ${trace.spent:,.2f} that {trace.committee.name} spent for"
        f" and against candidates in the cycle, ${hidden:,.2f} ({100 * hidden / trace.spent:.1f}%)"
        " ends in nobody’s name."
    ) in said


def test_what_a_committee_gave_is_told_with_its_refunds_taken_off(
    data: None, client: Client
) -> None:
    make.load()
    group = make.committee("C00900007")
    for amount, code in (("900", "18K"), ("100", "18G"), ("250.50", "22Z")):
        make.contribution(
            group, amount, name="A PAC", receipt_type=code, contributor_id="C00900008"
        )
    make.contribution(group, "5000", name="B PAC", receipt_type="18K", contributor_id="C00900009")
    step = Step(
        "passed", Party("committee", "C00900008", "A PAC"), Party("committee", group.pk, "G")
    )
    address = rows_url(step, 2018)
    assert stated(client, address) == added(client, address) == (3, Decimal("749.50"))
    assert client.get(address).content.decode().count("−$250.50") == 1
    unfiltered = f"/committees/{group.pk}/rows/?line=committees_net&cycle=2018"
    assert stated(client, unfiltered) == (4, Decimal("5749.50"))


def test_filings_behind_steps_have_pages_here_or_addresses_at_the_fec(site: Path) -> None:  # noqa: F811
    lines = [
        line
        for one in connections.show(list(Connection.objects.all()))
        for line in one.lines
        if line.filings
    ]
    here = set(Filing.objects.values_list("pk", flat=True))
    for line in lines:
        for filing in line.filings:
            assert filing.is_here == (filing.number in here)
            # Of a campaign with several committees none can be named as the filer.
            unnamed = line.step.kind in {"gave_candidate", "shares"} and not filing.address
            assert filing.address.endswith(f"/{filing.number}/") or unnamed, line
    assert any(filing.address for line in lines for filing in line.filings)


def test_the_list_its_kinds_its_pages_and_the_csv_agree(site: Path, client: Client) -> None:  # noqa: F811
    rows = exported(client)
    assert len(rows) == Connection.objects.filter(cycle=story.CYCLE).count()
    scores = [Decimal(row["score"]) for row in rows]
    assert scores == sorted(scores, reverse=True)
    rival = next(row for row in rows if row["kind"] == KINDS["rival"].title)
    assert rival["spender_id"] == story.ATTACKER
    assert rival["spender"] == "NEIGHBORS FOR ACCOUNTABLE GOVERNMENT"
    assert rival["funders"]
    assert rival["for_or_to"]
    assert rival["against"]
    sentences, addresses = [], [LIST]
    while addresses:
        page = body(client, addresses.pop())
        sentences += re.findall(r'<p class="said">(.*?)</p>', page)
        addresses += [unescape(found) for found in re.findall(r'rel="next" href="([^"]*)"', page)]
    assert sentences == [row["sentence"] for row in rows]
    for title in {row["kind"] for row in rows}:
        many = sum(row["kind"] == title for row in rows)
        assert f"{title} ({many})" in page
    for kind in KINDS.values():
        assert {kind.definition, kind.score, *kind.innocent} <= set(
            re.findall(r"<(?:p|li)>(?:Ranked by: )?([^<]*)</", page)
        )
    for said in CERTAINTIES.values():
        assert said in page


def test_narrowing_is_by_kind_place_words_and_who_has_a_part(site: Path, client: Client) -> None:  # noqa: F811
    rows = exported(client)
    thornbury = [row for row in rows if "Thornbury" in row["sentence"]]
    assert {row["sentence"] for row in exported(client, "&q=thornbury")} == {
        row["sentence"] for row in rows if "thornbury" in row["sentence"].casefold()
    }
    assert exported(client, "&kind=rival") == [
        row for row in rows if row["kind"] == KINDS["rival"].title
    ]
    assert exported(client, "&office=H&state=CA")
    assert not exported(client, "&office=P")
    about = "&about=person:thornbury-aldous+95825"
    assert {row["address"] for row in exported(client, about)} >= {
        row["address"] for row in thornbury
    }
    # A donor who is known by two keys has the connections of both.
    both = exported(client, f"{about}&about=committee:{story.ATTACKER}")
    assert len(both) > max(
        len(exported(client, about)), len(exported(client, f"&about=committee:{story.ATTACKER}"))
    ) or {row["address"] for row in both} == {
        row["address"] for row in exported(client, f"&about=committee:{story.ATTACKER}")
    }
    # Other pages of a list are narrowed like the first.
    assert "about=committee" in body(client, f"{LIST}&about=committee:{story.ATTACKER}")
    assert client.get(f"{LIST}&kind=nonsense").status_code == 404


def test_a_connection_has_a_page_of_its_own(site: Path, client: Client) -> None:  # noqa: F811
    one = Connection.objects.filter(kind="rival").order_by("-score")[0]
    page = body(client, f"/connections/{one.slug}/")
    kind = KINDS[one.kind]
    assert one.sentence in page.partition('class="lede"')[2].partition("</p>")[0]
    for said in (kind.definition, *kind.innocent, CERTAINTIES[one.certainty], "First found here"):
        assert said in page
    for party in one.parties.filter(kind="committee"):
        assert f"/committees/{party.key}/" in page
    missing = client.get("/connections/0123456789ab/")
    assert missing.status_code == 404
    assert "have changed since" in missing.content.decode()


def test_pages_of_connections_take_few_queries(
    site: Path,  # noqa: F811
    client: Client,
    django_assert_max_num_queries: Callable,
) -> None:
    client.get(LIST)
    with django_assert_max_num_queries(14):
        client.get(LIST)
    slug = Connection.objects.values_list("slug", flat=True)[0]
    with django_assert_max_num_queries(14):
        client.get(f"/connections/{slug}/")


def test_new_connections_are_in_the_feed_and_the_sitemap(site: Path, client: Client) -> None:  # noqa: F811
    feed = body(client, "/feeds/connections/")
    largest = Connection.objects.order_by("-first_found_at", "-score", "pk")[0]
    assert largest.sentence in feed.partition("<entry>")[2].partition("</entry>")[0]
    maps = body(client, "/sitemap-connections.xml")
    assert maps.count("/connections/") == Connection.objects.count()

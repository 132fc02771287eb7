"""The feed of new filings, sound and broken."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from filings.fec.errors import BadFile
from filings.fec.feed import FeedItem, parse_feed
from tests.efiling_server import Entry, feed

NOON = datetime(2018, 6, 16, 12, 0, tzinfo=UTC)
LINK = "https://docquery.fec.gov/dcdev/posted/{}.fec"


def item(number: int = 1238403, **more: object) -> str:
    fields: dict[str, object] = {
        "file_number": number,
        "committee_id": "C00900001",
        "form_type": "F3XN",
        "title": "New filing by INVENTED COMMITTEE",
        "published_at": NOON,
        "link": LINK.format(number),
    }
    return Entry(**(fields | more)).xml()  # type: ignore[arg-type]


def test_item() -> None:
    found = parse_feed(feed(item()))
    assert found.items == [
        FeedItem(
            1238403, "C00900001", "F3XN", "New filing by INVENTED COMMITTEE", NOON,
            LINK.format(1238403), is_paper=False,
        )
    ]  # fmt: skip
    assert not found.problems


def test_titles_as_the_fec_escapes_them() -> None:
    (found,) = parse_feed(feed(item(title="New filing by DOE & ROE'S <PAC>"))).items
    assert found.title == "New filing by DOE & ROE'S <PAC>"


def test_cdata_and_no_trailer() -> None:
    found = parse_feed(
        feed(
            "<item><title><![CDATA[New filing by HEALTH & FITNESS PAC]]></title>"
            f"<link>{LINK.format(77)}</link><description>none</description>"
            "<pubDate>Fri, 15 Jun 2018 23:50:00 EDT</pubDate></item>"
        )
    )
    (only,) = found.items
    assert (only.file_number, only.committee_id, only.form_type) == (77, "", "")
    assert only.title == "New filing by HEALTH & FITNESS PAC"
    assert only.published_at == datetime(2018, 6, 16, 3, 50, tzinfo=UTC)


def test_number_of_the_trailer_where_the_link_has_none() -> None:
    (found,) = parse_feed(feed(item(55, link="https://docquery.fec.gov/"))).items
    assert (found.file_number, found.is_paper) == (55, False)


def test_link_goes_before_the_trailer_and_the_difference_is_told() -> None:
    found = parse_feed(feed(item(55, link=LINK.format(56))))
    assert [i.file_number for i in found.items] == [56]
    assert found.problems == ["Item 1 links to filing 56, and calls it 55."]


def test_paper() -> None:
    link = "https://docquery.fec.gov/paper/posted/1135558.fec"
    (found,) = parse_feed(feed(item(1135558, link=link))).items
    assert found.is_paper
    assert found.file_number == 1135558


def test_duplicates_collapse_and_the_order_is_that_of_time() -> None:
    items = [
        item(3, published_at=NOON),
        item(1, published_at=NOON + timedelta(hours=2)),
        item(3, published_at=NOON + timedelta(hours=1), form_type="F3XA"),
        item(2, published_at=NOON + timedelta(hours=3)),
        item(1, published_at=NOON + timedelta(hours=2)),
    ]
    for order in (items, items[::-1]):
        found = parse_feed(feed("".join(order)))
        assert [i.file_number for i in found.items] == [2, 1, 3]
        assert found.items[-1].form_type == "F3XA"
        assert not found.problems


def test_a_time_in_another_zone() -> None:
    moment = NOON.astimezone(timezone(timedelta(hours=-4)))
    text = item().replace("Sat, 16 Jun 2018 12:00:00 GMT", f"{moment:%a, %d %b %Y %H:%M:%S %z}")
    assert parse_feed(feed(text)).items[0].published_at == NOON


def test_time_of_the_second_kind_where_the_first_is_none() -> None:
    text = item().replace("Sat, 16 Jun 2018 12:00:00 GMT", "yesterday")
    assert parse_feed(feed(text)).items[0].published_at == NOON


def test_without_a_time() -> None:
    text = item().replace("Sat, 16 Jun 2018 12:00:00 GMT", "").replace("2018-06-16T12", "x")
    found = parse_feed(feed(text))
    assert found.items[0].published_at is None
    assert found.problems == ["Item 1 (filing 1238403) does not say when it was published."]


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        ("<item><title>a & b</title></item>", "no sound XML"),
        ("<item><title>&custom;</title></item>", "no sound XML"),
        ("<item><title>one</titel></item>", "no sound XML"),
        ("<item></item>", "names no filing"),
        (f"<item><link>{LINK.format('abc')}</link></item>", "names no filing"),
        (f"<item><link>{LINK.format(0)}</link></item>", "a file number that is none"),
        (f"<item><link>{LINK.format(2**31)}</link></item>", "a file number that is none"),
        (f"<item><link>{LINK.format('9' * 5000)}</link></item>", "a file number that is none"),
    ],
)
def test_one_bad_item_costs_only_itself(bad: str, problem: str) -> None:
    found = parse_feed(feed(item(1) + bad + item(2)))
    assert {i.file_number for i in found.items} == {1, 2}
    assert len(found.problems) == 1
    assert found.problems[0].startswith("Item 2 ")
    assert problem in found.problems[0]


def test_feed_that_breaks_off() -> None:
    whole = feed(item(1) + item(2))
    found = parse_feed(whole[: whole.rindex(b"<guid>")])
    assert [i.file_number for i in found.items] == [1]
    assert found.problems == ["The feed breaks off in the middle of an item."]


def test_feed_of_nothing() -> None:
    assert parse_feed(feed("")).items == []


def test_other_encodings() -> None:
    text = feed(item(title="New filing by PEÑA")).decode()
    for data in (
        text.replace("UTF-8", "windows-1252").encode("cp1252"),
        text.replace("UTF-8", "no-such-code").encode(),
        text.encode("utf-8-sig"),
        text.encode("utf-16"),
    ):
        assert parse_feed(data).items[0].title == "New filing by PEÑA"


@pytest.mark.parametrize("data", [b"", b"nothing", b"<html><body>down</body></html>", b"\xff\xfe"])
def test_what_is_no_feed(data: bytes) -> None:
    with pytest.raises(BadFile, match="no feed"):
        parse_feed(data)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!doctype rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_are_never_declared(doctype: str) -> None:
    data = feed(item().replace("INVENTED", "&b;&x;")).replace(
        b"<rss", doctype.encode() + b"<rss", 1
    )
    with pytest.raises(BadFile, match="document type"):
        parse_feed(data)


def test_document_type_inside_an_item() -> None:
    text = '<item><!DOCTYPE a [<!ENTITY b "c">]><title>&b;</title></item>'
    found = parse_feed(feed(item(1) + text))
    assert len(found.items) == 1
    assert "no sound XML" in found.problems[0]

"""The sample's electronic filings: as single files, in the feed, and in two days' zips.

Nearly all of them tell again, in full, what the bulk files tell: the same committees, file numbers
and transaction ids, with cents. They bring money that the bulk files don't have only here:

    for or against a candidate
        $30,050.40   against A: the attacker comes back in October 2018, after its last report
    gifts
        $ 3,700.50   two late gifts to a candidate whom no bulk file knows (Form 6)
        $   350.25   one gift to a PAC of kite flyers, beside a row that can't be read
    other receipts, counted for nobody
        $22,500.00   what paid for an advertisement (Form 9)
        $150,000.00  gifts to an inauguration (Form 13)

Never counted: $900,000,000.00 of a hoax, which is held; $3,150.00 and $6,250.00 of notices that a
report covers and doesn't have, and $2,700.00 of a late gift likewise, which wait for a reviewer.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timezone
from email.utils import format_datetime
from xml.sax.saxutils import escape

from sample import efile_notices, efile_small, story
from sample.book import Book, Row
from sample.efile_notices import Notices
from sample.efile_parts import Filing
from sample.efile_reports import Reporter

FEED = "rss/generate"
ZIP_DAYS = ("20170620", "20170622")
_LINK = "https://docquery.fec.gov/dcdev/posted/{}.fec"
_REPORT_NAMES = {
    "24": "24 HOUR REPORT", "48": "48 HOUR REPORT", "12S": "PRE-SPECIAL", "12R": "PRE-RUN-OFF",
    "30S": "POST-SPECIAL", "Q2": "JULY QUARTERLY", "Q3": "OCTOBER QUARTERLY",
    "M4": "APRIL MONTHLY", "M10": "OCTOBER MONTHLY", "90D": "90 DAY POST-INAUGURAL",
}  # fmt: skip


def make(book: Book) -> list[Filing]:
    """Return all electronic filings, by number."""
    found = [
        *_notices(book), *_reports(book), *efile_small.make(book),
        efile_notices.late_gifts(book),
    ]  # fmt: skip
    return sorted(found, key=lambda f: f.number)


def _notices(book: Book) -> list[Filing]:
    made = Notices(book)
    attacker = story.ATTACKER
    return [
        made.notice(attacker, "SE.5202", shows="A 48-hour notice: the report has the same number."),
        made.notice(
            attacker, "SE24.7704",
            shows="Another number than in the report: matched by payee, amount and date.",
        ),
        made.notice(attacker, "SE.5206", shows="A notice that is $9,000.00 too low."),
        made.notice(attacker, "SE.5206", 1, shows="Its amendment, with the right amount."),
        made.notice(attacker, "SE.5208", shows="A 24-hour notice that the next report covers."),
        made.notice(attacker, "SE.5213", shows="A notice that is amended twice."),
        made.notice(attacker, "SE.5213", 1, shows="The first amendment, wrong again."),
        made.notice(attacker, "SE.5213", 2, shows="The second amendment of the same original."),
        made.notice(
            attacker, story.UNMATCHED_NOTICE[1],
            shows="The report covers its day and has no such row: to be reviewed.",
        ),
        made.notice(
            story.SUPPORTER_OF_A, "SE.5230", nameless=True,
            shows="A notice without the candidate's id: found by name, office and district.",
        ),
        made.notice(
            story.SENATE_SPENDER, story.OPEN_NOTICES[0][1],
            shows="Open: after the last report's end. The bulk file has it too.",
        ),
        made.notice(story.PERSON_SPENDER, "SE.5260", shows="Form 5 of a person, as a notice."),
        *efile_notices.attackers_own(),
    ]  # fmt: skip


def _reports(book: Book) -> list[Filing]:
    made = Reporter(book)
    a, b = story.COMMITTEE_A, story.COMMITTEE_B
    return [
        made.report(
            story.ATTACKER, "12R", shows="Where the attacker's money came from, and the notices"
            " of May and early June, now reported.",
        ),
        made.report(story.ATTACKER, "30S", shows="The notices of the last weeks, now reported."),
        made.report(
            story.SUPPORTER_OF_A, "12R",
            shows="A gift of $45,000.75, which the bulk file cuts to 45,000.",
        ),
        made.report(
            story.SENATE_SPENDER, "Q3", 2018, first_version=list,
            shows="A quarterly report, one expenditure $1,000.00 too low.",
        ),
        made.report(story.SENATE_SPENDER, "Q3", 2018, shows="Its amendment replaces it whole."),
        made.report(
            a, "12S", encoding="cp1252",
            shows="Earmarked gifts with their conduit; in Windows' code page. Adds up.",
        ),
        made.report(a, "12R", first_version=_without_last, shows="Three gifts were forgotten."),
        made.report(a, "12R", shows="The amendment has them, and replaces the report whole."),
        made.report(
            b, "12S", shows="An amendment whose original is not to be had. Adds up all the same."
        ),
        made.report(b, "12R", first_version=_without_last, shows="Three gifts were forgotten."),
        made.report(b, "12R", shows="The amendment, with a loan of the candidate."),
        made.report(
            "C00990104", "12S", overstated=250_00,
            shows="Off by $250.00 on line 11(a)(i): the cover has more than its rows.",
        ),
    ]  # fmt: skip


def _without_last(rows: list[Row]) -> list[Row]:
    """Leave out three gifts, as the first version of an amended report did."""
    gifts = [r for r in rows if r.kind == "15" and not r.memo]
    left_out = {r.sub_id for r in gifts[-3:]}
    return [r for r in rows if r.sub_id not in left_out]


def feed(filings: Iterable[Filing]) -> bytes:
    """Return the feed, the newest filing first, as the FEC writes it."""
    newest_first = sorted(filings, key=lambda f: (f.received, f.number), reverse=True)
    items = "".join(_item(filing) for filing in newest_first)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">\n<channel>\n'
        "<title>Invented electronic filings</title>\n"
        "<link>https://docquery.fec.gov/</link>\n"
        "<description>Filings of an invented election cycle</description>\n"
        f"{items}</channel>\n</rss>\n"
    ).encode()


def _item(filing: Filing) -> str:
    link = _LINK.format(filing.number)
    title = escape(f"New filing by {filing.name}")
    moment = filing.received.astimezone(timezone.utc)  # noqa: UP017
    first, last = (f"{d:%m/%d/%Y}" if d else "" for d in (filing.first, filing.last))
    trailer = (
        f"*********CommitteeId: {filing.filer} | FilingId: {filing.number} | FormType:"
        f" {filing.form} | CoverageFrom: {first} | CoverageThrough: {last} | ReportType:"
        f" {_REPORT_NAMES.get(filing.report, filing.report)}*********"
    )
    sentence = f"<p>The {escape(filing.name)} successfully filed their {filing.form}</p>"
    # Text within HTML within XML, so that an ampersand is escaped twice.
    return (
        f"<item>\n<title>{escape(title)}</title>\n<link>{link}</link>\n"
        f"<description>{escape(sentence)}{trailer}</description>\n"
        f"<pubDate>{format_datetime(moment, usegmt=True)}</pubDate>\n"
        f"<guid>{link}</guid>\n<dc:date>{moment:%Y-%m-%dT%H:%M:%SZ}</dc:date>\n</item>\n"
    )

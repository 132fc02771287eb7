"""The FEC's feed of new electronic filings (RSS 2.0), which holds those of about a week.

An item says where its filing is, and at the end of its description:

    CommitteeId: C00000001 | FilingId: 1238403 | FormType: F3XN | CoverageFrom: … | ReportType: …

Each item is parsed by itself, so that one that is broken costs only itself.
"""

import email.utils
import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.parsers import expat

from filings.fec.errors import BadFile

# The largest number that our tables hold; the FEC's are at about 2 million.
HIGHEST_NUMBER = 2_147_483_647
MOST_PROBLEMS = 100

_FEED = re.compile(r"<(?:rss|rdf:rdf|feed)\b", re.IGNORECASE)
_ITEM = re.compile(r"<item\b[^>]*>.*?</item\s*>", re.DOTALL)
_ITEM_START = re.compile(r"<item\b")
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding=["']([A-Za-z0-9._-]+)["']""")
_POSTED = re.compile(r"/(paper/)?posted/(\d+)\.fec\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?:FEC-)?(\d+)", re.IGNORECASE)
_FILER = re.compile(r"[A-Z0-9]\w{8}", re.ASCII)
_PAIR = re.compile(r"(\w+)\s*:\s*([^|*]*)")


@dataclass(frozen=True)
class FeedItem:
    """One new filing. `file_number` is above zero, for paper too; what is not said is empty."""

    file_number: int
    committee_id: str
    form_type: str
    title: str
    published_at: datetime | None
    link: str
    is_paper: bool


@dataclass(frozen=True)
class Feed:
    """A feed's items, the newest first, each filing once; and what could not be read, in sentences.

    An item that lacks only what can be done without is in both.
    """

    items: list[FeedItem]
    problems: list[str]


class _BadItem(Exception):
    """An item that names no filing; the text says why."""


def parse_feed(data: bytes) -> Feed:
    """The items of a feed, in whatever order and however often they stand in it.

    Raises BadFile where it is no feed, or where it declares entities or anything else in a DOCTYPE.
    """
    text = _decode(data)
    first = _ITEM_START.search(text)
    head = text[: first.start()] if first else text
    if not _FEED.search(head):
        raise BadFile("The feed of new filings is no feed.", remedy="Look at EFILING_FEED_URL.")
    if "<!DOCTYPE" in head.upper():
        raise BadFile(
            "The feed of new filings declares a document type, which is not read.",
            remedy="Look at EFILING_FEED_URL: the FEC's own feed has none.",
        )
    problems: list[str] = []
    found: dict[tuple[int, bool], FeedItem] = {}
    bodies = _ITEM.findall(text)
    for place, body in enumerate(bodies, start=1):
        try:
            item = _item(_fields(body), f"Item {place}", problems)
        except _BadItem as bad:
            problems.append(f"Item {place} {bad}.")
            continue
        key = (item.file_number, item.is_paper)
        if key not in found or _when(found[key]) < _when(item):
            found[key] = item
    if len(_ITEM_START.findall(text)) > len(bodies):
        problems.append("The feed breaks off in the middle of an item.")
    newest_first = sorted(found.values(), key=lambda i: (_when(i), i.file_number), reverse=True)
    return Feed(newest_first, problems[:MOST_PROBLEMS])


def _decode(data: bytes) -> str:
    """The text of a document in whichever encoding it says it is in."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"),
                           (b"\xfe\xff", "utf-16")):  # fmt: skip
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    declared = _DECLARED.search(data[:200])
    try:
        return data.decode(declared[1].decode() if declared else "utf-8", errors="replace")
    except LookupError:
        return data.decode(errors="replace")


def _fields(body: str) -> dict[str, str]:
    """The text of an item's elements, by name; of a repeated one the first."""
    found: dict[str, str] = {}
    path: list[str] = []
    texts: list[str] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        path.append(name.lower())
        if len(path) == 2:
            texts.clear()

    def end(_name: str) -> None:
        if len(path) == 2:
            found.setdefault(path[-1], "".join(texts).strip())
        path.pop()

    # Without a DOCTYPE, which an item cannot have inside it, there are no entities to expand.
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = texts.append
    try:
        parser.Parse(body.encode("utf-8", errors="replace"), True)
    except expat.ExpatError as error:
        raise _BadItem(f"is no sound XML ({expat.ErrorString(error.code)})") from error
    return found


def _item(fields: dict[str, str], place: str, problems: list[str]) -> FeedItem:
    # What a description says at its end is text within HTML within XML.
    said = {
        key.lower(): value.strip()
        for key, value in _PAIR.findall(html.unescape(fields.get("description", "")))
    }
    link = fields.get("link", "")
    posted = _POSTED.search(link) or _POSTED.search(fields.get("guid", ""))
    named = _NUMBER.fullmatch(said.get("filingid", ""))
    digits = posted[2] if posted else named[1] if named else ""
    if not digits:
        raise _BadItem(f"names no filing (its link is {link[:100] or 'empty'})")
    number = int(digits) if len(digits) <= 10 else 0
    if not 0 < number <= HIGHEST_NUMBER:
        raise _BadItem(f"has a file number that is none: {digits[:40]}")
    if posted and named and int(named[1]) != number:
        problems.append(f"{place} links to filing {number}, and calls it {named[1]}.")
    published_at = _published(fields)
    if published_at is None:
        problems.append(f"{place} (filing {number}) does not say when it was published.")
    filer = said.get("committeeid", "").upper()
    return FeedItem(
        file_number=number,
        committee_id=filer if _FILER.fullmatch(filer) else "",
        form_type=said.get("formtype", "").upper(),
        title=" ".join(html.unescape(fields.get("title", "")).split()),
        published_at=published_at,
        link=link,
        is_paper=bool(posted and posted[1]),
    )


def _published(fields: dict[str, str]) -> datetime | None:
    """When an item was published, in UTC; a time without a zone is taken for UTC."""
    for name, parse in (
        ("pubdate", email.utils.parsedate_to_datetime),
        ("dc:date", datetime.fromisoformat),
    ):
        try:
            moment = parse(fields[name])
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (KeyError, ValueError, OverflowError):
            continue
    return None


def _when(item: FeedItem) -> datetime:
    return item.published_at or datetime.min.replace(tzinfo=UTC)

"""Writes the book out as a folder laid out like the FEC's, the same bytes every time."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from pathlib import Path

from sample import efilings, summaries
from sample.book import Book, Spending, plain
from sample.candidates import CANDIDATES
from sample.efile_parts import Filing
from sample.marker import CYCLE_FOLDER, FIXED_TIME, write_marker
from sample.pools import CATEGORIES
from sample.registry import COMMITTEES, linkages

_ZIP_DATE = (2019, 3, 19, 4, 25, 0)


def candidate_lines() -> list[str]:
    """Return the lines of cn.txt."""
    return [
        "|".join(
            (
                c.id, c.name, c.party, str(c.year), c.state, c.office, c.district, c.ici, c.status,
                c.committee, c.street, "", c.city, c.home, c.zip_code,
            )
        )
        for c in sorted(CANDIDATES, key=lambda c: c.id)
    ]  # fmt: skip


def committee_lines() -> list[str]:
    """Return the lines of cm.txt."""
    return [
        "|".join(
            (
                c.id, c.name, c.treasurer or f"LEDGERMAN, TREASURER{c.id[-3:]}",
                f"{c.id[-3:]} NOWHERE PLAZA", "",
                c.city, c.state, c.zip_code, c.designation, c.kind, c.party, c.frequency,
                c.org_type, c.connected, c.candidate,
            )
        )
        for c in sorted(COMMITTEES.values(), key=lambda c: c.id)
    ]  # fmt: skip


def linkage_lines() -> list[str]:
    """Return the lines of ccl.txt."""
    return [
        f"{candidate}|{year}|2018|{committee}|{kind}|{designation}|{990_100 + number}"
        for number, (candidate, year, committee, kind, designation) in enumerate(linkages())
    ]


def spending_line(row: Spending) -> str:
    """Return a line of oppexp.txt, which ends in an empty field."""
    campaign = COMMITTEES[row.committee].designation in "PA"
    payee, report = row.payee, row.report
    parts = [
        row.committee, report.amendment, str(report.last.year), report.code, row.image,
        "17" if campaign else "21B", "F3" if campaign else "F3X", "SB", payee.name, payee.city,
        payee.state, payee.zip_code, f"{row.day:%m/%d/%Y}", plain(row.cents), row.pgi, row.purpose,
        row.category, CATEGORIES[row.category], row.memo, row.text, payee.entity, row.sub_id,
        str(report.file_number), row.transaction_id, row.back_reference, "",
    ]  # fmt: skip
    return "|".join(parts)


def individual_lines(book: Book) -> list[str]:
    """Return the lines of itcont.txt, the malformed ones among them."""
    found = [row.line() for row in book.indiv]
    for number, line in enumerate(book.malformed_indiv):
        found.insert(len(found) // 3 * (number + 1), line)
    return found


def by_date(rows: list[str]) -> dict[str, list[str]]:
    """Split the rows of itcont.txt into the pieces that newer zips also hold."""
    pieces: dict[str, list[str]] = {
        "by_date/itcont_2018_20161230_20171231.txt": [],
        "by_date/itcont_2018_20180101_20181231.txt": [],
        "by_date/itcont_2018_invalid_dates.txt": [],
    }
    first, second, invalid = pieces.values()
    for row in rows:
        year = next((part[4:] for part in row.split("|") if len(part) == 8 and part.isdigit()), "")
        (first if year in ("2016", "2017") else second if year == "2018" else invalid).append(row)
    return pieces


def _replace(path: Path, content: bytes) -> None:
    temporary = path.with_name(path.name + ".part")
    temporary.write_bytes(content)
    temporary.replace(path)
    os.utime(path, (FIXED_TIME, FIXED_TIME))


def _zip(members: dict[str, list[str]]) -> bytes:
    return _zip_bytes(
        {
            name: ("".join(f"{row}\n" for row in rows).encode(), _ZIP_DATE)
            for name, rows in members.items()
        }
    )


def _zip_bytes(members: dict[str, tuple[bytes, tuple[int, int, int, int, int, int]]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, (data, moment) in members.items():
            info = zipfile.ZipInfo(name, moment)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return buffer.getvalue()


def _csv(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), quoting=csv.QUOTE_MINIMAL, lineterminator="\n")
    writer.writeheader()
    # The FEC quotes every value that isn't blank; csv can't do that by itself.
    for row in rows:
        cells = ('"{}"'.format(v.replace('"', '""')) if v else "" for v in row.values())
        text.write(",".join(cells) + "\n")
    return text.getvalue().encode()


def efiling_files(filings: list[Filing]) -> dict[str, bytes]:
    """Return what electronic filings are posted as: each by itself, the feed, and two days' zips.

    Files of a zip have the time when they came, by Washington's clock.
    """
    content = {f"posted/{filing.number}.fec": filing.body for filing in filings}
    content[efilings.FEED] = efilings.feed(filings)
    for day in efilings.ZIP_DAYS:
        content[f"bulk-downloads/electronic/{day}.zip"] = _zip_bytes(
            {
                f"{f.number}.fec": (
                    f.body,
                    (*f.received.timetuple()[:5], 0),
                )
                for f in filings
                if f"{f.received:%Y%m%d}" == day
            }
        )
    return content


def write(book: Book, out: Path) -> None:
    """Write the mirror folder; the marker file comes last, so that half a folder is no folder."""
    individuals = individual_lines(book)
    summary = summaries.lines(book)
    bulk = {
        "cn18.zip": _zip({"cn.txt": candidate_lines()}),
        "cm18.zip": _zip({"cm.txt": committee_lines()}),
        "ccl18.zip": _zip({"ccl.txt": linkage_lines()}),
        "weball18.zip": _zip({"weball18.txt": summary["weball"]}),
        "webl18.zip": _zip({"webl18.txt": summary["webl"]}),
        "webk18.zip": _zip({"webk18.txt": summary["webk"]}),
        "indiv18.zip": _zip({"itcont.txt": individuals} | by_date(individuals)),
        "pas218.zip": _zip({"itpas2.txt": [r.line(with_candidate=True) for r in book.pas2]}),
        "oth18.zip": _zip({"itoth.txt": [r.line() for r in book.oth]}),
        "oppexp18.zip": _zip({"oppexp.txt": [spending_line(r) for r in book.oppexp]}),
        "independent_expenditure_2018.csv": _csv(book.independent),
        "ElectioneeringComm_2018.csv": _csv(book.electioneering),
        "CommunicationCosts_2018.csv": _csv(book.communication),
    }
    content = {f"{CYCLE_FOLDER}/{name}": data for name, data in bulk.items()}
    content |= efiling_files(efilings.make(book))
    for name, data in content.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        _replace(out / name, data)
    write_marker(out, {name: len(data) for name, data in content.items()})

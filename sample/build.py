"""Puts the whole sample together."""

from __future__ import annotations

from pathlib import Path

from sample import (
    big_money,
    files,
    independent,
    marker,
    spending,
    story,
    transfers,
    troubles,
)
from sample.book import Book
from sample.industries import Donors
from sample.receipts import Receipts


def make_book() -> Book:
    """Return all invented transactions; the same every time."""
    book = Book()
    donors = Donors(story.SEED)
    receipts = Receipts(book, donors)
    big_money.write(book, donors)
    receipts.campaigns()
    receipts.payroll()
    transfers.write(book)
    troubles.write(book)
    independent.write(book)
    spending.write(book)
    return book


def build(out: Path, *, force: bool = False) -> bool:
    """Write the mirror folder ``out``; return False where it was there and whole already."""
    if not force and marker.is_complete(out):
        return False
    # A folder that is being replaced must not look complete while it is half new.
    (out / marker.NAME).unlink(missing_ok=True)
    files.write(make_book(), out)
    return True

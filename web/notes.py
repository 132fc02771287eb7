"""Notes of the newsroom: what a page shows, and the one way in which a note is written.

The public pages read; the admin writes, by `keep`.
"""

from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from filings.fec.errors import FinanceTrackerError
from web import subjects
from web.models import Note

SHOWN = 20


class NoteError(FinanceTrackerError):
    """A note that cannot be kept."""


class NoSuchPage(NoteError):
    """A note about something that has no page here."""

    remedy = "Copy the key from the page's address, or follow the link “add a note” on the page."


class NotYours(NoteError):
    """A change to somebody else's note without the permission for it."""

    remedy = "Ask its author or an editor."


def of_page(kind: str, key: str) -> list[Note]:
    """The published notes of a page, the newest first."""
    return list(Note.objects.filter(kind=kind, key=key, is_published=True)[:SHOWN])


def may_write(user: User | AnonymousUser) -> bool:
    """Whether a user may add notes."""
    return user.is_active and user.is_staff and user.has_perm("web.add_note")


def may_change(user: User | AnonymousUser, note: Note) -> bool:
    """Whether a user may change a note: its author, or who may change any."""
    if not (user.is_active and user.has_perm("web.change_note")):
        return False
    return note.author_id == user.pk or user.has_perm("web.change_any_note")


def add_address(kind: str, key: str) -> str:
    """The admin's form for a new note about a page."""
    return f"{reverse('admin:web_note_add')}?{urlencode({'kind': kind, 'key': key})}"


@transaction.atomic
def keep(note: Note, *, by: User) -> Note:
    """Write a note, new or changed. A new one's page must be there; it may be gone later.

    The key is kept as the page's address has it. Raises NoSuchPage or NotYours.
    """
    if note._state.adding:
        subject = subjects.find(note.kind, note.key)
        if subject is None:
            raise NoSuchPage(f"No page of a {note.kind} is here under “{note.key}”.")
        note.key = subject.key
        note.author = by
    elif not may_change(by, note):
        raise NotYours("This note is somebody else’s.")
    note.changed_by = by
    if note.is_published and note.published_at is None:
        note.published_at = timezone.now()
    note.save()
    return note

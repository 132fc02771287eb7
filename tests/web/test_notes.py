"""Notes of the newsroom: written in the admin, checked, kept, and shown on their page."""

from collections.abc import Callable

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client

from tests import factories as make
from tests.filings.admin_people import person, signed_in
from web import notes, subjects
from web.models import Note

Text = Callable[..., str]
ADD = "/admin/web/note/add/"


@pytest.fixture
def pages(data: None) -> None:
    roe = make.candidate()
    make.committee("C00900002", name="FRIENDS OF ROE")
    make.race(roe, special_year=2017)


def form(**fields: str) -> dict[str, str]:
    given = {
        "kind": "candidate",
        "key": "H8CA90001",
        "text": "Roe said on <b>June 5</b> that\nhe returned it.",
        "link": "",
        "link_words": "",
        "byline": "Ann Writer",
        "is_published": "on",
    }
    return {**given, **fields}


def test_a_reviewer_writes_a_note_and_the_page_shows_it(pages: None, text: Text) -> None:
    client = signed_in("reviewer")
    response = client.get("/candidates/H8CA90001/")
    assert "/admin/web/note/add/?kind=candidate&amp;key=H8CA90001" in response.content.decode()
    shown = client.get(ADD, {"kind": "candidate", "key": "H8CA90001"})
    assert 'value="H8CA90001"' in shown.content.decode()
    story = "https://news.example/roe"
    given = form(key="h8ca90001", link=story, link_words="The story")
    assert client.post(ADD, given).status_code == 302
    said = text("/candidates/H8CA90001/")
    assert "From the newsroom Roe said on <b>June 5</b> that he returned it. The story" in said
    assert "The story Ann Writer, " in said
    page = client.get("/candidates/H8CA90001/").content.decode()
    assert "&lt;b&gt;June 5&lt;/b&gt;" in page
    assert f'<a href="{story}" rel="noopener">The story</a>' in page
    note = Note.objects.get()
    assert (note.key, note.author.username) == ("H8CA90001", "reviewer")
    assert note.changed_by == note.author
    assert note.published_at is not None
    # Readers are offered no form, and nothing about the writer's login.
    public = Client().get("/candidates/H8CA90001/").content.decode()
    assert "/admin/web/" not in public
    assert "reviewer" not in public


def test_a_change_is_kept_with_what_stood_before_and_withdrawing_hides(
    pages: None, text: Text
) -> None:
    client = signed_in("reviewer")
    client.post(ADD, form(text="First."))
    note = Note.objects.get()
    address = f"/admin/web/note/{note.pk}/change/"
    fields = {"text": "Second.", "link": "", "link_words": "", "byline": "Ann Writer"}
    assert client.post(address, fields).status_code == 302
    note.refresh_from_db()
    assert (note.text, note.is_published, note.key) == ("Second.", False, "H8CA90001")
    assert "From the newsroom" not in text("/candidates/H8CA90001/")
    last = LogEntry.objects.filter(object_id=str(note.pk)).first()
    assert last is not None
    assert "text: “First.” became “Second.”" in last.change_message
    assert client.post(f"/admin/web/note/{note.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"key": "H8CA99999"}, "No page of a candidate is here"),
        ({"kind": "race", "key": "2018/house/CA/90"}, "No page of a race is here"),
        ({"kind": "filing", "key": "12"}, "No page of a filing is here"),
        ({"text": " "}, "Write a text, or give a link."),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"link": "http://news.example/"}, "Enter a valid URL"),
        ({"byline": ""}, "This field is required"),
    ],
)
def test_a_note_needs_a_page_words_and_a_safe_link(
    pages: None, fields: dict[str, str], why: str
) -> None:
    response = signed_in("reviewer").post(ADD, form(**fields))
    assert response.status_code == 200
    assert why in response.content.decode()
    assert not Note.objects.exists()


def test_others_notes_are_changed_by_editors_alone(pages: None) -> None:
    note = Note(kind="race", key="2018/House/ca/90/special-2017", text="Mine.", byline="A")
    notes.keep(note, by=person("reviewer"))
    assert note.key == "2018/house/CA/90/special-2017"
    other = User.objects.create_user("other", is_staff=True)
    other.groups.add(*User.objects.get(username="reviewer").groups.all())
    with pytest.raises(notes.NotYours):
        notes.keep(note, by=other)
    address = f"/admin/web/note/{note.pk}/change/"
    client = Client()
    client.force_login(other)
    assert 'name="text"' not in client.get(address).content.decode()
    assert client.post(address, form(text="Theirs.")).status_code == 403
    editor = person("editor")
    assert notes.keep(note, by=editor).changed_by == editor
    assert signed_in("nobody").get(ADD).status_code == 403


def test_the_database_refuses_a_note_that_says_nothing(pages: None) -> None:
    by = person("editor")
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.create(kind="race", key="1", byline="A", author=by, is_published=False)


def test_pages_are_found_as_their_addresses_have_them(pages: None) -> None:
    found = subjects.find("race", "2018/house/ca/90/special-2017")
    assert found is not None
    assert (found.key, found.path) == (
        "2018/house/CA/90/special-2017",
        "/races/2018/house/CA/90/special-2017/",
    )
    for kind, key in (
        ("candidate", "\0"), ("filing", "9" * 30), ("filing", "²"), ("race", "2018/house/CA/x"),
        ("race", "2018/house/CA/90/special-x"), ("nothing", "1"), ("donor", "../x"),
    ):  # fmt: skip
        assert subjects.find(kind, key) is None, (kind, key)

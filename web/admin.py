"""The admin's form for notes of the newsroom."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.validators import URLValidator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from web import notes, subjects
from web.models import Note


class NoteForm(forms.ModelForm):
    """A note, checked for a page that is there and for saying something."""

    link = forms.URLField(
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["https"])],
        help_text="A story or a document, https only.",
    )

    class Meta:
        model = Note
        fields = ("kind", "key", "text", "link", "link_words", "byline", "is_published")

    def clean(self) -> dict[str, Any]:
        """The fields, the key as the page's address has it."""
        given = super().clean() or {}
        kind, key = given.get("kind"), given.get("key")
        if kind and key:
            subject = subjects.find(kind, key)
            if subject is None:
                self.add_error("key", f"No page of a {kind} is here under “{key}”.")
            else:
                given["key"] = subject.key
        if "text" in given and not given["text"].strip() and not given.get("link"):
            self.add_error("text", "Write a text, or give a link.")
        return given


@admin.register(Note)
class NoteAdmin(admin.ModelAdmin):
    """Notes. Nobody deletes one: what shall not be read any more is unpublished, and kept."""

    form = NoteForm
    list_display = ("__str__", "kind", "page", "byline", "is_published", "published_at", "author")
    list_filter = ("is_published", "kind")
    list_select_related = ("author",)
    search_fields = ("key", "text", "link_words", "byline")
    date_hierarchy = None
    save_on_top = True

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the link on a page says of it, and the writer's own name."""
        given = super().get_changeform_initial_data(request)
        return {"byline": getattr(request.user, "get_full_name", str)(), **given}

    def get_readonly_fields(self, request: HttpRequest, obj: Note | None = None) -> Any:
        """A note stays with its page; when and by whom it was written is shown."""
        if obj is None:
            return ()
        about = ("kind", "key", "page")
        return (*about, "author", "written_at", "changed_by", "changed_at", "published_at")

    def has_change_permission(self, request: HttpRequest, obj: Note | None = None) -> bool:
        """One's own notes; others' only with a permission of its own."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or notes.may_change(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Note | None = None) -> bool:
        """Nobody deletes."""
        return False

    def save_model(self, request: HttpRequest, obj: Note, form: Any, change: bool) -> None:
        """Keep it in the signed-in user's name."""
        notes.keep(obj, by=request.user)  # type: ignore[arg-type]

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """The history tells what was written, and what stood there before."""
        if add:
            return f"Wrote: {form.instance.text} {form.instance.link}".strip()
        changes = (
            f"{name}: “{form.initial.get(name, '')}” became “{form.cleaned_data.get(name, '')}”"
            for name in form.changed_data
        )
        return "; ".join(changes) or "Nothing changed."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Note]:
        """All notes."""
        return super().get_queryset(request).select_related("author")

    @admin.display(description="Page")
    def page(self, note: Note) -> str:
        """The page that the note stands on."""
        subject = subjects.find(note.kind, note.key)
        if subject is None:
            return "not in the data any more"
        return format_html('<a href="{}">{}</a>', subject.path, subject.name)

"""The admin of who is who among donors: decisions are made here, listed, and taken back."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

from donations import donors
from donations.admin_tags import WhyForm
from donations.donors import Alias, DonorError
from donations.models import DonorDecision
from filings.admin_base import ReadOnlyAdmin, moment

DECIDE, REVERSE_ANY = "donations.add_donordecision", "donations.change_donordecision"


class DonorDecisionForm(forms.ModelForm):
    """Two donors, or a donor and a name as filed; each donor as in its page's address."""

    donor = forms.CharField(max_length=210, help_text="As in its address: smith-john-45402.")
    other = forms.CharField(
        max_length=210, required=False, help_text="The other donor, unless it is about a spelling."
    )

    class Meta:
        model = DonorDecision
        fields = ("kind", "donor", "other", "name", "reason")

    def clean_donor(self) -> Alias:
        """The match key and the ZIP code of the donor."""
        return _alias(self.cleaned_data["donor"])

    def clean_other(self) -> Alias | None:
        """The match key and the ZIP code of the other one, where there is one."""
        text = self.cleaned_data["other"].strip()
        return _alias(text) if text else None

    def clean(self) -> dict[str, Any]:
        """What belongs together."""
        given = super().clean() or {}
        kind = given.get("kind")
        if kind == DonorDecision.Kind.SPELLING:
            if not given.get("name"):
                self.add_error("name", "Write the name as it was filed.")
            elif "donor" in given and donors.donor_key(given["name"]) != given["donor"][0]:
                self.add_error("name", "This is not a spelling of the donor's name.")
            if given.get("other"):
                self.add_error("other", "A spelling is taken out of one donor.")
        elif kind:
            if given.get("name"):
                self.add_error("name", "Only a decision about a spelling has a name.")
            if not given.get("other") and "other" not in self.errors:
                self.add_error("other", "Name the other donor.")
            elif given.get("other") == given.get("donor"):
                self.add_error("other", "This is the same donor.")
        return given

    def _post_clean(self) -> None:
        # The row is made by donations/donors.py, which checks it; the form's fields are not its.
        pass


def _alias(text: str) -> Alias:
    key, _, zip_code = text.strip().lower().rstrip("/").rpartition("/")[2].rpartition("-")
    if not donors.is_alias(key, zip_code):
        raise forms.ValidationError("Write it as in the address of the donor's page.")
    return key, zip_code


@admin.register(DonorDecision)
class DonorDecisionAdmin(ReadOnlyAdmin):
    """Decisions stay as history; what is wrong is reversed, and nothing is edited."""

    form = DonorDecisionForm
    change_form_template = None  # type: ignore[assignment]
    list_display = (
        "donor", "kind", "about", "decided_by", moment("decided_at", "at"), "reason", "stands",
    )  # fmt: skip
    list_filter = (("reversed_at", admin.EmptyFieldListFilter), "kind", "decided_by")
    list_select_related = ("decided_by",)
    search_fields = ("key", "other_key", "name", "reason")
    ordering = ("-decided_at",)
    actions = ("reverse",)
    action_form = WhyForm

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Reviewers decide."""
        return request.user.has_perm(DECIDE)

    def get_fields(self, request: HttpRequest, obj: DonorDecision | None = None) -> Any:
        """The form's own fields for a new one; all columns of one that was made."""
        if obj is None:
            return self.form.Meta.fields
        return [column.name for column in DonorDecision._meta.fields if column.name != "id"]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form for a new one; one that was made is only shown."""
        if obj is not None:
            kwargs["form"] = forms.ModelForm
        else:
            kwargs["fields"] = ("kind", "name", "reason")
        return super().get_form(request, obj, change=change, **kwargs)

    def save_model(self, request: HttpRequest, obj: DonorDecision, form: Any, change: bool) -> None:
        """Decide in the signed-in user's name."""
        given, by = form.cleaned_data, cast(User, request.user)
        if given["kind"] == DonorDecision.Kind.SPELLING:
            made = donors.take_out(
                donor=given["donor"], name=given["name"], reason=given["reason"], by=by
            )
        else:
            decide = donors.join if given["kind"] == DonorDecision.Kind.JOIN else donors.part
            made = decide(one=given["donor"], other=given["other"], reason=given["reason"], by=by)
        # What follows in the admin, as its entry in the history, is about the row that was made.
        obj.__dict__.update(made.__dict__)

    @admin.display(description="donor", ordering="key")
    def donor(self, decision: DonorDecision) -> str:
        """The first of the two."""
        return f"{decision.key} {decision.zip}"

    @admin.display(description="and")
    def about(self, decision: DonorDecision) -> str:
        """The other of the two, or the spelling."""
        return decision.name or f"{decision.other_key} {decision.other_zip}"

    @admin.display(description="stands", boolean=True)
    def stands(self, decision: DonorDecision) -> bool:
        """Whether nobody has reversed or replaced it."""
        return decision.reversed_at is None

    def has_reverse_permission(self, request: HttpRequest) -> bool:
        """Whoever decides may take their own decisions back."""
        return request.user.has_perm(DECIDE)

    @admin.action(description="Reverse", permissions=["reverse"])
    def reverse(self, request: HttpRequest, queryset: QuerySet[DonorDecision]) -> None:
        """Reverse each that the user may reverse, with the reason given."""
        user = cast(User, request.user)
        done = 0
        for decision in queryset:
            if decision.decided_by_id != user.pk and not user.has_perm(REVERSE_ANY):
                messages.error(request, f"{decision}: only editors reverse others' decisions.")
                continue
            try:
                donors.reverse(decision=decision, by=user, why=request.POST.get("why", ""))
            except DonorError as error:
                messages.error(request, str(error))
            else:
                done += 1
        if done:
            messages.success(request, f"{done} reversed.")

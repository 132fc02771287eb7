"""The admin of industries, rules and tags (read-only), and of what people decide about them."""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.html import format_html

from donations import review, views_desk
from donations.models import (
    ClassifierRun,
    Correction,
    Decision,
    DonorProfile,
    Industry,
    Organization,
    Proposal,
    ReviewItem,
    Rule,
)
from donations.reviewable import ReviewError
from filings.admin_base import FactAdmin, ReadOnlyAdmin, amount, moment, number, plain

# The admin's first page, headed by the way to the desk.
INDEX = "admin/donations/index.html"
REVERSE_ANY = "donations.change_decision"


class NamedAdmin(FactAdmin):
    """Not of a cycle."""

    list_filter: ClassVar[Any] = ()


@admin.register(Industry)
class IndustryAdmin(NamedAdmin):
    """The file of industries, as last taken in."""

    list_display = ("name", "sector", "slug", "is_industry", "definition")
    list_filter = ("is_industry", "sector")
    name_lookups = ("name", "slug", "definition", "opensecrets")
    list_per_page = 200


@admin.register(Rule)
class RuleAdmin(NamedAdmin):
    """The rules of git, as last taken in."""

    list_display = ("pattern", "kind", "scope", "industry", "confidence", "source", "file", "line")
    list_filter = ("kind", "file")
    prefetch = ("industry",)
    name_lookups = ("pattern", "organization_name", "source")
    ordering = ("kind", "pattern")


@admin.register(Organization)
class OrganizationAdmin(NamedAdmin):
    """Normal forms of names, with what the rules say of each."""

    list_display = ("form", "name", "parent", "industry", "basis", "confidence", "rule", "against")
    list_filter = ("basis",)
    prefetch = ("industry", "parent", "rule", "against")
    name_lookups = ("form",)
    ordering = ("-id",)
    sortable_by = ("form",)
    raw_id_fields = ("parent",)


@admin.register(DonorProfile)
class DonorProfileAdmin(NamedAdmin):
    """Who gives, with the tag."""

    list_display = (
        "id", "kind", "employer", "occupation", "contributor_name", "committee", "industry",
        "basis", "confidence",
    )  # fmt: skip
    list_filter = ("kind", "basis")
    prefetch = ("employer", "occupation", "contributor_name", "committee", "industry")
    committee_lookups = ("committee_id",)
    number_lookups = ("id",)
    ordering = ("-id",)
    sortable_by = ("id",)

    def by_words(self, request: HttpRequest, words: Any, *, has_id: bool) -> Q:
        """Profiles of organizations whose normal form has these words."""
        named = Organization.objects.all()
        for word in words:
            named = named.filter(form__contains=word.upper())
        return Q(organization__in=list(named.values_list("pk", flat=True)[:500]))


@admin.register(ClassifierRun)
class ClassifierRunAdmin(NamedAdmin):
    """The classifier's trainings, with their measured precision."""

    list_display = (
        moment("at", "at"), "trained_on", "threshold", "wanted", "proposed", "published", "seconds",
    )  # fmt: skip
    ordering = ("-at",)


@admin.register(Proposal)
class ProposalAdmin(NamedAdmin):
    """What the newest classifier proposes."""

    list_display = ("profile", "industry", "probability", "is_published")
    list_filter = ("is_published",)
    prefetch = ("profile", "industry")
    number_lookups = ("profile_id",)
    ordering = ("-probability",)
    sortable_by = ("probability",)


class WhyForm(ActionForm):
    """An action, with the reason that it needs."""

    why = forms.CharField(required=False, max_length=300, label="Why")


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    """Every decision there ever was; those that stand can be reversed."""

    list_display = (
        "donor", "industry", "before", "before_basis", "decided_by", moment("decided_at", "at"),
        "reason", "origin", "stands",
    )  # fmt: skip
    list_filter = (
        ("reversed_at", admin.EmptyFieldListFilter), "origin", "industry__sector", "decided_by",
    )  # fmt: skip
    list_select_related = ("industry", "decided_by")
    search_fields = ("form", "committee_id", "reason")
    ordering = ("-decided_at",)
    actions = ("reverse",)
    action_form = WhyForm

    @admin.display(description="donor", ordering="form")
    def donor(self, decision: Decision) -> str:
        """Whom it is about."""
        return " / ".join(
            part for part in (decision.form, decision.occupation, decision.committee_id) if part
        )

    @admin.display(description="stands", boolean=True)
    def stands(self, decision: Decision) -> bool:
        """Whether nobody has reversed or replaced it."""
        return decision.reversed_at is None

    def has_reverse_permission(self, request: HttpRequest) -> bool:
        """Whoever decides may take their own decisions back."""
        return request.user.has_perm(views_desk.DECIDE)

    @admin.action(description="Reverse", permissions=["reverse"])
    def reverse(self, request: HttpRequest, queryset: QuerySet[Decision]) -> None:
        """Reverse each that the user may reverse, with the reason given."""
        user = cast(User, request.user)
        done = 0
        for decision in queryset:
            if decision.decided_by_id != user.pk and not user.has_perm(REVERSE_ANY):
                messages.error(request, f"{decision}: only editors reverse others' decisions.")
                continue
            try:
                review.reverse(decision=decision, by=user, why=request.POST.get("why", ""))
            except ReviewError as error:
                messages.error(request, str(error))
            else:
                done += 1
        if done:
            messages.success(request, f"{done} reversed.")


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    """What readers propose; the sender's hash is not shown."""

    list_display = (
        "__str__", "shown", "why", moment("sent_at", "sent"), "outcome", "closed_by",
    )  # fmt: skip
    list_filter = ("outcome",)
    list_select_related = ("shown", "wanted", "closed_by")
    search_fields = ("form", "committee_id", "why")
    exclude = ("sender",)
    ordering = ("-sent_at",)
    actions = ("decline",)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Who decides at the desk may answer readers here too."""
        return request.user.has_perm(views_desk.DECIDE)

    @admin.action(description="Reject", permissions=["decide"])
    def decline(self, request: HttpRequest, queryset: QuerySet[Correction]) -> None:
        """Reject several at once: what is accepted is decided at the desk."""
        for correction in queryset:
            try:
                review.close_correction(
                    correction=correction, outcome=review.REJECTED, by=cast(User, request.user)
                )
            except ReviewError as error:
                messages.error(request, str(error))


@admin.register(ReviewItem)
class ReviewItemAdmin(ReadOnlyAdmin):
    """The queue, and the way to the desk."""

    list_display = (
        "donor", "reason", "state", amount("amount", "dollars"), number("rows", "rows"), "proposed",
        plain("probability", "probability"), "changed_by",
    )  # fmt: skip
    list_filter = ("state", "reason")
    list_select_related = ("organization", "proposed", "changed_by")
    search_fields = ("organization__form", "committee_id")
    ordering = ("state", "-amount")
    change_list_template = "admin/donations/reviewitem/change_list.html"

    @admin.display(description="donor")
    def donor(self, item: ReviewItem) -> str:
        """Whom it is about, with the way to the desk."""
        name = item.organization.form if item.organization else item.committee_id
        address = f"{reverse('admin:donations_desk')}?item={item.pk}&state={item.state}"
        if item.state == ReviewItem.State.CLOSED:
            return name
        return format_html('{} <a href="{}">desk</a>', name, address)

    def get_urls(self) -> list[Any]:
        """The addresses of the items, and the desk."""
        return [
            path(
                "desk/",
                self.admin_site.admin_view(views_desk.desk),
                {"site": self.admin_site},
                name="donations_desk",
            ),
            *super().get_urls(),
        ]

"""The desk: one donor at a time, with the evidence, and a key for each answer.

Works through plain forms: an answer is posted, and the redirect shows the next item. The keys of
desk.js press the buttons.
"""

from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from donations import queue, review
from donations.evidence import Evidence, gather, suggestions
from donations.models import Decision, Industry, Organization, ReviewItem
from donations.reviewable import Donor, NotOpen, ReviewError, donor_of
from filings.staging import Connection

DECIDE = "donations.add_decision"
STATES = (ReviewItem.State.OPEN, ReviewItem.State.SKIPPED)
# How many answers can be undone, one after the other, in one session.
MOST_UNDONE = 50
UNDO = "desk_undo"


def desk(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """The next item, or the answer to one."""
    if not request.user.has_perm(DECIDE):
        raise PermissionDenied
    if request.method == "POST":
        _answer(request)
        return HttpResponseRedirect(_address(request.POST))
    with transaction.atomic():
        connection.ensure_connection()
        queue.add_corrections(cast(Connection, connection.connection))
    reason, state = _chosen(request.GET)
    waiting = _waiting(reason, state)
    item = _wanted(request, waiting) or waiting.first()
    context = site.each_context(request) | {
        "title": "Desk",
        "opts": ReviewItem._meta,
        "item": item,
        "reasons": _reasons(state),
        "reason": reason,
        "state": state,
        "done": _done_today(request),
        "may_undo": bool(request.session.get(UNDO)),
        "left": waiting.count(),
    }
    if item:
        context |= _about(item)
    return TemplateResponse(request, "admin/donations/desk.html", context)


def _about(item: ReviewItem) -> dict[str, Any]:
    donor = donor_of(item)
    evidence = gather(item, donor)
    suggested = suggestions(item, evidence)
    others = [one for one in suggested if one.pk != item.proposed_id]
    return {
        "donor": donor,
        "evidence": evidence,
        "suggested": list(enumerate(others[:9], start=1)),
        "because": because(item, evidence),
        "industries": Industry.objects.exclude(slug="candidate-own").order_by("name"),
        "decision": Decision.objects.filter(
            form=donor.form, occupation="", committee_id=donor.committee_id, reversed_at=None
        )
        .select_related("industry", "decided_by")
        .first(),
    }


def because(item: ReviewItem, evidence: Evidence) -> str:
    """The reason that stands in the field until the reviewer writes another."""
    if item.correction:
        return f"A reader's correction: {' '.join(item.correction.why.split())}"[:300]
    parts = []
    if evidence.committee and evidence.committee.connected_organization:
        parts.append(f"connected to {evidence.committee.connected_organization}")
    if evidence.occupations:
        words = ", ".join(part.label for part in evidence.occupations[:3])
        parts.append(f"donors' occupations {words}")
    if evidence.neighbours:
        parts.append(f"similar to {evidence.neighbours[0].form}")
    return f"Judged by the name{'; ' if parts else ''}{'; '.join(parts)}"[:300]


def _answer(request: HttpRequest) -> None:
    """Do what was posted, and tell the reviewer; what cannot be done is told as well."""
    user, posted = cast(User, request.user), request.POST.copy()
    # Postgres has no text with a NUL.
    posted["why"] = posted.get("why", "").replace("\0", " ")
    posted["industry"] = posted.get("industry", "").replace("\0", " ")
    answer = posted.get("answer", "")
    if answer == "undo":
        _undo(request, user)
        return
    item = _posted_item(posted)
    if item is None:
        messages.error(request, "That item is no longer in the queue.")
        return
    reason = posted.get("why", "")
    try:
        made: Sequence[Decision] = ()
        if answer == "skip":
            review.skip(item=item, by=user)
            said = "skipped"
        elif answer == "reject":
            made = review.reject(item=item, reason=reason, by=user)
            said = made[0].industry.name if made else "left as it is"
        else:
            industry = _industry(answer, posted, item)
            made = review.choose(
                item=item, industry=industry, reason=reason, by=user, also=_also(posted)
            )
            said = industry.name
    except ReviewError as error:
        messages.error(request, str(error))
        return
    done = {"items": [item.pk], "decisions": [decision.pk for decision in made]}
    request.session[UNDO] = [*request.session.get(UNDO, []), done][-MOST_UNDONE:]
    more = f" and {len(made) - 1} more" if len(made) > 1 else ""
    messages.success(request, f"{donor_of(item)}{more}: {said}.")


def _industry(answer: str, posted: Any, item: ReviewItem) -> Industry:
    """The industry that was accepted, picked or written; ReviewError where it is none."""
    if answer == "accept":
        if item.proposed is None:
            raise ReviewError("Nothing is proposed here.", remedy="Choose, reject or skip.")
        return item.proposed
    if answer.startswith("industry-") and answer.removeprefix("industry-").isdecimal():
        found = Industry.objects.filter(pk=int(answer.removeprefix("industry-"))).first()
        if found:
            return found
    return industry_named(posted.get("industry", ""))


def industry_named(text: str) -> Industry:
    """The industry of this name or slug, or the only one whose name has these words."""
    text = text.strip()
    if not text:
        raise ReviewError("No industry was chosen.", remedy="Write a part of its name.")
    exact = Industry.objects.filter(Q(name__iexact=text) | Q(slug__iexact=text)).first()
    if exact:
        return exact
    found = list(Industry.objects.filter(name__icontains=text).order_by("name")[:6])
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(one.name for one in found[:5])
        raise ReviewError(f"{text!r} may be {names}.", remedy="Write more of its name.")
    raise ReviewError(f"There is no industry {text!r}.", remedy="Choose one of the list.")


def _also(posted: Any) -> list[Donor]:
    """The similar names that were checked, to be decided together."""
    chosen = [int(value) for value in posted.getlist("also") if value.isdecimal()]
    forms = Organization.objects.filter(pk__in=chosen).values_list("form", flat=True)
    return [Donor(form=form) for form in forms]


def _undo(request: HttpRequest, user: User) -> None:
    done = list(request.session.get(UNDO, []))
    if not done:
        messages.error(request, "There is nothing to undo.")
        return
    last = done[-1]
    try:
        review.undo(items=last["items"], decisions=last["decisions"], by=user)
    except NotOpen as error:
        # Another's now: it can never be undone, and would keep earlier answers from it.
        messages.error(request, str(error))
    except ReviewError as error:
        messages.error(request, str(error))
        return
    else:
        messages.success(request, "The last answer is undone; the item waits again.")
    request.session[UNDO] = done[:-1]


def _posted_item(posted: Any) -> ReviewItem | None:
    number = posted.get("item", "")
    return _items().filter(pk=int(number)).first() if number.isdecimal() else None


def _items() -> QuerySet[ReviewItem]:
    return ReviewItem.objects.select_related(
        "organization__industry", "organization__parent", "proposed", "correction__wanted",
        "correction__shown", "changed_by",
    )  # fmt: skip


def _waiting(reason: str, state: str) -> QuerySet[ReviewItem]:
    found = _items().filter(state=state).order_by("-amount", "pk")
    return found.filter(reason=reason) if reason else found


def _wanted(request: HttpRequest, waiting: QuerySet[ReviewItem]) -> ReviewItem | None:
    """The item that the address names, if it waits."""
    number = request.GET.get("item", "")
    return waiting.filter(pk=int(number)).first() if number.isdecimal() else None


def _chosen(values: Any) -> tuple[str, str]:
    reason, state = values.get("reason", ""), values.get("state", "")
    return (
        reason if reason in ReviewItem.Reason.values else "",
        state if state in STATES else str(ReviewItem.State.OPEN),
    )


def _address(values: Any) -> str:
    reason, state = _chosen(values)
    kept = {"reason": reason, "state": "" if state == ReviewItem.State.OPEN else state}
    query = urlencode({name: value for name, value in kept.items() if value})
    return reverse("admin:donations_desk") + (f"?{query}" if query else "")


def _reasons(state: str) -> list[tuple[str, str, int]]:
    """Each reason with its words and how many wait."""
    counts = dict(
        ReviewItem.objects.filter(state=state)
        .order_by()
        .values_list("reason")
        .annotate(found=Count("pk"))
    )
    return [(code, words, counts.get(code, 0)) for code, words in ReviewItem.Reason.choices]


def _done_today(request: HttpRequest) -> dict[str, int]:
    """How much was dealt with since midnight UTC, by this reviewer and by all."""
    start = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return ReviewItem.objects.filter(changed_at__gte=start).aggregate(
        mine=Count("pk", filter=Q(changed_by=request.user, state=ReviewItem.State.CLOSED)),
        skipped=Count("pk", filter=Q(changed_by=request.user, state=ReviewItem.State.SKIPPED)),
        all=Count("pk", filter=Q(state=ReviewItem.State.CLOSED)),
    )

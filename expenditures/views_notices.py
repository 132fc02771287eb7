"""The page in the admin where notices are laid beside their reports, and names beside candidates.

Works through plain forms, without scripts.
"""

from typing import Any, cast

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from expenditures import notice_queue as queue
from expenditures.models import CandidateChoice, IndependentExpenditure
from expenditures.review_notices import (
    Notice,
    NoticeError,
    choose_candidate,
    decide_notice,
    undo_candidate,
    undo_notice,
)
from filings.models import Candidate, FilingRow, NoticeDecision

DECIDE = "filings.add_noticedecision"
# Who may take back what somebody else decided.
REVERSE = "donations.change_decision"
KINDS = {
    "expenditures": "Notices of expenditures",
    "contributions": "Notices of contributions",
    "names": "Candidates' names",
    "decided": "Decided",
    "chosen": "Candidates chosen",
}


def notices(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """One kind of what waits, largest first; or the answer to one of them."""
    if not request.user.has_perm(DECIDE):
        raise PermissionDenied
    kind = request.GET.get("kind", "expenditures")
    kind = kind if kind in KINDS else "expenditures"
    if request.method == "POST":
        _answer(request)
        return HttpResponseRedirect(f"{reverse('admin:expenditures_notices')}?kind={kind}")
    page = Paginator(_waiting(kind), queue.PAGE).get_page(request.GET.get("page"))
    context = site.each_context(request) | {
        "title": "Notices and names to review",
        "opts": IndependentExpenditure._meta,
        "kind": kind,
        "kinds": [(code, words, _waiting(code)) for code, words in KINDS.items()],
        "page": page,
        "items": _items(kind, page.object_list),
    }
    return TemplateResponse(request, "admin/expenditures/notices.html", context)


def _waiting(kind: str) -> Any:
    if kind == "expenditures":
        return queue.expenditures_waiting()
    if kind == "contributions":
        return queue.contributions_waiting()
    if kind == "names":
        return queue.names_waiting()
    if kind == "chosen":
        return CandidateChoice.objects.select_related("candidate", "decided_by").order_by(
            "-decided_at", "pk"
        )
    return NoticeDecision.objects.select_related("decided_by")


def _items(kind: str, found: Any) -> list[Any]:
    if kind == "expenditures":
        return [queue.expenditure_item(one) for one in found]
    if kind == "contributions":
        return [queue.contribution_item(one) for one in found]
    if kind == "names":
        return [item for key in found if (item := queue.name_item(key))]
    return list(found)


def _answer(request: HttpRequest) -> None:
    posted, user = request.POST, cast(User, request.user)
    # Postgres has no text with a NUL.
    note = posted.get("note", "").replace("\0", " ")
    try:
        if "undo" in posted:
            said = _take_back(posted["undo"], user, request.GET.get("kind", ""))
        elif "candidate" in posted:
            said = _choose(posted, user, note)
        else:
            said = _decide(posted, user, note)
    except NoticeError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{said} Totals follow within a minute or two.")


def _take_back(key: str, user: User, kind: str) -> str:
    number = int(key) if key.isdecimal() and len(key) < 18 else 0
    made: NoticeDecision | CandidateChoice | None
    if kind == "chosen":
        made = CandidateChoice.objects.filter(pk=number).first()
    else:
        made = NoticeDecision.objects.filter(pk=number).first()
    if made is None:
        raise NoticeError("That decision was taken back already.", remedy="")
    if made.decided_by != user and not user.has_perm(REVERSE):
        raise NoticeError(
            f"The decision is {made.decided_by}'s.",
            remedy="An editor may take it back, or they may.",
        )
    if isinstance(made, CandidateChoice):
        undo_candidate(made, by=user)
    else:
        undo_notice(made, by=user)
    return "The decision is taken back."


def _choose(posted: Any, user: User, note: str) -> str:
    row = _row(posted.get("row", ""))
    candidate = Candidate.objects.filter(pk=posted.get("candidate", "").strip().upper()).first()
    if not isinstance(row, IndependentExpenditure):
        raise NoticeError("That row is no longer here.", remedy="Look at the list again.")
    if candidate is None:
        raise NoticeError("There is no candidate of that id.", remedy="Choose one, or write an id.")
    choose_candidate(row, candidate=candidate, by=user, note=note)
    return f"{row.candidate_name} is {candidate}."


def _decide(posted: Any, user: User, note: str) -> str:
    notice = _row(posted.get("row", ""))
    if notice is None:
        raise NoticeError("That row is no longer here.", remedy="Look at the list again.")
    answer = posted.get("answer", "")
    report = None if answer == NoticeDecision.Decision.SEPARATE else _row(answer)
    decision = NoticeDecision.Decision.SEPARATE if report is None else NoticeDecision.Decision.SAME
    if report is None and answer != NoticeDecision.Decision.SEPARATE:
        raise NoticeError("That row of the report is no longer here.", remedy="Look again.")
    made = decide_notice(notice, decision=decision, report=report, by=user, note=note)
    return f"{made}."


def _row(key: str) -> Notice | None:
    """A row by its key: "e12", an expenditure's id, or "c1238403.7", a filing's line."""
    number, _, line = key[1:].partition(".")
    if not number.lstrip("-").isdecimal() or len(key) > 40:
        return None
    if key.startswith("e") and not line:
        return IndependentExpenditure.objects.filter(pk=int(number)).first()
    if key.startswith("c") and line.isdecimal():
        return FilingRow.objects.filter(file_number=int(number), line=int(line)).first()
    return None

"""Atom feeds: the newest independent expenditures, of all or of one page; the newest filings."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from expenditures.connections import reviews
from expenditures.connections.evidence import CERTAINTIES
from expenditures.connections.kinds import KINDS
from expenditures.models import Connection, IndependentExpenditure
from filings.models import ElectionCandidate, Filing
from filings.races import belongs
from web import filing_words, subjects, words
from web.caching import data_version, remember
from web.connections import CERTAIN
from web.context import freshness
from web.expenditure_rows import Shown, show
from web.subjects import Subject
from web.templatetags.figures import dollars, short_day

ENTRIES = 50
# Filings arrive all day, between the loads that other pages are kept for.
KEEP_SECONDS = 300


def _kept(name: str, read: Callable[[], list[Any]]) -> list[Any]:
    return remember(f"feed:{name}", data_version(), read, KEEP_SECONDS)


def _moment(row: IndependentExpenditure) -> datetime | None:
    day = row.receipt_date or row.dissemination_date or row.expenditure_date
    return datetime.combine(day, time(), UTC) if day else None


class _Feed(Feed):
    """A feed of ours, marked where everything in it is invented."""

    feed_type = Atom1Feed
    author_name = "Finance Tracker"
    about = ""

    def title(self, subject: Subject | None) -> str:
        """The feed's title."""
        of = f": {subject.name}" if subject else ""
        invented = " (invented sample)" if freshness().is_sample else ""
        return f"{self.about}{of}{invented}"

    def link(self, subject: Subject | None) -> str:
        """The page that the feed is of."""
        return subject.path if subject else reverse("home")

    def subtitle(self, subject: Subject | None) -> str:
        """What it holds."""
        return "From the FEC’s bulk files and electronic filings, as loaded here."


class Expenditures(_Feed):
    """The newest independent expenditures that count: all, or those of a page."""

    about = "Independent expenditures"
    kind = ""

    def get_object(self, request: HttpRequest, key: str = "") -> Subject | None:
        """The page's subject; None for the feed of all."""
        if not self.kind:
            return None
        found = subjects.find(self.kind, key)
        if found is None:
            raise Http404(f"There is no {self.kind} “{key[:60]}” here.")
        return found

    def items(self, subject: Subject | None) -> list[Shown]:
        """The rows, the newest first."""
        name = f"{subject.kind}:{subject.key}" if subject else "all"
        return _kept(name, lambda: show(list(_newest(subject))))

    def item_title(self, item: Shown) -> str:
        """ "$27,500 against Jimmy Gomez: WORKING AMERICANS PAC"."""
        about = f"{item.side or 'about'} {item.candidate or 'a candidate who is not named'}"
        return f"{dollars(item.amount)} {about}: {item.spender}"

    def item_description(self, item: Shown) -> str:
        """The day, to whom and for what it was paid, and whether it counts."""
        row = item.row
        parts = (
            f"{'Shown' if row.dissemination_date else 'Paid'} {short_day(item.day)}",
            f"paid to {row.payee_name}" if row.payee_name else "",
            row.purpose,
            f"{item.kind}, {item.status}",
        )
        return "; ".join(part for part in parts if part) + "."

    def item_link(self, item: Shown) -> str:
        """Its page."""
        return item.address

    def item_pubdate(self, item: Shown) -> datetime | None:
        """The day it was received, else shown or paid."""
        return _moment(item.row)

    def item_updateddate(self, item: Shown) -> datetime | None:
        """The same: what changes is another row."""
        return _moment(item.row)


class CandidateExpenditures(Expenditures):
    """Those for or against a candidate."""

    kind = "candidate"


class CommitteeExpenditures(Expenditures):
    """Those of a spender."""

    kind = "committee"


class RaceExpenditures(Expenditures):
    """Those for this election of a seat, by their election codes, as on the race's page."""

    kind = "race"


def _newest(subject: Subject | None) -> QuerySet[IndependentExpenditure]:
    rows: QuerySet[IndependentExpenditure] = (
        IndependentExpenditure.objects.counted().select_related("committee")
    )
    if subject is None:
        pass
    elif subject.kind == "committee":
        rows = rows.filter(committee_id=subject.key)
    elif subject.kind == "candidate":
        rows = rows.filter(candidate_id=subject.key)
    else:
        rows = _of_race(rows, subject)
    # As an index has them.
    return rows.order_by(
        Coalesce("dissemination_date", "expenditure_date").desc(nulls_last=True),
        F("expenditure_amount").desc(),
        "-cycle",
        "-key",
    )[:ENTRIES]


def _of_race(
    rows: QuerySet[IndependentExpenditure], subject: Subject
) -> QuerySet[IndependentExpenditure]:
    election = subjects.find_race(subject.key)
    if election is None:
        return rows.none()
    entries = ElectionCandidate.objects.filter(election=election).order_by()
    rows = rows.filter(
        candidate_id__in=list(entries.values_list("candidate_id", flat=True)), cycle=election.cycle
    )
    has_special = (
        election.is_special
        or ElectionCandidate.objects.filter(
            Q(election__special_year__gt=0),
            election__cycle=election.cycle,
            election__office=election.office,
            election__state=election.state,
            election__district=election.district,
        ).exists()
    )
    found = rows.order_by().values_list("election_type", flat=True).distinct()
    codes = [code for code in found if belongs(code, election, has_special=has_special)]
    return rows.filter(election_type__in=codes)


class Filings(_Feed):
    """The newest filings that count: of all, or of one committee."""

    about = "Filings"

    def get_object(self, request: HttpRequest, key: str = "") -> Subject | None:
        """The filer; None for the feed of all."""
        found = subjects.find("committee", key) if key else None
        if key and found is None:
            raise Http404(f"There is no committee “{key[:60]}” here.")
        return found

    def items(self, subject: Subject | None) -> list[Filing]:
        """The filings, the newest first."""
        return _kept(f"filings:{subject.key if subject else ''}", lambda: _filings(subject))

    def item_title(self, item: Filing) -> str:
        """ "F24N, BLUEBELL ACTION: 24- or 48-hour notice of …"."""
        filer = item.filer_name or item.committee_id
        return f"{item.form_type}, {filer}: {filing_words.form(item.form)}"

    def item_description(self, item: Filing) -> str:
        """Which report it is."""
        said = filing_words.report(item.report_code, item.election_code)
        return f"Filing {item.pk}{f', {said}' if said else ''}."

    def item_link(self, item: Filing) -> str:
        """Its page."""
        return reverse("filing", args=[item.pk])

    def item_pubdate(self, item: Filing) -> datetime:
        """When the FEC received it, else when it was taken in."""
        return item.received_at or item.ingested_at

    def item_updateddate(self, item: Filing) -> datetime:
        """The same."""
        return item.received_at or item.ingested_at


def _filings(subject: Subject | None) -> list[Filing]:
    found = Filing.objects.counting().filter(is_paper=False)
    if subject is not None:
        found = found.filter(committee_id=subject.key)
    found = found.defer("cover", "checks", "free_text", "rows_by_type")
    return list(found.order_by("-file_number")[:ENTRIES])


class Connections(_Feed):
    """The connections that were found last, the larger ones first; none that was dismissed."""

    about = "Connections worth a look"

    def link(self, subject: Subject | None) -> str:
        """Their list."""
        return reverse("connections")

    def items(self, subject: Subject | None) -> list[Connection]:
        """The connections, the newest first."""
        return _kept(f"connections:{reviews.version()}", _connections)

    def item_title(self, item: Connection) -> str:
        """Its kind, and the cycle."""
        return f"{KINDS[item.kind].title}, {words.period(item.cycle)}"

    def item_description(self, item: Connection) -> str:
        """What was filed, and how sure it is who is who."""
        return f"{item.sentence} {CERTAIN[item.certainty]}: {CERTAINTIES[item.certainty]}"

    def item_link(self, item: Connection) -> str:
        """Its page."""
        return reverse("connection", args=[item.slug])

    def item_pubdate(self, item: Connection) -> datetime:
        """When it was first found here."""
        return item.first_found_at

    def item_updateddate(self, item: Connection) -> datetime:
        """The same: its amounts change with every import."""
        return item.first_found_at


def _connections() -> list[Connection]:
    found = Connection.objects.shown().defer("evidence")
    return list(found.order_by("-first_found_at", "-score", "pk")[:ENTRIES])

"""The admin of contributions and of what is made of them: read-only, quick on millions of rows."""

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Func, Q, QuerySet
from django.http import HttpRequest

# Whose admin is registered by being imported.
from donations import admin_donors, admin_tags, sources  # noqa: F401
from donations.indexes import WORDS
from donations.models import (
    CandidateTotal,
    City,
    CommitteeTotal,
    CommitteeTransaction,
    Contribution,
    ContributorName,
    Dictionary,
    Employer,
    MemoText,
    Occupation,
    OperatingExpenditure,
)
from donations.totals import CHANNELS
from filings.admin_base import (
    CycleFilter,
    FactAdmin,
    amount,
    at_fec,
    day,
    number,
    one_of,
    plain,
)

admin.site.index_template = admin_tags.INDEX
# Beyond so many spellings a search is no search: "JOHN" alone has tens of thousands.
SPELLINGS_CAP = 2_000


class NameWords(Func):
    """The words of a dictionary's text, written as in its index."""

    template = WORDS
    output_field = SearchVectorField()


def with_words(model: type[Dictionary], words: Sequence[str]) -> QuerySet[Any]:
    """The entries of a dictionary that have all these beginnings of words, in any order."""
    beginnings = [part for word in words for part in re.findall(r"\w+", word)]
    if not beginnings:
        return model._default_manager.none()
    query = SearchQuery(
        " & ".join(f"'{part}':*" for part in beginnings), search_type="raw", config="simple"
    )
    return model._default_manager.annotate(words=NameWords()).filter(words=query)


class DictionaryAdmin(FactAdmin):
    """Texts that rows share, each once."""

    list_display = ("name",)
    list_filter = ()
    ordering = ("-id",)
    sortable_by = ("name",)

    def by_words(self, request: HttpRequest, words: Sequence[str], *, has_id: bool) -> Q:
        """The entries with these words, found through the index of words."""
        return Q(pk__in=with_words(self.model, words).values("pk"))


admin.site.register([ContributorName, Employer, Occupation, City], DictionaryAdmin)


@admin.register(MemoText)
class MemoTextAdmin(FactAdmin):
    list_display = ("name",)
    list_filter = ()
    ordering = ("-id",)
    sortable_by = ("name",)
    name_lookups = ("name",)


class BigFactAdmin(FactAdmin):
    """Facts of a partitioned table."""

    is_huge = True
    readonly_fields: ClassVar[Any] = (at_fec,)
    list_display_links = ("sub_id",)
    number_lookups = ("sub_id",)
    ordering = ("-sub_id",)
    # These have an index; a sort by anything else would read the whole table.
    sortable_by: ClassVar[Any] = ("sub_id",)


RECEIVED_AMOUNT = amount("contribution_receipt_amount")
RECEIVED_DAY = day("contribution_receipt_date")


@admin.register(Contribution)
class ContributionAdmin(BigFactAdmin):
    list_display = (
        "sub_id",
        "contributor_name",
        RECEIVED_AMOUNT,
        RECEIVED_DAY,
        "committee",
        "employer",
        "occupation",
        "city",
        plain("contributor_state", "state"),
        plain("receipt_type", "type"),
        plain("counted_as", "counted as"),
        at_fec,
    )
    list_filter = (CycleFilter, "source", "counts", "counted_as", "entity_type")
    prefetch = ("committee", "contributor_name", "employer", "occupation", "city", "memo_text")
    committee_lookups = ("committee_id",)
    sortable_by = ("sub_id", RECEIVED_AMOUNT, RECEIVED_DAY)
    search_help_text = (
        "Search by beginnings of words of the contributor's name, by the recipient's committee id,"
        " by the FEC's row number, or by several of these together."
    )

    def by_words(self, request: HttpRequest, words: Sequence[str], *, has_id: bool) -> Q:
        """Rows whose contributor has these words in the name."""
        names = with_words(ContributorName, words).order_by("pk").values_list("pk", flat=True)
        # As a list and not as a subquery, so that the planner knows how few they are.
        found = list(names[: SPELLINGS_CAP + 1])
        if len(found) > SPELLINGS_CAP:
            messages.warning(
                request,
                f"More than {SPELLINGS_CAP:,} spellings of names have these words: below are the"
                " rows of some of them. Add a word to see all.",
            )
        return Q(contributor_name__in=found[:SPELLINGS_CAP])


@admin.register(CommitteeTransaction)
class CommitteeTransactionAdmin(BigFactAdmin):
    list_display = (
        "sub_id",
        "committee",
        amount("disbursement_amount"),
        day("disbursement_date"),
        "recipient_id",
        "recipient_name",
        plain("disbursement_type", "type"),
        plain("counted_as", "counted as"),
        at_fec,
    )
    list_filter = (CycleFilter, "counts", "counted_as", "entity_type")
    prefetch = ("committee",)
    committee_lookups = ("committee_id", "recipient_id")
    candidate_lookups = ("recipient_id",)
    name_lookups = ("recipient_name",)


@admin.register(OperatingExpenditure)
class OperatingExpenditureAdmin(BigFactAdmin):
    list_display = (
        "sub_id",
        "committee",
        amount("disbursement_amount"),
        day("disbursement_date"),
        "recipient_name",
        "purpose",
        "category_description",
        "counts",
        at_fec,
    )
    list_filter = (CycleFilter, "counts", "entity_type")
    prefetch = ("committee",)
    committee_lookups = ("committee_id",)
    name_lookups = ("recipient_name", "purpose")


@admin.register(CommitteeTotal)
class CommitteeTotalAdmin(FactAdmin):
    list_display = (
        "cycle",
        "committee",
        "source",
        "counted_as",
        "election_type",
        number("rows", "rows"),
        amount("amount"),
    )
    list_filter = (
        CycleFilter,
        one_of(
            "source",
            "file",
            ((name, name) for name in (*sources.RECEIPTS, *sources.PAYMENTS, *sources.OPERATING)),
        ),
        "counted_as",
    )
    prefetch = ("committee",)
    committee_lookups = ("committee_id",)


@admin.register(CandidateTotal)
class CandidateTotalAdmin(FactAdmin):
    list_display = (
        "cycle",
        "candidate",
        "channel",
        number("rows", "rows"),
        amount("amount"),
        "caveat",
    )
    list_filter = (CycleFilter, one_of("channel", "channel", CHANNELS.items()))
    prefetch = ("candidate",)
    candidate_lookups = ("candidate_id",)

"""The versions of a filing in order, and what each changed in the totals of the one before."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from filings.models import Filing, FilingRow
from web import filing_words as words

# Notices are small, and say nothing on their cover: their rows are added up.
NOTICES = frozenset({"F24", "F5", "F6"})


@dataclass(frozen=True)
class Change:
    """A total that differs from the version before, in US dollars."""

    label: str
    before: Decimal
    after: Decimal

    @property
    def difference(self) -> Decimal:
        """What came on top; below zero where it is less."""
        return self.after - self.before


@dataclass(frozen=True)
class Version:
    """A filing of a chain; `is_compared` is false of the first, and where nothing is comparable."""

    filing: Filing
    changes: list[Change]
    is_compared: bool


def versions(filing: Filing) -> list[Version]:
    """The chain of a filing, the first version first; one that stands alone is all of its chain."""
    chain = [filing]
    if filing.chain_base is not None and filing.committee_id:
        chain = list(
            Filing.objects.filter(committee_id=filing.committee_id, chain_base=filing.chain_base)
            .defer("checks", "free_text", "rows_by_type")
        ) or chain  # fmt: skip
    # As chains are decided: by the number of the amendment, and of equal ones by the filing's.
    chain.sort(key=lambda one: (_number(one), abs(one.file_number)))
    totals = _totals(chain) if len(chain) > 1 else [{}]
    result = [Version(chain[0], [], is_compared=False)]
    for one, before, after in zip(chain[1:], totals, totals[1:], strict=False):
        both = [label for label in after if label in before]
        changes = [
            Change(label, before[label], after[label])
            for label in both
            if before[label] != after[label]
        ]
        result.append(Version(one, changes, is_compared=bool(both)))
    return result


def _number(filing: Filing) -> int:
    if filing.amendment_number is not None:
        return filing.amendment_number
    return int(filing.amends is not None or filing.amendment_indicator == "A")


def _totals(chain: list[Filing]) -> list[dict[str, Decimal]]:
    """The figures of each version by their words: the cover's, or the sum of a notice's rows."""
    sums: dict[int, Decimal] = {}
    notices = [one.pk for one in chain if one.form in NOTICES]
    if notices:
        rows = FilingRow.objects.filter(file_number__in=notices, schedule__in=words.MONEY)
        found = rows.exclude(memo_code="X").values_list("file_number").annotate(Sum("amount"))
        sums = {number: total or Decimal(0) for number, total in found.order_by()}
    return [
        {"Sum of its rows": sums.get(one.pk, Decimal(0))}
        if one.form in NOTICES
        else dict(words.figures(one.cover))
        for one in chain
    ]

"""Every dollar to, for and against each candidate of a race, by channel and election."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Sum

from expenditures.attribution import DIRECTIONS
from expenditures.models import AttributedMoney
from web.behind import CHANNELS

ZERO = Decimal(0)


@dataclass(frozen=True)
class Channel:
    """A channel's money of one candidate: of this race, and of another election or of none told.

    codes and other_codes are election codes as an address has them. has_rows: whether there are
    rows to look at.
    """

    code: str
    words: str
    way: str
    here: Decimal
    elsewhere: Decimal
    codes: str
    other_codes: str
    has_rows: bool


@dataclass
class Attributed:
    """A candidate's money by channel, and the sums of this race by which way it went."""

    candidate_id: str
    name: str
    channels: list[Channel] = field(default_factory=list)
    sums: dict[str, Decimal] = field(default_factory=dict)

    @property
    def to(self) -> Decimal:
        """To the campaign, refunds taken off."""
        return self.sums.get("to", ZERO) - self.sums.get("back", ZERO)

    @property
    def supported(self) -> Decimal:
        """Spent for the candidate by others."""
        return self.sums.get("for", ZERO)

    @property
    def opposed(self) -> Decimal:
        """Spent against the candidate by others."""
        return self.sums.get("against", ZERO)

    @property
    def about(self) -> Decimal:
        """Spent on communications that take no side."""
        return self.sums.get("about", ZERO)


def by_candidate(
    names: dict[str, str], cycle: int, is_here: Callable[[str], bool]
) -> list[Attributed]:
    """Of each of the candidates (names by id, in their order) that any money is attributed to.

    is_here: whether money under an election code is of this race.
    """
    rows: dict[tuple[str, str], list[tuple[str, int, Decimal]]] = defaultdict(list)
    for candidate_id, channel, code, count, amount in (
        AttributedMoney.objects.filter(cycle=cycle, candidate_id__any_of=list(names))
        .order_by()
        .values_list("candidate_id", "channel", "election_type")
        .annotate(n=Sum("rows"), total=Sum("amount"))
    ):
        rows[candidate_id, channel].append((code, count, amount))
    found = []
    for candidate_id, name in names.items():
        one = Attributed(candidate_id, name)
        for channel, way in DIRECTIONS.items():
            parts = rows.get((candidate_id, channel), [])
            if not parts:
                continue
            # What has no rows cannot say for which election it was.
            here = [part for part in parts if part[1] and is_here(part[0])]
            other = [part for part in parts if part not in here]
            amount = sum((part[2] for part in here), ZERO)
            one.sums[way] = one.sums.get(way, ZERO) + amount
            one.channels.append(
                Channel(
                    channel,
                    CHANNELS[channel],
                    way,
                    amount,
                    sum((part[2] for part in other), ZERO),
                    _codes(here),
                    _codes(other),
                    any(part[1] for part in parts),
                )
            )
        if one.channels:
            found.append(one)
    return found


def _codes(parts: list[tuple[str, int, Decimal]]) -> str:
    return ",".join(sorted(code or "none" for code, _, _ in parts))

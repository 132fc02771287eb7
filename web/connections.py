"""Connections worth a look, as pages show them: their list, one of them, and those about a page."""

from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from expenditures.connections import reviews
from expenditures.connections.evidence import CERTAINTIES, Party, Step, from_json
from expenditures.connections.kinds import KINDS, Kind
from expenditures.connections.reviews import State
from expenditures.models import Connection, ConnectionParty
from filings.models import Election
from web import words
from web.caching import remember
from web.connection_steps import Line, Named, know, lines, named
from web.make_up import Hidden, hidden_of

LISTED = 25
# On a page about something else: the largest of so many kinds whole, in the order of KINDS, and the
# largest of all others by their sentence alone.
WHOLE, BRIEF = 5, 8
ROLES = {
    "race": "Race",
    "spender": "Spender",
    "funder": "Funder",
    "industry": "Industry",
    "via": "Through",
    "sharing": "Shares with",
    "attacked": "Attacked",
    "supported": "Supported",
    "rival": "Rival",
    "candidate": "Candidate of the campaign",
}
CERTAIN = {"identified": "Identified", "same_name": "Same name and place", "possible": "Possible"}


@dataclass(frozen=True)
class Shown:
    """A connection with its kind, its path and what reviewers said of it."""

    connection: Connection
    kind: Kind
    lines: list[Line]
    state: State
    url: str
    race: Named | None = None
    spender: Named | None = None
    hidden: Hidden | None = None

    @property
    def certainty(self) -> str:
        """How sure it is, in a word or two."""
        return CERTAIN[self.connection.certainty]

    @property
    def why_certain(self) -> str:
        """What that means."""
        return CERTAINTIES[self.connection.certainty]


@dataclass(frozen=True)
class About:
    """The connections that a page's subject has a part in.

    The largest of each kind, the largest others, and how many there are.
    """

    whole: list[Shown] = field(default_factory=list)
    brief: list[Shown] = field(default_factory=list)
    # How many there are of each cycle, its years, and the list of them.
    lists: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many there are in all."""
        return sum(count for count, _, _ in self.lists)

    @property
    def names_people(self) -> bool:
        """Whether a person is named, so that the notice of the law has to stand beside it."""
        return any(
            line.source.kind == "person" for one in self.whole + self.brief for line in one.lines
        )


@dataclass(frozen=True)
class Filters:
    """What a list of connections is narrowed to; empty values narrow nothing.

    parties: kinds and keys, any of which has a part: one donor is known by several keys.
    """

    cycle: int
    kind: str = ""
    office: str = ""
    state: str = ""
    parties: tuple[tuple[str, str], ...] = ()
    words: str = ""

    def address(self, name: str = "connections", **values: object) -> str:
        """The address of the list, with some of its values changed."""
        asked = {
            "cycle": self.cycle,
            "kind": self.kind,
            "office": self.office,
            "state": self.state,
            "about": self.about,
            "q": self.words,
        } | values
        pairs = [(key, value) for key, value in asked.items() if value]
        return f"{reverse(name)}?{urlencode(pairs, doseq=True)}"

    @property
    def about(self) -> list[str]:
        """Whom it is narrowed to, as addresses say it."""
        return [f"{kind}:{key}" for kind, key in self.parties]


@dataclass(frozen=True)
class ListPage:
    """A page of the list, how many there are of each kind, and whom it is narrowed to."""

    filters: Filters
    page: Page
    shown: list[Shown]
    kinds: list[tuple[Kind, int, str]]
    subject: str = ""

    @property
    def previous(self) -> str:
        """The address of the page before, of larger ones."""
        return self.filters.address(page=self.page.previous_page_number())

    @property
    def following(self) -> str:
        """The address of the page after."""
        return self.filters.address(page=self.page.next_page_number())


def find(filters: Filters) -> QuerySet[Connection]:
    """The public's connections that match, the largest score first."""
    rows = Connection.objects.shown().filter(cycle=filters.cycle)
    if filters.office:
        rows = rows.filter(election__office=filters.office)
    if filters.state:
        rows = rows.filter(election__state=filters.state)
    if filters.parties:
        asked = Q()
        for kind, key in filters.parties:
            asked |= Q(kind=kind, key=key)
        rows = rows.filter(pk__in=ConnectionParty.objects.filter(asked).values("connection_id"))
    for word in filters.words.split():
        rows = rows.filter(sentence__icontains=word)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    return rows.order_by("-score", "pk")


def list_page(filters: Filters, number: str | None) -> ListPage:
    """One page of the list."""
    page = Paginator(find(filters), LISTED).get_page(number)
    any_kind = Filters(**{**filters.__dict__, "kind": ""})
    counts = dict(find(any_kind).order_by().values_list("kind").annotate(n=Count("pk")))
    subject = ""
    if filters.parties:
        kind, key = filters.parties[0]
        party = ConnectionParty.objects.filter(kind=kind, key=key).first()
        if party is not None:
            subject = named(Party(party.kind, party.key, party.name), filters.cycle, {}).name  # type: ignore[arg-type]
    return ListPage(
        filters,
        page,
        show(list(page.object_list)),
        [
            (kind, counts[code], filters.address(kind="" if filters.kind == code else code))
            for code, kind in KINDS.items()
            if code in counts
        ],
        subject,
    )


def show(found: list[Connection]) -> list[Shown]:
    """Connections with all that a page says of them, in their order."""
    states = reviews.states([one.key for one in found])
    paths = {one.pk: from_json(one.evidence) for one in found}
    wanted = {
        end.key
        for steps in paths.values()
        for step in steps
        for end in (step.source, step.target)
        if end.kind == "race"
    } | {str(one.election_id) for one in found if one.election_id}
    races = {
        str(one.pk): one
        for one in Election.objects.filter(pk__in=[int(key) for key in wanted])
    }  # fmt: skip
    known = know([(one.cycle, paths[one.pk]) for one in found], races)
    hidden = hidden_of([(one.cycle, one.spender_id) for one in found])
    return [
        Shown(
            one,
            KINDS[one.kind],
            lines(paths[one.pk], one.cycle, known),
            states.get(one.key, State()),
            reverse("connection", args=[one.slug]),
            named(Party("race", str(one.election_id), str(race)), one.cycle, races)
            if (race := races.get(str(one.election_id)))
            else None,
            _spender(one, paths[one.pk]),
            hidden.get((one.cycle, one.spender_id)),
        )
        for one in found
    ]


def _spender(one: Connection, path: tuple[Step, ...]) -> Named | None:
    for step in path:
        for end in (step.source, step.target):
            if end.kind == "committee" and end.key == one.spender_id:
                return named(end, one.cycle, {})
    return None


def parties(connection: Connection) -> list[tuple[str, list[Named]]]:
    """Everybody in a connection by the part they play, in a fixed order of parts."""
    found: dict[str, list[ConnectionParty]] = {}
    for one in connection.parties.order_by("pk"):
        found.setdefault(one.role, []).append(one)
    ids = [int(one.key) for one in found.get("race", ())]
    races = {str(one.pk): one for one in Election.objects.filter(pk__in=ids)}
    return [
        (
            ROLES[role],
            [
                named(Party(one.kind, one.key, one.name), connection.cycle, races)  # type: ignore[arg-type]
                for one in found[role]
            ],
        )
        for role in ROLES
        if role in found
    ]


def about(kind: str, keys: list[str], cycle: int, version: int) -> About:
    """The connections of a cycle that somebody or something has a part in, for their own page.

    keys: all that the subject is known by. A cycle of 0 is any.
    """
    whom = sha256("+".join(sorted(keys)).encode()).hexdigest()
    name = f"connections:{kind}:{whom}:{cycle}:{reviews.version()}"
    return remember(name, version, lambda: _about(kind, keys, cycle))


def _about(kind: str, keys: list[str], cycle: int) -> About:
    rows = Connection.objects.shown()
    if cycle:
        rows = rows.filter(cycle=cycle)
    mine = ConnectionParty.objects.filter(kind=kind, key__any_of=keys).values("connection_id")
    rows = rows.filter(pk__in=mine).order_by("-score", "pk")
    counts = sorted(rows.order_by().values_list("cycle").annotate(many=Count("pk")), reverse=True)
    largest = {one.kind: one for one in rows.order_by("kind", "-score", "pk").distinct("kind")}
    whole = [largest[code] for code in KINDS if code in largest][:WHOLE]
    brief = list(rows.exclude(pk__in=[one.pk for one in whole])[:BRIEF]) if counts else []
    found = show(whole + brief)
    lists = [
        (count, words.period(year), Filters(year, parties=tuple((kind, key) for key in keys)))
        for year, count in counts
    ]
    return About(
        found[: len(whole)],
        found[len(whole) :],
        [(count, period, filters.address()) for count, period, filters in lists],
    )

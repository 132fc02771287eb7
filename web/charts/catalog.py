"""Which charts there are, and how each comes to its figures."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from donations.models import ContributorName, Industry, Organization
from filings.models import Candidate, Committee, Election, ElectionCandidate
from web import behind, donor_identity, industry_list, industry_page, race_page, subjects, words
from web.caching import recall, remember
from web.charts import (
    donor_sums,
    gift_charts,
    given,
    industry_charts,
    outside_charts,
)
from web.charts.chart import Chart
from web.charts.given import Given
from web.donor_page import describe
from web.filters import DonorFilter

# A change of what charts say or hold makes those that are kept useless.
VERSION = 1
# More rows than this are not looked at while a page waits: the picture's own request does that.
PAGE_ROWS = 150_000


@dataclass
class Source:
    """Whose charts are asked for, and in which cycle; what several need is read once.

    The cycle of a donor's charts is 0: they are of all cycles.
    """

    kind: str
    key: str
    cycle: int
    version: int

    def kept(self, name: str) -> str:
        """The name under which something of this is kept."""
        kept = f"chart{VERSION}:{self.kind}:{self.key}:{self.cycle}:{name}"
        # A person's decision on who is who changes a donor's rows without a load.
        return f"{kept}:{donor_identity.decisions_version()}" if self.kind == "donor" else kept

    @cached_property
    def candidate(self) -> Candidate:
        """The candidate."""
        return Candidate.objects.get(pk=self.key)

    @cached_property
    def election(self) -> Election:
        """The race."""
        found = subjects.find_race(self.key)
        if found is None:
            raise Election.DoesNotExist
        return found

    @cached_property
    def industry(self) -> Industry:
        """The industry."""
        return Industry.objects.get(slug=self.key)

    @cached_property
    def subject(self) -> str:
        """The name of whom the charts are of."""
        if self.kind == "candidate":
            return words.person(self.candidate.name) or self.key
        if self.kind == "committee":
            return Committee.objects.get(pk=self.key).name or self.key
        if self.kind == "race":
            return subjects.race(self.election).name
        if self.kind == "donor":
            return subjects.donor(self.donor).name
        if self.kind == "employer":
            found = Organization.objects.filter(form=self.form).first()
            return (found.name if found else "") or self.form
        return ""

    @cached_property
    def donor(self) -> donor_identity.Donor:
        """The donor, across spellings and ZIP codes."""
        alias = donor_identity.read_slug(self.key)
        found = donor_identity.find(alias) if alias else None
        if found is None:
            raise ContributorName.DoesNotExist
        return found

    @property
    def form(self) -> str:
        """The normal form of an employer's name, which the key is made of."""
        return self.key.upper().replace("-", " ")

    @cached_property
    def committees(self) -> list[str]:
        """The committees whose receipts these are."""
        if self.kind == "committee":
            return [self.key]
        return behind.campaign_committees(self.key, self.cycle)

    @cached_property
    def races(self) -> list[Election]:
        """The races in which a candidate stands."""
        entries = ElectionCandidate.objects.filter(
            candidate_id=self.key, election__cycle=self.cycle
        )
        return [entry.election for entry in entries.select_related("election")]

    @cached_property
    def gifts(self) -> gift_charts.Gifts:
        """Itemized contributions. Raises TakesLong."""
        found: Given = remember(
            self.kept("given"), self.version, lambda: given.to(self.committees, self.cycle)
        )
        asks = "candidate" if self.kind == "candidate" else "recipient"
        return gift_charts.Gifts(found, self.subject, self.cycle, {asks: self.key})

    @cached_property
    def race(self) -> race_page.RacePage:
        """What the race's page says."""
        return race_page.build(self.election, self.version)

    @cached_property
    def page(self) -> industry_page.IndustryPage:
        """What the industry's page says; kept as the page's view keeps it."""
        found: industry_page.IndustryPage = remember(
            f"industry:{self.industry.pk}:{self.cycle}",
            self.version,
            lambda: industry_page.build(
                self.industry,
                self.cycle,
                industry_page.cycles(),
                industry_list.known(self.version),
            ),
        )
        return found

    @cached_property
    def is_heavy(self) -> bool:
        """Whether its rows are more than a page may wait for."""
        return (
            self.kind in {"candidate", "committee"}
            and given.rows_of(self.committees, self.cycle) > PAGE_ROWS
        )


CHARTS: dict[tuple[str, str], Callable[[Source], Chart]] = {
    ("candidate", "industries"): lambda s: industry_charts.of_candidate(
        s.key, s.subject, s.cycle, s.version
    ),
    ("candidate", "months"): lambda s: s.gifts.time(s.races),
    ("candidate", "sizes"): lambda s: s.gifts.sizes(),
    ("candidate", "states"): lambda s: s.gifts.states(),
    ("candidate", "outside-months"): lambda s: outside_charts.candidate_months(
        s.key, s.subject, s.cycle, s.races
    ),
    ("candidate", "outside"): lambda s: outside_charts.spenders(s.key, s.subject, s.cycle),
    ("committee", "industries"): lambda s: industry_charts.of_committee(
        s.key, s.subject, s.cycle, s.version
    ),
    ("committee", "months"): lambda s: s.gifts.time(()),
    ("committee", "sizes"): lambda s: s.gifts.sizes(),
    ("committee", "states"): lambda s: s.gifts.states(),
    ("committee", "outside-months"): lambda s: outside_charts.committee_months(
        s.key, s.subject, s.cycle
    ),
    ("committee", "outside"): lambda s: outside_charts.targets(s.key, s.subject, s.cycle),
    ("race", "industries"): lambda s: industry_charts.of_race(s.race, s.subject),
    ("race", "months"): lambda s: gift_charts.race_time(s.race, s.subject),
    ("race", "outside-months"): lambda s: outside_charts.race_months(s.race, s.subject),
    ("race", "outside"): lambda s: outside_charts.race_sides(s.race, s.subject),
    ("industry", "givers"): lambda s: industry_charts.of_industry_givers(s.industry, s.page),
    ("industry", "months"): lambda s: industry_charts.of_industry_months(s.industry, s.page),
    ("donor", "months"): lambda s: gift_charts.donor_months(
        given.by_donor(s.donor.name_ids, s.donor.pairs), s.subject
    ),
    ("employer", "months"): lambda s: gift_charts.employer_months(s.form, s.subject, s.cycle),
    ("employer", "states"): lambda s: gift_charts.employer_states(s.form, s.subject, s.cycle),
    ("all", "industries"): lambda s: industry_charts.of_all(s.cycle, s.version),
}
# Those that look at the rows themselves.
FROM_ROWS = frozenset({"months", "sizes", "states"})


def build(source: Source, name: str) -> Chart:
    """A chart, kept until the next load. Raises KeyError, DoesNotExist and TakesLong."""
    make = CHARTS[source.kind, name]
    chart: Chart = remember(source.kept(name), source.version, lambda: make(source))
    return chart


def at_once(source: Source, name: str) -> Chart | None:
    """A chart as far as a page may wait for it; None where only its picture's request may."""
    make = CHARTS[source.kind, name]
    kept: Chart | None = recall(source.kept(name), source.version)
    if kept is not None:
        return kept
    if name in FROM_ROWS and source.is_heavy:
        return None
    try:
        return remember(source.kept(name), source.version, lambda: make(source))
    except given.TakesLong:
        return None


SEARCH_CHARTS = ("states", "months")


def of_search(name: str, asked: DonorFilter, version: int) -> Chart:
    """A donor search by state or by month. Raises TakesLong."""
    searched = asked.without("sort")

    def make() -> Chart:
        subject = describe(searched) or "all itemized receipts"
        subject = subject[:1].upper() + subject[1:]
        if name == "months":
            return gift_charts.search_months(donor_sums.by_month(searched), searched, subject)
        return gift_charts.search_states(donor_sums.by_state(searched), searched, subject)

    chart: Chart = remember(search_key(name, searched), version, make)
    return chart


def search_key(name: str, asked: DonorFilter) -> str:
    """The name under which a search's chart is kept."""
    return f"chart{VERSION}:search:{name}:{asked.address(sort='')}"

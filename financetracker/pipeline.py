"""The steps in their order: it lives here once, and the command, Celery and the admin read it."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

import donations.donors
import donations.load
import donations.proposals
import donations.queue
import donations.tagging
import donations.totals
import expenditures.attribution
import expenditures.connections.store
import expenditures.electronic
import expenditures.load
import expenditures.notices
import expenditures.reconcile
import expenditures.review_notices
import expenditures.totals
import expenditures.tracing
import filings.elections
import filings.load
from filings.fec.catalog import CATALOG
from filings.fec.errors import FinanceTrackerError
from filings.models import Load
from filings.replacing import Counts
from filings.steps import Loader, Options, run_derived_step, run_file_step

logger = logging.getLogger(__name__)


class UnknownStep(FinanceTrackerError):
    """A step was asked for that the pipeline does not have."""


@dataclass(frozen=True)
class FileStep:
    """Takes in one bulk file."""

    code: str
    loader: Loader
    partitioned: tuple[str, ...] = ()
    by_night: bool = False

    @property
    def name(self) -> str:
        """The step's name in the ledger."""
        return CATALOG[self.code].step

    @property
    def title(self) -> str:
        """What people call it."""
        return CATALOG[self.code].title

    def run(self, cycle: int, options: Options) -> Load:
        """Run the step for a cycle."""
        return run_file_step(
            CATALOG[self.code], cycle, self.loader, options, partitioned=self.partitioned
        )


@dataclass(frozen=True)
class DerivedStep:
    """Computes what follows from other steps' rows, and from the `state` of what is no step."""

    code: str
    title: str
    compute: Callable[..., Counts]
    inputs: tuple[str, ...]
    state: Callable[[], str] | None = None
    # Says that there is work which no other step brought.
    is_due: Callable[[int], bool] | None = None
    # Left out where no step is named: it costs minutes, and the nightly run has them.
    by_night: bool = False
    # Reads only what changed, unless forced.
    rereads: bool = False

    @property
    def name(self) -> str:
        """The step's name in the ledger."""
        return self.code

    def run(self, cycle: int, options: Options) -> Load:
        """Run the step for a cycle."""
        return run_derived_step(
            self.code,
            cycle,
            self.inputs,
            partial(self.compute, everything=True)
            if self.rereads and options.force
            else self.compute,
            options,
            state=self.state,
            is_due=self.is_due,
        )


Step = FileStep | DerivedStep

STEPS: tuple[Step, ...] = (
    FileStep("cn", filings.load.load_candidates),
    FileStep("cm", filings.load.load_committees),
    FileStep("ccl", filings.load.load_linkages),
    FileStep("weball", filings.load.load_candidate_summaries),
    FileStep("webl", filings.load.load_candidate_summaries),
    FileStep("webk", filings.load.load_committee_summaries),
    FileStep("indiv", donations.load.load_contributions, ("donations_contribution_indiv",)),
    FileStep(
        "oth",
        donations.load.load_committee_transactions,
        ("donations_contribution_oth", "donations_committeetransaction_oth"),
    ),
    FileStep(
        "pas2",
        expenditures.load.load_candidate_transactions,
        ("expenditures_candidatetransaction_pas2",),
    ),
    FileStep(
        "oppexp",
        donations.load.load_operating_expenditures,
        ("donations_operatingexpenditure_oppexp",),
    ),
    FileStep("independent_expenditure", expenditures.load.load_independent_expenditures),
    FileStep("ElectioneeringComm", expenditures.load.load_electioneering),
    FileStep("CommunicationCosts", expenditures.load.load_communication_costs),
    DerivedStep(
        "electronic",
        "Electronic filings into the totals",
        expenditures.electronic.rebuild,
        expenditures.electronic.BULK_STEPS,
        is_due=expenditures.electronic.is_due,
        rereads=True,
    ),
    DerivedStep(
        "notices",
        "Notices matched to reports, candidates resolved",
        expenditures.notices.decide,
        (
            "candidates",
            "linkages",
            "candidate_transactions",
            "independent_expenditures",
            "committee_summaries",
            "candidate_summaries",
            "electronic",
        ),
        expenditures.review_notices.state_of_decisions,
    ),
    DerivedStep(
        "elections",
        "Races and who stands in them",
        filings.elections.rebuild,
        ("candidates", "linkages", "contributions", "committee_transactions", "electronic"),
    ),
    DerivedStep(
        "tags",
        "Industries of donors, by rules and decisions",
        donations.tagging.tag_profiles,
        ("committees", "contributions", "committee_transactions", "electronic"),
        donations.tagging.state_of_rules,
    ),
    DerivedStep(
        "proposals",
        "Industries proposed by the classifier",
        donations.proposals.propose,
        ("tags",),
        by_night=True,
    ),
    DerivedStep(
        "industries",
        "Money by industry",
        donations.totals.rebuild_industries,
        (
            "tags",
            "proposals",
            "notices",
            "linkages",
            "contributions",
            "committee_transactions",
            "candidate_transactions",
            "electronic",
        ),
    ),
    DerivedStep(
        "review_queue",
        "What waits for a reviewer",
        donations.queue.rebuild,
        ("tags", "proposals", "industries"),
    ),
    DerivedStep(
        "totals",
        "Totals of candidates",
        expenditures.totals.rebuild,
        (
            "notices",
            "linkages",
            "committees",
            "candidate_summaries",
            "congress_summaries",
            "contributions",
            "committee_transactions",
            "candidate_transactions",
            "electioneering",
            "communication_costs",
            "electronic",
        ),
    ),
    DerivedStep(
        "attribution",
        "Money by channel, election and giver",
        expenditures.attribution.rebuild,
        (
            "totals",
            "notices",
            "linkages",
            "contributions",
            "committee_transactions",
            "candidate_transactions",
            "electioneering",
            "communication_costs",
            "electronic",
        ),
    ),
    DerivedStep(
        "traces",
        "Spenders' money followed to its sources",
        expenditures.tracing.rebuild,
        (
            "notices",
            "tags",
            "linkages",
            "contributions",
            "committee_transactions",
            "committee_summaries",
            "candidate_summaries",
            "electronic",
        ),
        expenditures.tracing.state_of_method,
    ),
    DerivedStep(
        "connections",
        "Connections worth a look",
        expenditures.connections.store.rebuild,
        (
            "traces",
            "industries",
            "elections",
            "notices",
            "committees",
            "linkages",
            "contributions",
            "committee_transactions",
            "candidate_transactions",
            "committee_summaries",
            "electronic",
        ),
        expenditures.connections.store.state_of_method,
    ),
    DerivedStep(
        "reconcile",
        "Comparison with the FEC's official figures",
        expenditures.reconcile.rebuild,
        ("totals", "committee_summaries", "committee_transactions", "contributions"),
    ),
)


def find_steps(names: Iterable[str]) -> list[Step]:
    """The steps of these names or file codes, in the pipeline's order; for no names all of them but
    those of the nightly run alone.
    """
    wanted = {name.lower() for name in names}
    known = {word.lower() for step in STEPS for word in (step.name, step.code)}
    unknown = sorted(wanted - known)
    if unknown:
        raise UnknownStep(
            f"There is no step {', '.join(unknown)}.",
            remedy=f"The steps are: {', '.join(step.name for step in STEPS)}.",
        )
    if not wanted:
        return [step for step in STEPS if not step.by_night]
    return [step for step in STEPS if {step.name.lower(), step.code.lower()} & wanted]


def nightly_cycles(today: date) -> tuple[int, int]:
    """The previous and the current two-year period.

    >>> nightly_cycles(date(2019, 1, 1))
    (2018, 2020)
    """
    current = today.year + today.year % 2
    return current - 2, current


def attempt(step: Step, cycle: int, options: Options) -> str:
    """Run a step whose failure must not stop the next one; the status it ended with.

    The failure itself stands in the ledger and in the log.
    """
    try:
        return str(step.run(cycle, options).status)
    except FinanceTrackerError as error:
        # Somebody who follows the step in a terminal is told there.
        if options.listener is None:
            logger.error("The step %s of cycle %s failed: %s", step.name, cycle, error)
    except Exception:
        logger.exception("The step %s of cycle %s failed.", step.name, cycle)
    return str(Load.Status.FAILED)

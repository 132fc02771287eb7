"""Whom a decision can be about, and why some are not accepted."""

from dataclasses import dataclass

from donations.models import Decision, Industry, Organization, ReviewItem
from donations.normalizing import normal_form, plain_form
from donations.taxonomy import NOT_CLASSED
from filings.fec.errors import FinanceTrackerError


class ReviewError(FinanceTrackerError):
    """A decision that cannot be made."""


class NotANormalForm(ReviewError):
    """A name, an occupation or a committee's id that is not in the form in which it is compared."""

    remedy = "Write it as donations.normalizing gives it: in capitals, without signs and suffixes."


class NotADonor(ReviewError):
    """A way of saying self, none or retired: no organization whose industry could be decided."""

    remedy = "Such answers are classed by the occupation. Write a rule for the occupation instead."


class NoReason(ReviewError):
    """A decision without a reason."""

    remedy = "Say why in a few words: the reason is shown beside the tag."


class NotOpen(ReviewError):
    """An item, a decision or a correction that somebody has dealt with meanwhile."""

    remedy = "Take the next one."


@dataclass(frozen=True, order=True)
class Donor:
    """Whom a decision is about: an organization's normal form, perhaps with an occupation, or a
    committee.
    """

    form: str = ""
    occupation: str = ""
    committee_id: str = ""

    def __str__(self) -> str:
        return self.committee_id or " / ".join(
            part for part in (self.form, self.occupation) if part
        )


def donor_of(item: ReviewItem) -> Donor:
    """Whom an item is about."""
    if item.committee_id:
        return Donor(committee_id=item.committee_id)
    if item.organization:
        return Donor(form=item.organization.form)
    told = item.correction
    return Donor(form=told.form, committee_id=told.committee_id) if told else Donor()


def donor_decided(decision: Decision) -> Donor:
    """Whom a decision is about."""
    return Donor(decision.form, decision.occupation, decision.committee_id)


def check(donors: list[Donor], industry: Industry, reason: str) -> None:
    """Raise NotANormalForm, NotADonor, NoReason or ReviewError where this cannot be decided."""
    if not reason:
        raise NoReason("A decision needs a reason.")
    if industry.slug == "candidate-own":
        raise ReviewError(
            "Only the candidate's own money is the candidate's own.", remedy="Choose another."
        )
    forms = [donor.form for donor in donors if donor.form]
    known = {
        one.form: one
        for one in Organization.objects.filter(form__in=forms).select_related("industry", "rule")
    }
    for donor in donors:
        if bool(donor.form) == bool(donor.committee_id) or (donor.occupation and not donor.form):
            raise NotANormalForm("A decision is about a name or about a committee's id.")
        if donor.committee_id:
            digits = donor.committee_id.removeprefix("C")
            if not (len(donor.committee_id) == 9 and len(digits) == 8 and digits.isdecimal()):
                raise NotANormalForm(f"{donor.committee_id!r} is no committee's id.")
            continue
        if donor.form not in known and normal_form(donor.form) != donor.form:
            raise NotANormalForm(f"{donor.form!r} is no normal form.")
        if plain_form(donor.occupation) != donor.occupation:
            raise NotANormalForm(f"{donor.occupation!r} is no plain form of an occupation.")
        if donor.form in known and is_class(known[donor.form]):
            raise NotADonor(f"{donor.form!r} is no organization.")


def is_class(organization: Organization) -> bool:
    """Whether a name as a whole is a way of saying self, none, retired or nothing.

    What only a pattern takes for one may be mistaken, and can be decided.
    """
    if not organization.form:
        return True
    industry, rule = organization.industry, organization.rule
    if industry is None or industry.is_industry or industry.slug == NOT_CLASSED or rule is None:
        return False
    whole = rule.pattern.startswith("^") and rule.pattern.endswith("$")
    return organization.basis == "employer" or whole

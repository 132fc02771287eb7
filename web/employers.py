"""Employers' pages: which page a normal form leads to, and whose money is an employer's.

An employer is an organization (donations.models.Organization): all that has one normal form, and
those that a rule says belong to it.
"""

import re
from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse

from donations.models import Organization
from donations.normalizing import normal_form, plain_form
from web.industry_list import NOT_CLASSED

_FORM = re.compile(r"[A-Z0-9]+(?: [A-Z0-9]+)*")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Names of organizations, and no ways of saying self, none or retired.
IS_EMPLOYER = Q(industry=None) | Q(industry__is_industry=True) | Q(industry__slug=NOT_CLASSED)


def slug_of(form: str) -> str:
    """The slug of a normal form: "GOLDMAN SACHS" is goldman-sachs."""
    return form.lower().replace(" ", "-")


def employer_path(form: str) -> str:
    """The address of the employer's page; empty where there is none."""
    return reverse("employer", args=[slug_of(form)]) if _FORM.fullmatch(form) else ""


def form_of(slug: str) -> str:
    """The normal form of a slug; empty for what is none."""
    return slug.upper().replace("-", " ") if len(slug) <= 300 and _SLUG.fullmatch(slug) else ""


def find(slug: str) -> Organization | None:
    """The organization of a slug."""
    form = form_of(slug)
    rows = Organization.objects.select_related("parent", "industry", "rule")
    return rows.filter(form=form).first() if form else None


def family(organization: Organization) -> list[Organization]:
    """An organization and those that belong to it; alone where it belongs to another itself."""
    if organization.parent_id not in {None, organization.pk}:
        return [organization]
    children = Organization.objects.filter(parent=organization).exclude(pk=organization.pk)
    return [organization, *children.order_by("form")]


def is_employer(organization: Organization) -> bool:
    """Whether a name is an organization's, not a way of saying self, none or retired."""
    industry = organization.industry
    return industry is None or industry.is_industry or industry.slug == NOT_CLASSED


def forms_of(names: Iterable[str]) -> dict[str, str]:
    """The normal forms of those names that are organizations': no ways of saying self or none."""
    forms = {name: normal_form(name) for name in names}
    found = Organization.objects.filter(IS_EMPLOYER, form__in=set(forms.values()) - {""})
    real = set(found.values_list("form", flat=True))
    return {name: form for name, form in forms.items() if form in real}


def near(text: str, limit: int = 12) -> list[Organization]:
    """Organizations whose normal form holds what was asked for, the shortest first."""
    form = plain_form(text)
    if len(form) < 3:
        return []
    found = Organization.objects.filter(IS_EMPLOYER, form__contains=form)[:400]
    return sorted(found, key=lambda one: (len(one.form), one.form))[:limit]

"""The summary of `manage.py reconcile`."""

from decimal import Decimal

import pytest

from expenditures.models import Reconciliation
from financetracker.management.commands.reconcile import summary_table
from tests import factories as make


@pytest.mark.django_db
def test_a_part_of_the_official_total_is_not_counted_as_within_a_dollar_a_row() -> None:
    candidate = make.candidate()
    for measure in ("individuals_itemized", "party"):
        Reconciliation.objects.create(
            cycle=2018,
            candidate=candidate,
            measure=measure,
            official=Decimal(100),
            ours=Decimal(60),
            rows=1,
            difference=Decimal(-40),
            result="within",
        )
    columns = {str(column.header): list(column.cells) for column in summary_table(2018).columns}
    assert columns["Within $1 a row"] == ["0", "1"]
    assert columns["Part of official"] == ["1", "0"]

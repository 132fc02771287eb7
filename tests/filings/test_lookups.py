"""Conditions on columns that Django does not have."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from filings.models import Candidate, ElectionCandidate
from tests import factories


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", [[], ["H8CA90001"], ["H8CA90001", "H8CA90002", "nobody"]])
def test_any_of_is_in_with_one_parameter(wanted: list[str]) -> None:
    ids = ["H8CA90001", "H8CA90002", "H8CA90003"]
    factories.race(*(factories.candidate(one) for one in ids))
    for table in (Candidate.objects, ElectionCandidate.objects):
        with CaptureQueriesContext(connection) as asked:
            found = set(
                table.filter(candidate_id__any_of=wanted).values_list("candidate_id", flat=True)
            )
        assert found == set(wanted) & set(ids)
        assert found == set(
            table.filter(candidate_id__in=wanted).values_list("candidate_id", flat=True)
        )
        assert ["= ANY(" in one["sql"] for one in asked] == [True] * bool(wanted)

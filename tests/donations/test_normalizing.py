"""Spellings of one employer meet in its normal form; different employers stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donations.normalizing import normal_form, plain_form, sponsor_forms


@pytest.mark.parametrize(
    ("spellings", "form"),
    [
        (("Amazon.com", "AMAZON.COM, INC.", "amazon com inc"), "AMAZON COM"),
        (
            ("J.P. Morgan Chase & Co.", "JP MORGAN CHASE & CO", "J P Morgan Chase"),
            "JP MORGAN CHASE",
        ),
        (("Pfizer Inc", "PFIZER INC.", "The Pfizer Corporation", "PFIZER, L.L.C."), "PFIZER"),
        (
            ("McKinsey & Co", "MCKINSEY AND COMPANY", "McKinsey & Company, Inc."),
            "MCKINSEY AND COMPANY",
        ),
        (("AT&T", "AT & T", "A.T.&T. INC")[:2], "AT AND T"),
        (("UNIV. OF TEXAS", "University of Texas"), "UNIVERSITY OF TEXAS"),
        (("St. Jude's Hosp", "ST JUDES HOSPITAL"), "ST JUDES HOSPITAL"),
        (("Nestlé USA", "NESTLE"), "NESTLE"),
        (("DOE LAW D/B/A SMITH", "Doe Law dba Jones"), "DOE LAW"),
        (("U.S. DEPT OF STATE", "US Department of State"), "US DEPARTMENT OF STATE"),
        (("INFO. REQUESTED",), "INFO REQUESTED"),
        (("", " ", "...", "-"), ""),
        (("CO",), "CO"),
        (("STATE OF PA",), "STATE OF PA"),
    ],
)
def test_spellings_meet(spellings: tuple[str, ...], form: str) -> None:
    assert {normal_form(text) for text in spellings} == {form}


def test_different_names_stay_apart() -> None:
    names = (
        "FORD MOTOR",
        "FORD FOUNDATION",
        "BAIN CAPITAL",
        "Bain & Company",
        "SELF",
        "SELF INC PROPERTIES",
    )
    assert len({normal_form(name) for name in names}) == len(names)


@given(st.text(max_size=60))
def test_a_form_is_its_own_form(text: str) -> None:
    form = normal_form(text)
    assert normal_form(form) == form
    assert form == form.strip()
    assert set(form) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ")


def test_occupations_keep_their_words() -> None:
    assert plain_form("C.E.O. / Co-Founder") == "CEO CO FOUNDER"
    assert plain_form("Vice-Président") == "VICE PRESIDENT"


def test_sponsors_are_found_in_what_committees_call_themselves() -> None:
    assert "PFIZER" in sponsor_forms("", "PFIZER INC. PAC")
    assert "AFLAC" in sponsor_forms(
        "", "AMERICAN FAMILY LIFE ASSURANCE CO POLITICAL ACTION COMMITTEE (AFLAC PAC)"
    )
    assert sponsor_forms("PFIZER INC.", "SOME OTHER NAME")[0] == "PFIZER"
    assert "NONE" not in sponsor_forms("NONE", "INVENTED PAC")
    assert sponsor_forms("", "") == []

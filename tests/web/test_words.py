from datetime import date
from decimal import Decimal

import pytest

from web import prose, words
from web.templatetags import figures


@pytest.mark.parametrize(
    ("filed", "said"),
    [
        ("GOMEZ, JIMMY", "Jimmy Gomez"),
        ("O'NEIL-MCKAY, PAT MR. JR", "Pat O'Neil-McKay Jr."),
        ('MALDONADE, EUGENIO "GENE"', 'Eugenio "Gene" Maldonade'),
        ("DE LA FUENTE, ROQUE III", "Roque De La Fuente III"),
        ("SMITH JR, JOHN", "John Smith Jr."),
        ("MACK, ANN DR", "Ann Mack"),
        ("McCarthy, Kevin", "Kevin McCarthy"),
        ("UNKNOWN PERSON", "Unknown Person"),
        ("", ""),
    ],
)
def test_names_are_said_as_people_say_them(filed: str, said: str) -> None:
    assert words.person(filed) == said


@pytest.mark.parametrize(
    ("value", "dollars", "cents", "about"),
    [
        (Decimal("1234.00"), "$1,234", "$1,234.00", "$1,234"),
        (Decimal("0.50"), "$0.50", "$0.50", "$0"),
        (Decimal(-20), "−$20", "−$20.00", "−$20"),
        (Decimal("1249999.99"), "$1,249,999.99", "$1,249,999.99", "$1.2 million"),
        (Decimal(2000000000), "$2,000,000,000", "$2,000,000,000.00", "$2 billion"),
        (0, "$0", "$0.00", "$0"),
        (None, "–", "–", "an unknown amount"),
        ("", "–", "–", "an unknown amount"),
    ],
)
def test_money_is_exact_in_tables_and_short_in_sentences(
    value: Decimal | None, dollars: str, cents: str, about: str
) -> None:
    assert figures.dollars(value) == dollars
    assert figures.cents(value) == cents
    assert figures.about(value) == about


def test_a_sentence_never_rounds_up_to_a_thousand_million() -> None:
    assert figures.about(Decimal("999999.60")) == "$1 million"
    assert figures.about(Decimal(999960000)) == "$1 billion"


def test_days_and_periods() -> None:
    assert figures.day(date(2018, 6, 5)) == "June 5, 2018"
    assert figures.short_day(date(2018, 6, 5)) == "Jun 5, 2018"
    assert figures.day(None) == "–"
    assert words.period(2000) == "1999–00"


def test_counts_have_their_noun() -> None:
    assert figures.many(1, "row") == "1 row"
    assert figures.many(1200, "row") == "1,200 rows"
    assert figures.many(2, "entry,entries") == "2 entries"


def test_only_the_fecs_numbers_lead_to_a_filing() -> None:
    assert figures.filing_url("C00900001", 1160001) == (
        "https://docquery.fec.gov/cgi-bin/forms/C00900001/1160001/"
    )
    assert figures.filing_url("C00900001", -5) == ""
    assert figures.filing_url("C00900001", None) == ""
    assert figures.image_url(201704159052153344) == (
        "https://docquery.fec.gov/cgi-bin/fecimg/?201704159052153344"
    )
    assert figures.image_url("") == ""


def test_a_servers_folders_are_cut_out_of_messages() -> None:
    said = "/srv/secret/fec/oth18.zip is not in the mirror.\nDETAIL: DOE, JANE"
    assert figures.without_folders(said) == "oth18.zip is not in the mirror."
    address = "https://www.fec.gov/files/bulk-downloads/2018/oth18.zip timed out"
    assert figures.without_folders(address) == address


def test_prose_escapes_what_it_does_not_know() -> None:
    html = prose.to_html(
        "# A <b>\n\nOne `x < y` and **two**.\n\n- a\n  b\n- c\n\n| h | i |\n|-|-|\n| 1 | 2 |"
    )
    assert '<h1 id="a-b">A &lt;b&gt;</h1>' in html
    assert "<p>One <code>x &lt; y</code> and <strong>two</strong>.</p>" in html
    assert "<ul><li>a b</li><li>c</li></ul>" in html
    assert '<th scope="row">1</th><td>2</td>' in html


def test_prose_links_only_to_addresses() -> None:
    assert '<a href="/status/">' in prose.to_html("[x](/status/)")
    assert "<a" not in prose.to_html("[x](javascript:alert)")

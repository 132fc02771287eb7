"""The invented committees, and their links to candidates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sample import story
from sample.candidates import CANDIDATES, CANDIDATES_BY_ID


@dataclass(frozen=True, slots=True)
class Committee:
    """One row of cm, and how the committee reports: calendar, first and last day covered."""

    id: str
    name: str
    designation: str
    kind: str
    party: str = ""
    frequency: str = "Q"
    org_type: str = ""
    connected: str = ""
    candidate: str = ""
    calendar: str = "quarterly"
    first: date = date(2017, 1, 1)
    last: date = date(2018, 12, 31)
    terminated: bool = False
    city: str = "SACRAMENTO"
    state: str = "CA"
    zip_code: str = "95814"
    region: str = "CA"
    treasurer: str = ""


_D = date
_SPECIAL_END = _D(2017, 7, 17)
_YEAR_END = _D(2017, 12, 31)


def _principal(cid: str, name: str, **extra: object) -> Committee:
    candidate = next(c for c in CANDIDATES if c.committee == cid)
    region = candidate.state
    return Committee(
        cid,
        name,
        "P",
        candidate.office,
        candidate.party,
        candidate=candidate.id,
        city=candidate.city,
        state=candidate.home,
        zip_code=candidate.zip_code,
        region=region,
        **extra,  # type: ignore[arg-type]
    )


def _special(cid: str, name: str, last: date = _SPECIAL_END, ended: bool = True) -> Committee:
    return _principal(
        cid, name, calendar="special", last=last, terminated=ended, frequency="T" if ended else "Q"
    )


def _pac(
    cid: str, name: str, org_type: str, connected: str, frequency: str = "M"
) -> Committee:  # fmt: skip
    return Committee(
        cid, name, "U", "Q", "", frequency, org_type, connected, calendar="monthly",
        city="WASHINGTON", state="DC", zip_code="20005", region="US",
    )  # fmt: skip


CANDIDATE_COMMITTEES = (
    _special(story.COMMITTEE_A, "QUINTANAR FOR CONGRESS", _D(2018, 12, 31), ended=False),
    _special(story.COMMITTEE_B, "DESMOND ACHTERBERG FOR CONGRESS", _YEAR_END),
    _special("C00990103", "FRIENDS OF PRISCILLA OKONJO-REYES"),
    _special("C00990104", "VANTERPOOLE 2017"),
    _special("C00990105", "LUSINE KAZARINE FOR CONGRESS"),
    _special("C00990106", "COMMITTEE TO ELECT GRETA FENWICK-ODA"),
    _special("C00990107", "OTIS DELACROIX-MUNN FOR THE 99TH", _YEAR_END),
    _special("C00990108", "LINDQVARN FOR CONGRESS"),
    _special("C00990109", "HARGROVE-SATO FOR CONGRESS"),
    _special("C00990110", "GENE MALDONADE FOR CONGRESS", _D(2018, 12, 31), ended=False),
    _principal("C00990111", "TOBIAS LINDQVARN 2018", first=_D(2018, 1, 1)),
    _principal("C00990112", "PELLERINE FOR THE 99TH", first=_D(2017, 10, 1)),
    _principal("C00990201", "HARRIET BRANDVOLT FOR SENATE"),
    Committee(
        "C00990202",
        "BRANDVOLT PRAIRIE COMMITTEE",
        "A",
        "S",
        "REP",
        candidate="S8NE00915",
        city="OMAHA",
        state="NE",
        zip_code="68102",
        region="NE",
    ),
    _principal("C00990203", "TOLLIVER-QUIST FOR NEBRASKA"),
    _principal("C00990204", "MARCHBANKE INDEPENDENT CAMPAIGN"),
    _principal("C00990301", "ELLINGBOE-CRANE EXPLORATORY 2020", first=_D(2018, 4, 1)),
    _principal("C00990401", "STROUDWATER FOR OHIO"),
    _principal("C00990402", "ABERNETHY-KOSTA FOR CONGRESS"),
    _principal("C00990403", "WREN-PRZYBYLA FOR LIBERTY"),
)

OTHER_COMMITTEES = (
    _pac("C00990501", "VERIDANE PHARMACEUTICALS INC PAC", "C", "VERIDANE PHARMACEUTICALS"),
    _pac("C00990502", "CORVALIX BIOSCIENCES EMPLOYEES PAC", "C", "CORVALIX BIOSCIENCES INC"),
    _pac("C00990503", "GUILD OF MEDICINE MAKERS PAC", "T", "GUILD OF MEDICINE MAKERS"),
    _pac("C00990504", "QUIKBRIDGE CASH ADVANCE PAC", "C", "QUIKBRIDGE CASH ADVANCE"),
    _pac("C00990505", "SHORT-TERM LENDERS FORUM PAC", "T", "SHORT-TERM LENDERS FORUM"),
    _pac("C00990506", "TERRAVANTE CROP SCIENCE PAC", "C", "TERRAVANTE CROP SCIENCE"),
    _pac(
        "C00990507", "FERTILE PLAINS CROP CHEMICAL CO PAC", "C", "FERTILE PLAINS CROP CHEMICAL CO"
    ),
    _pac("C00990508", "FIRST CALDERA BANCORP PAC", "C", "FIRST CALDERA BANCORP"),
    _pac("C00990509", "HEARTHSTONE PROPERTY OWNERS PAC", "T", "HEARTHSTONE PROPERTY OWNERS"),
    _pac("C00990510", "UNITED LOADERS & WAREHOUSE WORKERS PAC", "L", "UNITED LOADERS LOCAL 9900"),
    _pac("C00990511", "SALTGRASS PETROLEUM PAC", "C", "SALTGRASS PETROLEUM"),
    _pac("C00990512", "STEADFAST HARBOR INSURANCE PAC", "C", "STEADFAST HARBOR INSURANCE"),
    _pac("C00990513", "LOOMSTACK SOFTWARE PAC", "C", "LOOMSTACK SOFTWARE"),
    _pac("C00990514", "SAINT ORRIN HOSPITALS PAC", "T", "SAINT ORRIN MEDICAL CENTER"),
    _pac("C00990515", "LOWER DELTA GROWERS PAC", "V", "LOWER DELTA GROWERS"),
    _pac("C00990516", "ASSOCIATED KITE FLYERS PAC", "M", "", frequency="T"),
    Committee(
        "C00990601",
        "HOUSE BLUE MAJORITY COMMITTEE",
        "U",
        "Y",
        "DEM",
        "M",
        calendar="monthly",
        city="WASHINGTON",
        state="DC",
        zip_code="20003",
        region="US",
    ),
    Committee(
        "C00990602",
        "HOUSE RED MAJORITY COMMITTEE",
        "U",
        "Y",
        "REP",
        "M",
        calendar="monthly",
        city="WASHINGTON",
        state="DC",
        zip_code="20003",
        region="US",
    ),
    Committee(
        "C00990603", "GOLDEN COAST DEMOCRATIC COMMITTEE", "U", "Y", "DEM", "M", calendar="monthly"
    ),
    Committee(
        "C00990701",
        "GIVETOGETHER",
        "U",
        "V",
        "",
        "M",
        calendar="monthly",
        city="BOSTON",
        state="MA",
        zip_code="02110",
        region="US",
    ),
    Committee(
        story.ATTACKER,
        "NEIGHBORS FOR ACCOUNTABLE GOVERNMENT",
        "U",
        "O",
        calendar="special",
        first=_D(2017, 4, 20),
        last=_YEAR_END,
        treasurer=story.SHARED_TREASURER,
    ),
    Committee(
        story.SUPPORTER_OF_A,
        "99TH DISTRICT FORWARD",
        "U",
        "O",
        calendar="special",
        first=_D(2017, 2, 1),
    ),
    Committee(
        story.SENATE_SPENDER,
        "PRAIRIE FUTURE FUND",
        "U",
        "O",
        last=_D(2018, 10, 17),
        city="LINCOLN",
        state="NE",
        zip_code="68508",
        region="NE",
    ),
    Committee(story.MIDDLEMAN, "CIVIC BALANCE FUND", "U", "O", last=_YEAR_END),
    Committee(
        story.HOUSE_SPENDER,
        "RIVERBEND VALUES PROJECT",
        "U",
        "O",
        city="DAYTON",
        state="OH",
        zip_code="45402",
        region="OH",
    ),
    Committee(
        story.JOINT_FUNDRAISER,
        "QUINTANAR VICTORY FUND",
        "J",
        "N",
        candidate=story.CANDIDATE_A,
        calendar="special",
    ),
    Committee(
        story.LEADERSHIP_PAC,
        "GOLDEN MERIDIAN PAC",
        "D",
        "N",
        candidate=story.CANDIDATE_A,
        first=_D(2017, 7, 18),
        calendar="special",
    ),
    Committee(
        story.FRIEND_OF_B_PAC,
        "GOOD FENCES NEIGHBORHOOD PAC",
        "U",
        "N",
        calendar="special",
        last=_YEAR_END,
        treasurer=story.SHARED_TREASURER,
    ),
    Committee(story.PERSON_SPENDER, "OPEN LEDGER CITIZENS", "U", "I", frequency="Q"),
    Committee(
        story.UNION_COMMUNICATIONS, "UNITED LOADERS & WAREHOUSE WORKERS", "U", "C", frequency="Q"
    ),
    Committee(story.NONPROFIT_ADS, "CIVIC HORIZONS ALLIANCE", "U", "E", frequency="A"),
)

COMMITTEES: dict[str, Committee] = {c.id: c for c in CANDIDATE_COMMITTEES + OTHER_COMMITTEES}

# Reports that were amended: their rows carry AMNDT_IND A and are the current version. Most of B's
# campaign is amended, so a loader that drops A rows loses most of B's money.
AMENDED_REPORTS = frozenset(
    {
        (story.COMMITTEE_B, "Q1", 2017),
        (story.COMMITTEE_B, "12S", 2017),
        (story.COMMITTEE_B, "12R", 2017),
        (story.COMMITTEE_B, "30S", 2017),
        (story.COMMITTEE_A, "12R", 2017),
        ("C00990106", "12S", 2017),
        (story.SENATE_SPENDER, "Q3", 2018),
        ("C00990509", "M6", 2017),
        ("C00990401", "12G", 2018),
    }
)


def linkages() -> list[tuple[str, int, str, str, str]]:
    """Return (candidate, candidate's election year, committee, type, designation) of ccl.

    Two pairs come twice, for 2017 and for 2018, as real ones do after a special election.
    """
    links: list[tuple[str, int, str, str, str]] = []
    for committee in COMMITTEES.values():
        if not committee.candidate:
            continue
        candidate = CANDIDATES_BY_ID[committee.candidate]
        doubled = committee.id in (story.COMMITTEE_A, story.COMMITTEE_RETURNING_RIVAL)
        links.extend(
            (candidate.id, year, committee.id, committee.kind, committee.designation)
            for year in ((2017, candidate.year) if doubled else (candidate.year,))
        )
    return sorted(links)

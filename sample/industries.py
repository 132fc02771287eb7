"""Invented employers by industry, and the people who work there.

Each employer comes with the spellings donors use for it, because real filings never agree on one.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from sample import pools

# industry: (employers with their spellings, occupations)
INDUSTRIES: dict[str, tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]] = {
    "drug makers": (
        (
            ("VERIDANE PHARMACEUTICALS", "VERIDANE PHARMACEUTICALS INC", "VERIDANE PHARMA"),
            ("CORVALIX BIOSCIENCES INC", "CORVALIX", "CORVALIX BIOSCIENCES"),
            ("ASTERWELL THERAPEUTICS", "ASTERWELL"),
        ),
        ("EXECUTIVE", "VP, GOVERNMENT AFFAIRS", "CHIEF SCIENTIST", "SALES DIRECTOR", "CEO"),
    ),
    "payday lenders": (
        (
            ("QUIKBRIDGE CASH ADVANCE", "QUIKBRIDGE CASH ADVANCE LLC", "QUIKBRIDGE"),
            ("PENNYWELL TITLE LOANS", "PENNYWELL TITLE LOANS INC"),
        ),
        ("PRESIDENT", "REGIONAL MANAGER", "CFO", "OWNER"),
    ),
    "agricultural chemicals": (
        (
            ("TERRAVANTE CROP SCIENCE", "TERRAVANTE", "TERRAVANTE CROP SCIENCE CORP."),
            ("FERTILE PLAINS CROP CHEMICAL CO", "FERTILE PLAINS CROP CHEMICALS"),
        ),
        ("AGRONOMIST", "EXECUTIVE VICE PRESIDENT", "PLANT MANAGER", "LOBBYIST"),
    ),
    "real estate": (
        (
            ("HEARTHSTONE PROPERTY GROUP", "HEARTHSTONE PROPERTIES"),
            ("THORNBURY-LOCKE HOLDINGS LLC", "THORNBURY LOCKE HOLDINGS", "THORNBURY-LOCKE"),
            ("BALUSTRADE REALTY", "BALUSTRADE REALTY INC."),
        ),
        ("REALTOR", "DEVELOPER", "PROPERTY MANAGER", "BROKER", "PRINCIPAL"),
    ),
    "banks": (
        (
            ("FIRST CALDERA BANCORP", "FIRST CALDERA BANK"),
            ("MUTUAL HEADLANDS SAVINGS", "MUTUAL HEADLANDS"),
        ),
        ("BANKER", "BRANCH MANAGER", "SVP", "LOAN OFFICER"),
    ),
    "law": (
        (
            ("PETTIBONE, GRAYLE & OSEI LLP", "PETTIBONE GRAYLE"),
            ("LAW OFFICES OF THE DELTA", "LAW OFFICES OF THE DELTA, P.C."),
        ),
        ("ATTORNEY", "LAWYER", "PARTNER", "PARALEGAL"),
    ),
    "hospitals": (
        (
            ("SAINT ORRIN MEDICAL CENTER", "ST. ORRIN MEDICAL CENTER", "ST ORRIN MEDICAL"),
            ("VALLEY LANTERN CLINICS", "VALLEY LANTERN CLINIC"),
        ),
        ("PHYSICIAN", "NURSE", "RN", "ANESTHESIOLOGIST", "ADMINISTRATOR"),
    ),
    "schools": (
        (
            ("EASTMOOR UNIFIED SCHOOL DISTRICT", "EASTMOOR USD"),
            ("UNIVERSITY OF THE LOWER DELTA", "UNIV. OF THE LOWER DELTA"),
        ),
        ("TEACHER", "PROFESSOR", "LIBRARIAN", "PRINCIPAL"),
    ),
    "unions": (
        (
            ("UNITED LOADERS LOCAL 9900", "UNITED LOADERS & WAREHOUSE WORKERS LOCAL 9900"),
            ("CABLE SPLICERS DISTRICT 88", "CABLE SPLICERS DIST. 88"),
        ),
        ("ORGANIZER", "BUSINESS AGENT", "WAREHOUSE WORKER", "ELECTRICIAN"),
    ),
    "technology": (
        (
            ("LOOMSTACK SOFTWARE", "LOOMSTACK", "LOOMSTACK SOFTWARE INC"),
            ("TINDERBOX ROBOTICS", "TINDERBOX ROBOTICS, INC."),
        ),
        ("SOFTWARE ENGINEER", "PRODUCT MANAGER", "FOUNDER", "DATA ANALYST"),
    ),
    "oil and gas": (
        (
            ("SALTGRASS PETROLEUM", "SALTGRASS PETROLEUM CO"),
            ("HIGHWATER PIPELINE PARTNERS", "HIGHWATER PIPELINE"),
        ),
        ("GEOLOGIST", "ENGINEER", "LANDMAN", "EXECUTIVE"),
    ),
    "insurance": (
        (("STEADFAST HARBOR INSURANCE", "STEADFAST HARBOR INS."), ("GRANITE OAK MUTUAL",)),
        ("UNDERWRITER", "INSURANCE AGENT", "ACTUARY"),
    ),
    "farming": (
        (("WREN HOLLOW ORCHARDS", "WREN HOLLOW FARMS"), ("SELF", "SELF-EMPLOYED")),
        ("FARMER", "RANCHER", "GROWER"),
    ),
    "building": (
        (("CROSSBEAM BUILDERS", "CROSSBEAM BUILDERS INC"), ("RIVET & SPAN CONSTRUCTION",)),
        ("CONTRACTOR", "ARCHITECT", "CARPENTER", "PROJECT MANAGER"),
    ),
    "finance": (
        (("HALVERGATE CAPITAL", "HALVERGATE CAPITAL PARTNERS"), ("NORTH QUAY ADVISORS",)),
        ("INVESTOR", "PORTFOLIO MANAGER", "MANAGING DIRECTOR"),
    ),
    "government": (
        (("COUNTY OF EASTMOOR", "EASTMOOR COUNTY"), ("STATE OFFICE OF WEIRS",)),
        ("ANALYST", "DEPUTY", "PLANNER"),
    ),
    "self-employed": (
        (("SELF", "SELF-EMPLOYED", "SELF EMPLOYED"),),
        ("CONSULTANT", "WRITER", "ARTIST", "BUSINESS OWNER", "REALTOR", "ATTORNEY"),
    ),
    "retired": ((("RETIRED", "NONE", "N/A", "RETIRED"),), ("RETIRED",)),
    "not employed": ((("NOT EMPLOYED", "NONE", "UNEMPLOYED"),), ("NOT EMPLOYED", "HOMEMAKER")),
    "not given": (
        (("INFORMATION REQUESTED", "", "INFORMATION REQUESTED PER BEST EFFORTS"),),
        ("INFORMATION REQUESTED", ""),
    ),
}
DONORS_PER_POOL = 26


class Party(NamedTuple):
    """Whoever stands on the other side of a transaction, as the filing names them."""

    name: str
    city: str
    state: str
    zip_code: str
    employer: str = ""
    occupation: str = ""
    entity: str = "IND"


class Donors:
    """Pools of invented people by industry and region, drawn with a skew towards a few."""

    def __init__(self, seed: str) -> None:
        rng = Random(f"{seed}:donors")
        self._pools = {
            (industry, region): [
                self._person(rng, industry, region) for _ in range(self._size(region))
            ]
            for industry in INDUSTRIES
            for region in pools.PLACES
        }

    @staticmethod
    def _size(region: str) -> int:
        return DONORS_PER_POOL * (3 if region == "CA" else 1)

    @staticmethod
    def _person(rng: Random, industry: str, region: str) -> Party:
        employers, occupations = INDUSTRIES[industry]
        city, state, code = pools.place(rng, region)
        employer = rng.choice(rng.choice(employers))
        return Party(
            pools.person_name(rng), city, state, code, employer, rng.choice(occupations), "IND"
        )

    def draw(self, rng: Random, industry: str, region: str) -> Party:
        """Return one person; people at the front of a pool give more often than the rest."""
        pool = self._pools[industry, region]
        return pool[int(len(pool) * rng.random() ** 1.6)]

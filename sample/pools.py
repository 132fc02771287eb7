"""Invented names, vendors and addresses to draw from."""

from __future__ import annotations

from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST_NAMES = _words(
    """
    ADA ALBERT ALMA AMOS ANITA ARLO BASIL BEATRIX BERNARD BRENNA CALVIN CARMEN CECIL CELIA CLARA
    CONRAD CORA CYRUS DAPHNE DELIA DIEGO DORIS EDGAR EDITH ELIAS ELOISE EMIL ESTELLE ESTHER EZRA
    FELIX FERN FLORA FRANK GILDA GORDON GRETA GUS HATTIE HECTOR HELEN HIRAM HOPE HUGO IDA
    IGNACIO INEZ IRA IRIS IVAN JASPER JOSEFA JUDITH JULIAN KEIKO LARS LEONA LEROY LINUS LORETTA
    LUCIAN MABEL MARCO MARTHA MATILDA MILES MINERVA MORRIS NADIA NED NELL NORA OLIVE OMAR OPAL
    ORSON OSCAR PEARL PERCY PETRA PHOEBE QUENTIN RAMONA REUBEN RHODA ROLAND ROSA RUFUS RUTH SAUL
    SELMA SILAS SOPHIA STELLA TESSA THEO TOMAS URSULA VERA VICTOR VIOLA WALDO WILMA XAVIER
    YOLANDA ZELDA
    """
)

# Surnames are put together from two halves, so that they belong to nobody.
SURNAME_STARTS = _words(
    """
    ABBLE ALDER AMBER ASHEN BARROW BELLO BIRCH BLYTHE BRACK BRAMBLE CALDER CARROW CINDER CLOVER
    COPPER CORVA DAPPLE DARROW DELLA DRAYCO ELDER EMBER FALLOW FARRO FENNI FLINT GALLOW GARNE
    GLENDO GREYL HALDE HARROW HAZEL HOLLO IVERS JARRO JUNIPE KELDO KESTRE LANDO LARKE LINDEN
    LORIMA MALLO MARLO MERRI MONTRE NETTLE NORRO OAKEN ORLO PADDO PENNO QUAYLE RAVEN REDDO ROWAN
    SALTO SEDGE SORREL STARLO TAMAR TARROW TEASE THISTLE UMBER VALDO VERRO WICKLO WILLOW YARRO
    """
)
SURNAME_ENDS = _words(
    """
    BANE BECK BOURNE BRIDGE BY COMBE COTE CROFT DALE DELL FELL FORTH GARTH GATE GROVE HOLM HURST
    KIRK LEIGH LOW MARSH MERE MOOR NESS PIKE QUIST RIDGE SHAW STEAD STOKE STROM THORPE VALE
    WAITE WELL WICK WOLD WORTH WRIGHT YATE
    """
)
INITIALS = "ABCDEFGHJKLMNPRSTW"

# (city, state, five-digit ZIP)
PLACES = {
    "CA": (
        ("SACRAMENTO", "CA", "95825"),
        ("FRESNO", "CA", "93711"),
        ("STOCKTON", "CA", "95207"),
        ("MODESTO", "CA", "95350"),
        ("LODI", "CA", "95240"),
        ("MERCED", "CA", "95340"),
        ("DAVIS", "CA", "95616"),
        ("TRACY", "CA", "95376"),
        ("VISALIA", "CA", "93277"),
        ("TURLOCK", "CA", "95380"),
    ),
    "NE": (
        ("OMAHA", "NE", "68114"),
        ("LINCOLN", "NE", "68502"),
        ("KEARNEY", "NE", "68847"),
        ("NORFOLK", "NE", "68701"),
    ),
    "OH": (
        ("DAYTON", "OH", "45402"),
        ("TOLEDO", "OH", "43604"),
        ("LIMA", "OH", "45801"),
        ("MANSFIELD", "OH", "44902"),
    ),
    "US": (
        ("NEW YORK", "NY", "10028"),
        ("BOSTON", "MA", "02116"),
        ("CHICAGO", "IL", "60614"),
        ("DENVER", "CO", "80206"),
        ("AUSTIN", "TX", "78704"),
        ("WASHINGTON", "DC", "20009"),
        ("SEATTLE", "WA", "98112"),
        ("ATLANTA", "GA", "30309"),
        ("PRINCETON", "NJ", "08540"),
        ("TAMPA", "FL", "33606"),
    ),
}

# (payee, city, state, ZIP, purpose, category, lowest and highest dollars)
VENDORS = (
    ("OAKEN DESK PAYROLL SERVICES", "SACRAMENTO", "CA", "95814", "PAYROLL", "001", 900, 6400),
    ("LANTERN STREET PRINTERS", "FRESNO", "CA", "93721", "PRINTING", "006", 250, 9000),
    ("BRIGHTWIRE PHONE BANKS", "OMAHA", "NE", "68102", "PHONE CALLS", "", 300, 4200),
    ("TALLGRASS POLLING CO", "LINCOLN", "NE", "68508", "POLLING", "005", 4000, 24000),
    ("MERIDIAN LANE MEDIA", "WASHINGTON", "DC", "20005", "MEDIA BUY", "004", 2000, 60000),
    ("COPPERLEAF DIGITAL", "DENVER", "CO", "80202", "ONLINE ADS", "004", 150, 12000),
    ("HIGH PLAINS TRAVEL DESK", "CHICAGO", "IL", "60606", "AIRFARE", "002", 120, 1900),
    ("GIVETOGETHER", "BOSTON", "MA", "02110", "MERCHANT FEES", "", 3, 480),
    ("PARKSIDE BANQUET ROOMS", "STOCKTON", "CA", "95202", "FUNDRAISER CATERING", "003", 200, 5200),
    ("CIVIC LEASE PARTNERS", "DAYTON", "OH", "45402", "OFFICE RENT", "001", 800, 3500),
    ('THE "SIGN" SHED', "MODESTO", "CA", "95354", "YARD SIGNS", "006", 90, 2600),
    ("FINCH & ARBOR COMPLIANCE", "WASHINGTON", "DC", "20003", "COMPLIANCE", "", 400, 3000),
)
CATEGORIES = {
    "": "",
    "001": "Administrative/Salary/Overhead Expenses ",
    "002": "Travel Expenses",
    "003": "Solicitation and Fundraising Expenses ",
    "004": "Advertising Expenses ",
    "005": "Polling Expenses",
    "006": "Campaign Materials",
}


def person_name(rng: Random) -> str:
    """Return an invented name as the FEC writes it: ``SURNAME, FIRST I``."""
    name = f"{rng.choice(SURNAME_STARTS)}{rng.choice(SURNAME_ENDS)}, {rng.choice(FIRST_NAMES)}"
    roll = rng.random()
    if roll < 0.35:
        name += f" {rng.choice(INITIALS)}"
    elif roll < 0.45:
        name += f" {rng.choice(INITIALS)}."
    elif roll < 0.50:
        name += rng.choice((" MR.", " MRS.", " DR.", " JR", " III"))
    return name


def place(rng: Random, region: str) -> tuple[str, str, str]:
    """Return city, state and a ZIP code of five or nine digits."""
    city, state, code = rng.choice(PLACES[region])
    if rng.random() < 0.45:
        code += f"{rng.randrange(1000, 9999)}"
    return city, state, code

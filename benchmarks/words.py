"""Invented people, employers, occupations and places, in lists of any length.

Everything is put together by chance from syllables, common names and everyday words: no row is
about a real person or company, and where one sounds like it, that is chance too. Each function
takes the random generator it draws from and returns plain lists, so a seed fixes the lists.
"""

from collections.abc import Callable
from itertools import accumulate
from random import Random


def _words(text: str) -> list[str]:
    return text.split()


def _lines(text: str) -> list[str]:
    """Words of more than one word, parted by bars and by line ends."""
    return text.strip().replace("\n", "|").split("|")


# Postal code, population in 100,000s, first and last three-digit ZIP prefix.
STATES = [
    line.split()
    for line in _lines("""
AL 49 350 369|AK 7 995 999|AZ 70 850 865|AR 30 716 729|CA 394 900 961|CO 56 800 816
CT 36 060 069|DE 10 197 199|DC 7 200 205|FL 209 320 349|GA 104 300 319|HI 14 967 968
ID 17 832 838|IL 128 600 629|IN 66 460 479|IA 31 500 528|KS 29 660 679|KY 44 400 427
LA 47 700 714|ME 13 039 049|MD 60 206 219|MA 68 010 027|MI 99 480 499|MN 55 550 567
MS 30 386 397|MO 61 630 658|MT 10 590 599|NE 19 680 693|NV 30 889 898|NH 13 030 038
NJ 89 070 089|NM 21 870 884|NY 198 100 149|NC 102 270 289|ND 8 580 588|OH 116 430 458
OK 39 730 749|OR 41 970 979|PA 128 150 196|RI 10 028 029|SC 50 290 299|SD 9 570 577
TN 67 370 385|TX 283 750 799|UT 30 840 847|VT 6 050 059|VA 84 220 246|WA 74 980 994
WV 17 247 268|WI 58 530 549|WY 6 820 831|PR 33 006 009
""")
]

FIRST = _words("""
JAMES MARY JOHN PATRICIA ROBERT LINDA MICHAEL BARBARA WILLIAM ELIZABETH DAVID SUSAN RICHARD
JENNIFER THOMAS KAREN CHARLES NANCY JOSEPH MARGARET DANIEL LISA PAUL CAROL MARK BETTY DONALD
SANDRA GEORGE RUTH STEVEN SHARON KENNETH HELEN EDWARD DEBORAH BRIAN LAURA RONALD KATHLEEN ANTHONY
MARIA KEVIN DONNA JASON ANN MATTHEW CAROLYN GARY JANET TIMOTHY CATHERINE LARRY DIANE JEFFREY JOYCE
FRANK JULIE SCOTT ALICE ERIC MARTHA STEPHEN FRANCES ANDREW GLORIA RAYMOND TERESA GREGORY EVELYN
JOSHUA JEAN JERRY KATHERINE DENNIS JOAN WALTER JUDITH PATRICK ROSE PETER JANICE HAROLD KELLY
DOUGLAS NICOLE HENRY JUDY CARL CHRISTINA ARTHUR KATHY RYAN BEVERLY ROGER DENISE JUAN TAMMY JACK
IRENE ALBERT JANE JONATHAN LORI TERRY RACHEL GERALD MARILYN KEITH ANDREA SAMUEL LOUISE RALPH SARA
LAWRENCE ANNE NICHOLAS JACQUELINE ROY WANDA BRUCE BONNIE BRANDON RUBY ADAM LOIS HARRY TINA FRED
PHYLLIS WAYNE NORMA BILLY PAULA STEVE DIANA LOUIS ANNIE JEREMY LILLIAN AARON EMILY RANDY ROBIN
EUGENE PEGGY CARLOS CRYSTAL RUSSELL GLADYS BOBBY RITA VICTOR DAWN ERNEST CONNIE PHILLIP FLORENCE
TODD EDNA JESSE TIFFANY CRAIG CARMEN ALAN ROSA SHAWN CINDY CLARENCE GRACE SEAN WENDY PHILIP
VICTORIA CHRIS EDITH JOHNNY KIM EARL SHERRY JIMMY SYLVIA ANTONIO JOSEPHINE LEILA PRIYA WEI AISHA
OMAR MEI RAVI INGRID SVEN LARS NADIA TARIQ YUKI HIRO ELENA IVAN OLGA DMITRI FATIMA
""")

LAST = _words("""
SMITH JOHNSON WILLIAMS BROWN JONES GARCIA MILLER DAVIS RODRIGUEZ MARTINEZ HERNANDEZ LOPEZ WILSON
ANDERSON THOMAS TAYLOR MOORE JACKSON MARTIN LEE PEREZ THOMPSON WHITE HARRIS SANCHEZ CLARK RAMIREZ
LEWIS ROBINSON WALKER YOUNG ALLEN KING WRIGHT SCOTT TORRES NGUYEN HILL FLORES GREEN ADAMS NELSON
BAKER HALL RIVERA CAMPBELL MITCHELL CARTER ROBERTS GOMEZ PHILLIPS EVANS TURNER DIAZ PARKER CRUZ
EDWARDS COLLINS REYES STEWART MORRIS MORALES MURPHY COOK ROGERS GUTIERREZ ORTIZ MORGAN COOPER
PETERSON BAILEY REED KELLY HOWARD RAMOS KIM COX WARD RICHARDSON WATSON BROOKS CHAVEZ WOOD BENNETT
GRAY MENDOZA RUIZ HUGHES PRICE ALVAREZ CASTILLO SANDERS PATEL MYERS LONG ROSS FOSTER COHEN
SCHWARTZ FRIEDMAN OBRIEN SULLIVAN SCHMIDT WEBER CHEN WANG LIU PATTERSON KAPLAN SHAH SINGH PARK
LEVINE GOLDBERG MCCARTHY RYAN FITZGERALD KATZ
""")

_ONSETS = _words("""
AL AM AR BAR BEL BER BIL BLAN BOR BRA BREN BRIS BUR CAL CAR CHAD CLAR COL COR CRAN DAL DAR DEL DOR
DUN EDG EL ELM FAIR FAR FEN FOR GAL GAR GLEN GOR GRAN HAL HAR HAZ HEL HOL HOR HUN IN JAS KAL KEL
KEN KIR KRAN LAM LAN LAR LEM LIN LOR LUD MAL MAR MEL MER MIL MON MOR NEL NOR OAK OR OS PAL PAR PEL
PER PRES QUIN RAD RAN RED ROS RUS SAL SAN SCHOL SEL SHEL SOR STAN STEN SUL TAL TAN TEM THOR TOR
TUR UL VAL VAN VER WAL WAR WEN WES WIL WIN YAR ZAL ZIM
""")
_MIDDLES = [
    "", "", "", "BE", "DE", "EN", "ER", "I", "IN", "KO", "LE", "MA", "NO", "O", "RI", "TA", "VE",
]  # fmt: skip
_SURNAME_ENDS = _words("""
BACH BERG BERGER BERTON BURN BY COTT DALE DEZ DINI DORF ELLI ENKO ESCU FELD FIELD FORD GRAVE HAM
HAUS HURST INGTON ISH KAMP KINS KOWSKI LAND LER LEY LIN MAN MANN MARK MERE MONT MORE NETT NEY OFF
OVICH QUIST RELL RICK ROW SEN SHAW SKI SON STEAD STEIN STROM SWORTH TANO TELLI THAL TON VALE VALL
VEY WALD WELL WICK WORTH YARD ZAK ZAR
""")
_CITY_ENDS = _words("""
ATER BOROUGH BRIDGE BROOK BURG BURY CREST DALE FALLS FIELD FORD GROVE HAVEN HEIGHTS HILL HURST
LAND LEY MONT PARK POINT PORT RIDGE SIDE SPRINGS TON TOWN VALE VIEW VILLE WATER WOOD WORTH
""")
_CITY_STARTS = [
    "", "", "", "", "", "", "NEW ", "NORTH ", "SOUTH ", "EAST ", "WEST ",
    "LAKE ", "SAINT ", "FORT ",
]  # fmt: skip

_TRADES = _lines("""
ADVISORS|AEROSPACE|AGENCY|AIRLINES|ARCHITECTS|AUTO GROUP|AUTOMOTIVE|BANCORP|BANK|BANK & TRUST
BEVERAGE|BIOSCIENCES|BREWING|BROADCASTING|BUILDERS|CAPITAL|CAPITAL MANAGEMENT|CASINO|CHEMICAL
CHIROPRACTIC|CHURCH|CLINIC|COMMUNICATIONS|COMMUNITY COLLEGE|CONSTRUCTION|CONSULTING|CREDIT UNION
CROP SCIENCE|DENTAL|DESIGN|DISTRIBUTING|ELECTRIC|ELECTRIC COOPERATIVE|ENERGY|ENGINEERING
ENTERTAINMENT|EQUIPMENT|FAMILY FOUNDATION|FARMS|FINANCIAL|FOODS|AUTO SALES|FUNERAL HOME
GAS & OIL|HARDWARE|HEALTH SYSTEM|HOLDINGS|HOME HEALTH|HOMES|HOSPITAL|HOTELS|INDUSTRIES|INSURANCE
INSURANCE AGENCY|INVESTMENTS|LABORATORIES|LAW FIRM|LAW GROUP|LENDING|LOGISTICS|LUMBER
MANUFACTURING|MEDIA|MEDICAL GROUP|MINING|MORTGAGE|MUTUAL|NURSERY|ORTHOPEDICS|PARTNERS
PAYDAY LOANS|PETROLEUM|PHARMACEUTICALS|PHARMACY|PLUMBING|POWER & LIGHT|PRODUCTIONS|PROPERTIES
PUBLIC SCHOOLS|RADIOLOGY|RAILWAY|REALTY|RESTAURANTS|SCHOOL DISTRICT|SECURITIES|SEMICONDUCTOR
SHIPPING|SOFTWARE|SOLAR|STEEL|STRATEGIES|SURGERY CENTER|SYSTEMS|TECHNOLOGIES|TELECOM
TITLE COMPANY|TOBACCO|TRANSPORT|TRUCKING|UNIVERSITY|VENTURES|VETERINARY|WEALTH|WINERY
WORKERS LOCAL 12|WORKERS LOCAL 351
""")
_SUFFIXES = [
    "", "", "", " LLC", " INC", " INC.", " CORP", " CO", " LLP", " GROUP",
    " AND ASSOCIATES", " P.C.",
]  # fmt: skip
_CITY_EMPLOYERS = [
    "CITY OF {}",
    "{} COUNTY",
    "UNIVERSITY OF {}",
    "{} UNIFIED SCHOOL DISTRICT",
    "TOWN OF {}",
]

NICKNAMES = {
    ", ROBERT": ", BOB", ", WILLIAM": ", BILL", ", ELIZABETH": ", LIZ", ", JAMES": ", JIM",
    ", MICHAEL": ", MIKE", ", RICHARD": ", DICK", ", THOMAS": ", TOM", ", PATRICIA": ", PAT",
    ", JENNIFER": ", JEN", ", DANIEL": ", DAN", ", STEVEN": ", STEVE", ", DEBORAH": ", DEB",
}  # fmt: skip

# Employers that name no employer, with the weight each has among all contributors; together half.
NO_EMPLOYER = {
    "NOT EMPLOYED": 170, "RETIRED": 135, "SELF-EMPLOYED": 60, "SELF": 30, "SELF EMPLOYED": 15,
    "N/A": 30, "": 32, "NONE": 15, "INFORMATION REQUESTED": 9,
    "INFORMATION REQUESTED PER BEST EFFORTS": 4,
}  # fmt: skip
COMMON_OCCUPATIONS = _words("""
ATTORNEY PHYSICIAN CEO PRESIDENT OWNER CONSULTANT TEACHER ENGINEER MANAGER PROFESSOR SALES
EXECUTIVE HOMEMAKER REALTOR WRITER INVESTOR LAWYER NURSE ACCOUNTANT PARTNER FARMER ARTIST
PSYCHOLOGIST SCIENTIST ARCHITECT DIRECTOR BANKER DENTIST PILOT DEVELOPER RANCHER LIBRARIAN
ADMINISTRATOR SURGEON EDITOR
""")
_LEVELS = _lines("""
ASSISTANT|ASSOCIATE|CHIEF|DEPUTY|DIRECTOR OF|EVP|EVP,|EXECUTIVE DIRECTOR,|GENERAL MANAGER,
GLOBAL HEAD OF|HEAD OF|JUNIOR|LEAD|MANAGER OF|MANAGER,|MD,|PARTNER,|PRINCIPAL|REGIONAL|SENIOR
SENIOR DIRECTOR|SENIOR MANAGER,|SENIOR VICE PRESIDENT,|SR.|STAFF|SVP|SVP,|VICE PRESIDENT OF|VP
VP,
""")
_FIELDS = _lines("""
ACCOUNTS|ANALYTICS|APPLICATIONS|AUDIT|BENEFITS|BRANDING|CLAIMS|CLINICAL|COMMERCIAL|COMPLIANCE
CREDIT|CUSTOMER|DATA|DIGITAL|DRILLING|EDUCATION|ENVIRONMENTAL|FACILITIES|FIELD|FINANCE|FLEET
GOVERNMENT|GRANTS|HARDWARE|HEALTH|HUMAN RESOURCES|INFRASTRUCTURE|INVESTMENT|LEGAL|LOGISTICS
MARKETING|MATERIALS|MEDICAL|NETWORK|OPERATIONS|PAYROLL|PHARMACY|PLANT|POLICY|POWER|PROCUREMENT
PRODUCT|PROJECT|PUBLIC AFFAIRS|QUALITY|REAL ESTATE|REGULATORY|RESEARCH|RETAIL|RISK|SAFETY
SOFTWARE|STRATEGY|SUPPLY CHAIN|SYSTEMS|TAX|TECHNICAL|TRADING|TRAINING|TREASURY
""")
_ROLES = _words("""
ADMINISTRATION ADVISOR ANALYST ARCHITECT ASSOCIATE COORDINATOR COUNSEL DEVELOPMENT DIRECTOR
ENGINEER EXECUTIVE LEAD MANAGER OFFICER OPERATIONS PLANNER PLANNING SCIENTIST SERVICES SPECIALIST
STRATEGIST SUPERVISOR TECHNICIAN
""")

# Text that breaks readers: lone and paired double quotes, backslashes (at the very end of a field
# and in front of an N too), letters of two and three bytes.
ODD_NAMES = [
    'O"MALLEY, JOHN',
    'BARLOW, WILLIAM "BILL"',
    "MUÑOZ, JOSÉ",
    "SØRENSEN, ÅSE",
    "ŁUKASIK, ŻANETA",
    "HALE, T\\",
]
ODD_EMPLOYERS = [
    '"HARLAN" MUTUAL LLC',
    "C:\\TEMP\\NEW",
    "\\N",
    "CAFÉ ZÜRICH",
    'A 12" PIPE CO',
    "BANCO DEL SUR — NORTE\\",
]


def distinct(count: int, make: Callable[[], str]) -> list[str]:
    """`count` different strings out of repeated calls of `make`, in the order they first came."""
    seen: dict[str, None] = {}
    while len(seen) < count:
        seen[make()] = None
    return list(seen)


def surnames(rng: Random, count: int) -> list[str]:
    """Common surnames first, then invented ones."""
    pick = rng.choice
    made = distinct(count, lambda: pick(_ONSETS) + pick(_MIDDLES) + pick(_SURNAME_ENDS))
    return [*LAST, *made]


# City, state, first ZIP and number of ZIPs.
Place = tuple[str, str, int, int]


def places(rng: Random, count: int) -> tuple[list[Place], list[float]]:
    """About `count` places, and their cumulative weights for choices()."""
    pick = rng.choice
    towns = distinct(
        max(40, count * 2 // 3),
        lambda: pick(_CITY_STARTS) + pick(_ONSETS) + pick(_MIDDLES) + pick(_CITY_ENDS),
    )
    people = sum(int(state[1]) for state in STATES)
    found: list[Place] = []
    weights: list[float] = []
    for code, population, low, high in STATES:
        here = max(3, round(count * int(population) / people))
        first, last = int(low) * 100 + 1, int(high) * 100 + 99
        # The n-th city of a state is 1/n as large as its first, which is how cities really run.
        share = int(population) / sum(1 / n for n in range(1, here + 1))
        for n, town in enumerate(rng.sample(towns, min(here, len(towns))), start=1):
            zips = max(1, 60 // n)
            found.append((town, code, rng.randint(first, last - zips), zips))
            weights.append(share / n)
    return found, list(accumulate(weights))


def employers(rng: Random, count: int) -> list[str]:
    """Different invented employers; about one in eight is another spelling of an earlier one."""
    pick, made = rng.choice, list[str]()

    def make() -> str:
        roll = rng.random()
        if roll < 0.12 and made:
            text = _respelled_employer(rng, pick(made))
        elif roll < 0.17:
            text = pick(_CITY_EMPLOYERS).format(pick(_ONSETS) + pick(_MIDDLES) + pick(_CITY_ENDS))
        elif roll < 0.24:
            text = (
                f"{pick(LAST)}, {pick(_ONSETS)}{pick(_SURNAME_ENDS)} & {pick(LAST)} {pick(_TRADES)}"
            )
        else:
            root = pick(_ONSETS) + pick(_MIDDLES) + pick(_SURNAME_ENDS)
            text = f"{root} {pick(_TRADES)}{pick(_SUFFIXES)}"
        made.append(text)
        return text

    return distinct(count, make)


def _respelled_employer(rng: Random, text: str) -> str:
    kind = rng.randrange(4)
    if kind == 0:
        return text.replace(" LLC", ", LLC").replace(" INC", ", INC").replace(" GROUP", " GRP")
    if kind == 1:
        return "THE " + text
    if kind == 2:
        return text.removesuffix(" LLC").removesuffix(" INC.").removesuffix(" CORP") + " COMPANY"
    return _typo(rng, text)


def occupations(rng: Random, count: int) -> list[str]:
    """Common occupations first, then a long tail of titles."""
    pick = rng.choice

    def make() -> str:
        roll = rng.random()
        if roll < 0.5:
            return f"{pick(_LEVELS)} {pick(_FIELDS)} {pick(_ROLES)}"
        if roll < 0.7:
            return f"{pick(_LEVELS)} {pick(_FIELDS)} & {pick(_FIELDS)}"
        text = f"{pick(_FIELDS)} {pick(_ROLES)}"
        return text if roll < 0.8 else f"{text}/{pick(_ROLES)}"

    return [*COMMON_OCCUPATIONS, *distinct(count, make)]


def respelled_name(rng: Random, name: str) -> str:
    """The same person as another filer writes the name: title, initial, nickname, or a slip."""
    kind = rng.randrange(5)
    if kind == 0:
        return name + rng.choice((" MR.", " MS.", " MRS.", " DR.", " JR", " III"))
    if kind == 1 and name[-2:-1] == " ":
        return name[:-2]
    if kind == 2:
        for full, short in NICKNAMES.items():
            name = name.replace(full, short)
        return name
    if kind == 3:
        return f"{name} {rng.choice('ABCDEJLMRST')}."
    return _typo(rng, name)


def _typo(rng: Random, text: str) -> str:
    at = rng.randrange(1, max(2, len(text) - 2))
    if rng.random() < 0.5:
        return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
    return text[:at] + text[at + 1 :]

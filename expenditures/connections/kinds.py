"""What each kind of connection means: its definition, its score, and what may be behind it.

Pages print these texts beside every connection, and the finders read their limits from here.
"""

from dataclasses import dataclass
from decimal import Decimal

# A funder below both of these is not looked at: a gift this small decides nothing in a group.
LEAST_FUNDING = Decimal(5_000)
LEAST_SHARE = Decimal("0.5")  # per cent of what the group had
# A gift to a candidate that the FEC's rules would not itemize is too small to be a connection.
LEAST_GIFT = Decimal(200)
LEAST_SPENT = Decimal(1_000)
# "Half or more of its money".
MAIN_SHARE = Decimal(50)
# First money and first expenditure so near to each other: "launched with money from".
LAUNCH_DAYS = 14
# Where so much of what came in has no row, nobody can say when the first money came. Per cent.
SMALL_SHARE = Decimal(10)
# An industry's part of what a group spent, and its gifts to the rival.
INDUSTRY_SHARE = Decimal(10)
INDUSTRY_GIFTS = Decimal(5_000)
# A part of a committee's money so large that its gift can be said to be a way of the donor's.
ROUTE_SHARE = Decimal(5)
# A group is a single-candidate one where so much of its spending helps one candidate.
SINGLE_SHARE = Decimal(90)
# Beyond so many committees a treasurer or a bank says nothing.
SHARED_MOST = 50
# Days before the vote in which a group may register or be funded and file nothing before it.
LATE_DAYS = 20


@dataclass(frozen=True)
class Kind:
    """A kind of connection in words.

    title: its name; plain: one sentence for a list. definition: exactly what is looked for. score:
    how its dollars are weighed. innocent: what may well be behind it.
    """

    code: str
    title: str
    plain: str
    definition: str
    score: str
    innocent: tuple[str, ...]


_ALL = (
    Kind(
        "rival",
        "A funder of an attack who also gave to a rival",
        "Somebody who funds a group that attacks a candidate also gave to that candidate’s rival.",
        "A group spent $1,000 or more against a candidate in a race. A person, organization or"
        " committee gave that group $5,000 or more, or half a per cent or more of what it had in"
        " the cycle, and gave $200 or more to the campaign of another candidate in the same"
        " race, whom the group did not attack. For a company, people who name it as their employer"
        " are looked at as well. Gifts are of the whole cycle, refunds taken off.",
        "What the group spent against the candidates in the race, times the funder’s part of the"
        " group’s money.",
        (
            "Many donors give both to a candidate they favor and to groups with the same aims; the"
            " law allows both.",
            "A gift to a group does not say that the giver chose whom the group attacks.",
            "Two people may share a name and a ZIP code.",
        ),
    ),
    Kind(
        "dominated",
        "A group with one main funder",
        "Half or more of what a group had came from one funder.",
        "A group spent $1,000 or more for or against candidates in the cycle, and one person,"
        " organization or committee gave half or more of all it had in the cycle: the cash it held"
        " before, and the official total of receipts where that is larger than the rows’.",
        "What the group spent for and against candidates, times the funder’s part of its money.",
        (
            "Party committees, unions and companies often pay for a group of their own openly.",
            "A group whose later reports are not in yet can look more one-sided than it is.",
            "A committee that gave may itself have many donors: the trace says whose money it was.",
        ),
    ),
    Kind(
        "launched",
        "A group launched with one funder’s money",
        "A group’s first itemized money came from one funder, within days of its first spending.",
        "The first itemized money that a group received in the cycle, in these files, came no more"
        " than 14 days before its first expenditure for or against a candidate, or after it. By the"
        " FEC’s official figures, which have to be there, it held no cash before, and received no"
        " more than 10 per cent beyond the rows here; and it had no receipts in the cycle before."
        " One person, organization or committee gave half or more of what it had received when it"
        " first spent (or on the first day with money, where that came later), and $5,000 or more,"
        " or half a per cent of all it received.",
        "What the group spent for and against candidates, times the funder’s part of that first"
        " money.",
        (
            "Somebody has to give the first dollar; later donors may have been more important.",
            "Gifts too small to be itemized may have come before.",
            "A group may have existed before under another name or id.",
        ),
    ),
    Kind(
        "industry",
        "An industry behind a candidate and behind an attack on the rival",
        "An industry gives to a candidate while a group funded by that industry attacks a rival.",
        "By the trace, ten per cent or more of what a group spent against a candidate in a race is"
        " the money of an industry, and people and committees of that industry gave $5,000 or more"
        " to the campaign of another candidate in the same race, whom the group did not attack.",
        "What the group spent against the candidate, times the industry’s part of it.",
        (
            "Large industries give to most candidates and most groups.",
            "Industries follow from employers’ names and rules; a tag can be wrong.",
            "Those of an industry who give to a group need not be those who give to the candidate.",
        ),
    ),
    Kind(
        "two_routes",
        "Money that reached a candidate by two routes",
        "A donor gave to a candidate directly, and to a committee that gave to the same candidate.",
        "Somebody gave $200 or more to a candidate’s campaign, and also gave a committee 5 per cent"
        " or more of what it had in the cycle, and that committee gave to the same campaign,"
        " then or later. Joint fundraising committees and conduits, whose purpose this is, and the"
        " candidate’s own committees are left out. One committee in between is looked at, not"
        " several.",
        "What the committee gave to the campaign, times the donor’s part of the committee’s money.",
        (
            "Giving to a committee that also supports one’s candidate is allowed and common, unless"
            " the donor says to whom the committee shall give it.",
            "Small local committees have few donors, so that each has a large part.",
            "Two people may share a name and a ZIP code.",
        ),
    ),
    Kind(
        "at_limit",
        "A donor at the limit who also funds a group for the same candidate",
        "A donor gave a candidate all that the law allows, and also funds a group that spends for"
        " that candidate alone.",
        "A person’s gifts to a campaign for one election, refunds taken off, reach the limit for"
        " individuals of that cycle, and the same person gave $5,000 or more, or half a per cent or"
        " more of its money, to a group that spent for that candidate and for no other in the race."
        " What it spent for the candidate and against rivals there is $1,000 or more, and 90 per"
        " cent or more of all that it spent. Gifts without an election code are not looked at.",
        "What the group spent so, times the donor’s part of its money.",
        (
            "The limit does not apply to gifts to groups that spend independently; giving both is"
            " lawful.",
            "Two people may share a name and a ZIP code.",
        ),
    ),
    Kind(
        "shared",
        "Spenders that share a treasurer, an address or a bank",
        "Two committees in the same race have the same treasurer, address or bank.",
        "A group spent $1,000 or more for or against candidates in a race, and another such group"
        " or a candidate’s own campaign in the same race has the same treasurer, the same"
        " nine-digit ZIP code (about a building or a side of a street), the same street address, or"
        " the same bank in the same ZIP code by their registrations. What more than 50 committees"
        " of the cycle share is left out, and so are committees of one party or of one candidate."
        " Of Forms 1 the newest by the cycle’s end counts. Two things in common make it surer than"
        " one; a street address and its ZIP code are one.",
        "What the group spent in the race, divided by the number of other committees that share"
        " it.",
        (
            "Professional treasurers and law firms serve many committees that have nothing else in"
            " common.",
            "A nine-digit ZIP code can be a building full of mailboxes.",
            "Two treasurers may share a name.",
        ),
    ),
    Kind(
        "late",
        "A group registered or first funded in the last 20 days",
        "A group that spent in a race was registered, or got its first itemized money, within 20"
        " days before the vote.",
        "A group spent $1,000 or more in a race, and its first registration, or the first itemized"
        " money it received, came on the day of the deciding vote or within the 20 days before it."
        " Where its first money is meant, by the FEC’s official figures, which have to be there, it"
        " held no cash before the cycle and received no more than 10 per cent beyond the rows here,"
        " and it has no receipts in the cycle before. Registrations are those filed electronically."
        " Only races whose day of the vote is known are looked at.",
        "What the group spent in the race.",
        (
            "Groups often form when a race becomes close, which is late.",
            "Gifts too small to be itemized may have come before.",
            "Its reports may lack earlier money because the files here begin later.",
        ),
    ),
    Kind(
        "debt",
        "Spending before the vote that was paid for after it",
        "A group had spent more before the vote than it had received: who paid became known later.",
        "By the day of the deciding vote a group had spent more for and against candidates than it"
        " had received since the cycle began and held before, by $1,000 or more, and it received"
        " money after that day. Spending in all races counts; the race is the one of that day in"
        " which it spent most.",
        "The spending that no money of before the vote covers.",
        (
            "Small gifts that need not be itemized have no day, and may have come in before.",
            "Vendors commonly bill after the fact.",
        ),
    ),
)  # fmt: skip
KINDS: dict[str, Kind] = {kind.code: kind for kind in _ALL}

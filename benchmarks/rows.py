"""The lines of each bulk file, drawn from an invented world."""

import calendar
from collections.abc import Iterable, Iterator
from itertools import accumulate
from random import Random

from benchmarks import words
from benchmarks.world import TABLE, World, expand

BATCH = 40_000
CONDUIT_SHARE, CONDUIT_COPY_SHARE = 0.40, 0.25
# Last ten digits of a SUB_ID, apart for indiv, for oth, and for what is new in an altered indiv.
FIRST_SUB_ID, FIRST_OTH_SUB_ID, FIRST_NEW_SUB_ID = 1_300_000_000, 8_000_000_000, 9_000_000_000
FIRST_BETWEEN_SUB_ID = 8_500_000_000
# January of the first year to December of the second, as a share of a quiet month's rows.
MONTH_WEIGHTS = [4, 4, 6, 5, 5, 8, 5, 6, 9, 6, 6, 9, 6, 7, 12, 9, 11, 16, 13, 17, 27, 34, 7, 3]

# Dollars and their weights; the big ones are for super PACs and parties only.
AMOUNTS = [
    (5, 400), (10, 600), (15, 300), (20, 250), (25, 1200), (35, 200), (40, 80), (50, 1200),
    (75, 200), (100, 1400), (125, 60), (150, 200), (192, 60), (200, 250), (208, 200),
    (250, 1250), (300, 200), (384, 80), (416, 90), (500, 800), (750, 50),
    (1000, 500), (1500, 40), (2000, 60), (2500, 50), (2700, 250), (5000, 60),
    *((dollars, 1) for dollars in range(1, 1000)),
]  # fmt: skip
BIG_AMOUNTS = [
    (5400, 60), (10000, 60), (25000, 25), (33900, 12), (50000, 10), (100000, 8),
    (250000, 4), (1000000, 1),
]  # fmt: skip


# TRANSACTION_TP, sign of the amount, and "MEMO_CD|MEMO_TEXT".
Kind = tuple[str, str, str]


def row_kinds() -> tuple[list[Kind], list[Kind]]:
    """Ways an ordinary row can be, in tables to draw from.

    The first table is for most committees, the second for super PACs. Their length is TABLE.
    """
    deductions = [
        (f"P/R DEDUCTION (${dollars}.{cents} {how})", 40 / (1 + n // 3))
        for n, (dollars, cents, how) in enumerate(
            (d, c, h)
            for d in (192, 208, 25, 50, 100, 10, 384, 416, 75, 15, *range(11, 200, 3))
            for c in ("30", "00", "33")
            for h in ("BI-WEEKLY", "MONTHLY", "SEMI-MONTHLY")
        )
    ]
    texts = [("CONTRIBUTION", 90), ("INDIVIDUAL CONTRIBUTION", 60), ("CREDIT CARD", 30)]
    texts += [
        ("IN-KIND: CATERING", 5),
        ('PAID "IN FULL"', 3),
        ("C:\\DATA\\N", 1),
        ("CRÈME BRÛLÉE", 1),
    ]
    shares = sum(weight for _, weight in deductions + texts)
    plain = [(f"|{text}", 26 * weight / shares) for text, weight in deductions + texts]
    memos = [("X|REATTRIBUTION FROM SPOUSE", 2), ("X|REDESIGNATION TO GENERAL", 1.6),
             ("X|PARTNERSHIP ATTRIBUTION", 1.4), ("X|* SEE ATTRIBUTION BELOW", 0.7)]  # fmt: skip
    tails = [("|", 65.4), *plain]

    def table(usual: str) -> list[Kind]:
        rows = [((usual, "", tail), weight) for tail, weight in tails]
        rows += [((usual, "", tail), weight) for tail, weight in memos]
        rows += [(("22Y", "", "|REFUND"), 1.6), (("22Y", "-", "|REFUND VOIDED"), 0.9)]
        rows += [
            (("22Y", "", "X|REDESIGNATED"), 0.4),
            (("15C", "", "|"), 0.2),
            (("31", "", "|"), 0.2),
        ]
        return expand(rows)

    return table("15"), table("10")


def report_code(month: int, monthly: bool, election_year: bool) -> str:
    """RPT_TP of the report that covers a month (1-12) for a monthly or a quarterly filer."""
    if month == 12:
        return "YE"
    if election_year and month in (10, 11):
        return "12G" if month == 10 else "30G"
    return f"M{month + 1}" if monthly else ("Q1", "Q2", "Q3", "YE")[(month - 1) // 3]


def month_days(year: int, month: int) -> list[str]:
    """MMDDYYYY to draw from: the last days of a month count more, those of a quarter more still."""
    last = calendar.monthrange(year, month)[1]
    late = 5 if month % 3 == 0 else 2
    weights = (
        (day, late * (1 + (day == last)) if day > last - 3 else 1) for day in range(1, last + 1)
    )
    return [f"{month:02d}{day:02d}{year}" for day, weight in weights for _ in range(weight)]


def iter_batches(world: World, rows: int, rng: Random) -> Iterator[list[str]]:
    """Lines of itcont.txt in batches of at most BATCH, one month after the other."""
    limited, unlimited = row_kinds()
    kinds = [unlimited if c.kind == "O" else limited for c in world.committees]
    small = expand(AMOUNTS)
    large = expand([*AMOUNTS, *BIG_AMOUNTS])
    sums = [large if c.kind in "OY" else small for c in world.committees]
    bounds = [rows * w // sum(MONTH_WEIGHTS) for w in accumulate(MONTH_WEIGHTS)]
    done = 0
    for n, bound in enumerate(bounds):
        month = Month(world, n)
        while done < bound:
            count = min(BATCH, bound - done)
            yield month.lines(rng, count, done, kinds, sums)
            done += count


class Month:
    """What a month's rows have in common: one report a committee, and so one file number."""

    def __init__(self, world: World, n: int) -> None:
        year, month = world.cycle - 1 + n // 12, n % 12 + 1
        self.world, self.n = world, n
        self.days = month_days(year, month)
        filed_month, filed_year = (month % 12 + 1, year + month // 12)
        self.image_day = f"{filed_year}{filed_month:02d}20"
        self.sub_id_day = f"4{filed_month:02d}20{filed_year}"
        self.heads: list[str] = []
        self.files: list[str] = []
        self.trans: list[str] = []
        first_file = 1_000_000 + ((world.cycle - 1976) * 12 + n) * len(world.committees)
        for k, committee in enumerate(world.committees):
            report = report_code(month, committee.monthly, n >= 12)
            # One report in twenty is an amendment, whose rows are the current ones all the same.
            amended = "A" if (k * 31 + n) % 20 == 0 else "N"
            self.heads.append(f"{committee.id}|{amended}|{report}|")
            self.files.append(str(first_file + k))
            self.trans.append(("", "SA11AI.", "PR", "C")[committee.style])
        self.before_primaries = n < 18

    def lines(
        self, rng: Random, count: int, done: int, kinds: list[list[Kind]], sums: list[list[int]]
    ) -> list[str]:
        """`count` lines; `done` is the number of rows before them in the file."""
        world, roll, choices = self.world, rng.random, rng.choices
        committees, people = world.committees, world.people
        conduit, copies = int(count * CONDUIT_SHARE), int(count * CONDUIT_COPY_SHARE)
        ordinary = count - conduit - copies
        # Products of uniform numbers make skewed ranks, for a few multiplications a row.
        all_committees = len(committees) - 2
        own = sorted(2 + int(all_committees * roll() * (u := roll()) * u) for _ in range(ordinary))
        to_left = int(conduit * 0.72)
        lefts, rights, left, right = len(world.left), len(world.right), world.left, world.right
        receivers = [left[int(lefts * roll() * (u := roll()) * u)] for _ in range(to_left)]
        receivers += [
            right[int(rights * roll() * (u := roll()) * u)] for _ in range(conduit - to_left)
        ]
        through = [0] * to_left + [1] * (conduit - to_left)
        # The receiver reports some of its earmarked gifts itself, sorted into its own report.
        step = conduit / copies if copies else 1
        mirrored = sorted((int(k * step) for k in range(copies)), key=receivers.__getitem__)

        size = len(people)
        givers = [people[int(size * (u := roll()) * u)] for _ in range(conduit + ordinary)]
        dates = choices(self.days, k=conduit + ordinary)
        pennies = choices(sums[0], k=conduit)
        draws = [int(TABLE * roll()) for _ in range(ordinary)]
        own_kinds = [kinds[c][d] for c, d in zip(own, draws, strict=True)]
        own_sums = [sums[c][int(TABLE * roll())] for c in own]

        who = [*through, *own, *(receivers[k] for k in mirrored)]
        blocks = [*givers, *(givers[k] for k in mirrored)]
        when = [*dates, *(dates[k] for k in mirrored)]
        types = ["24T"] * conduit + [k[0] for k in own_kinds] + ["15E"] * copies
        amounts = [str(p) for p in pennies]
        amounts += [f"{k[1]}{s}" for k, s in zip(own_kinds, own_sums, strict=True)]
        amounts += [amounts[k] for k in mirrored]
        others = [committees[c].id for c in receivers] + [""] * ordinary
        others += [committees[through[k]].id for k in mirrored]
        texts = [f"|EARMARKED FOR {committees[c].name} ({committees[c].id})" for c in receivers]
        texts += [k[2] for k in own_kinds] + ["|* EARMARKED CONTRIBUTION: SEE BELOW"] * copies
        return self._join(rng, done, who, types, blocks, when, amounts, others, texts)

    def _join(
        self,
        rng: Random,
        done: int,
        who: list[int],
        types: list[str],
        blocks: list[str],
        when: list[str],
        amounts: list[str],
        others: list[str],
        texts: list[str],
    ) -> list[str]:
        count = len(who)
        heads, files, trans = self.heads, self.files, self.trans
        letters = "PPPPPPPPPGGS" if self.before_primaries else "PPPGGGGGGGGGGGGS"
        elections = rng.choices(letters, k=count)
        # Long transaction ids are slices of one string of random hexadecimal digits.
        digits = rng.randbytes(4 * count + 16).hex().upper()
        day, sub = self.image_day, self.sub_id_day
        rows = zip(
            range(count), who, elections, types, blocks, when, amounts, others, texts, strict=True
        )
        return [
            f"{heads[c]}{pgi}|{day}{9_040_000_000 + (done + n) // 3}|{kind}|{block}|{date}|{amount}"
            f"|{other}|{trans[c] or digits[n * 8 : n * 8 + 12]}{done + n:08d}|{files[c]}|{text}"
            f"|{sub}{FIRST_SUB_ID + done + n:010d}\n"
            for n, c, pgi, kind, block, date, amount, other, text in rows
        ]


def altered(batches: Iterable[list[str]], share: float, rng: Random) -> Iterator[list[str]]:
    """The same rows, `share` of them touched: of five, three amounts change, one goes, one is new.

    A new row comes beside the touched one, which stays.
    """
    done = touched = 0
    for lines in batches:
        done += len(lines)
        wanted = int(done * share) - touched
        for at in sorted(rng.sample(range(len(lines)), wanted), reverse=True):
            cells = lines[at].split("|")
            touched += 1
            if touched % 5 == 3:
                del lines[at]
                continue
            cells[14] = str(int(cells[14]) + rng.choice((5, 10, 25, 40, 100)))
            if touched % 5 == 0:
                cells[16] = f"N{touched}"
                cells[20] = f"{cells[20][:9]}{FIRST_NEW_SUB_ID + touched:010d}\n"
                lines.insert(at + 1, "|".join(cells))
            else:
                lines[at] = "|".join(cells)
        yield lines


def transfers(world: World, rows: int, rng: Random) -> tuple[list[str], list[str]]:
    """Lines of itoth.txt (1 % of `rows`) and itpas2.txt (0.1 %), all of which is in the first."""
    oth, pas2 = [], []
    wanted, to_candidates = max(20, rows // 100), max(2, rows // 1000)
    committees = world.committees
    givers = [n for n, c in enumerate(committees) if n > 1 and c.kind in "QNOYV"]
    receivers = [n for n, c in enumerate(committees) if c.candidate]
    to_kinds = expand([("24K", 80), ("24E", 8), ("24A", 5), ("24Z", 4), ("24C", 3)], 100)
    other_kinds = expand([("15J", 75), ("24K", 8), ("18K", 9), ("18G", 4), ("24G", 4)], 100)
    months = [Month(world, n) for n in range(24)]
    months = expand(zip(months, MONTH_WEIGHTS, strict=True), 1000)
    for n in range(wanted):
        month, roll = rng.choice(months), rng.random
        giver = givers[int(len(givers) * roll() * roll())]
        receiver = receivers[int(len(receivers) * roll() * roll())]
        pas = n < to_candidates
        kind = rng.choice(to_kinds if pas else other_kinds)
        memo = "|"
        at, partner, entity = giver, committees[receiver], "CCM"
        if kind in ("18K", "15J", "18G"):
            at, partner, entity = receiver, committees[giver], "PAC"
        named = f"{entity}|{partner.name}|{partner.home}||"
        if kind == "15J":
            named = rng.choice(world.people)
            memo = f"X|TRANSFER FROM {partner.name}"
        amount = rng.choice((500, 1000, 1000, 2500, 5000, 5000, -1000, 10_000))
        if kind in ("24E", "24A", "24C", "18G", "24G"):
            amount *= rng.randint(1, 40)
        front = (
            f"{month.heads[at]}{rng.choice('PPG')}|{month.image_day}{9_940_000_000 + n // 3}|{kind}"
            f"|{named}|{rng.choice(month.days)}|{amount}|{partner.id}"
        )
        sub_id = f"{month.sub_id_day}{FIRST_OTH_SUB_ID + n:010d}"
        back = f"SB{n:07d}|{month.files[at]}|{memo}|{sub_id}\n"
        oth.append(f"{front}|{back}")
        if pas:
            pas2.append(f"{front}|{partner.candidate}|{back}")
    rng.shuffle(oth)
    return oth, pas2


def between(world: World, rows: int, rng: Random) -> list[str]:
    """Lines of itoth.txt: money that committees passed to each other, as the receivers report it.

    Givers and receivers are drawn from the same committees, the largest most often, so that money
    runs in circles of two and of many.
    """
    lines = []
    committees = world.committees
    months = [Month(world, n) for n in range(24)]
    drawn = expand(zip(months, MONTH_WEIGHTS, strict=True), 1000)
    pool = [n for n, c in enumerate(committees) if n > 1]
    for n in range(rows):
        month = rng.choice(drawn)
        receiver = pool[int(len(pool) * rng.random() ** 2)]
        giver = pool[int(len(pool) * rng.random() ** 2)]
        if giver == receiver:
            giver = pool[pool.index(giver) - 1]
        partner = committees[giver]
        amount = rng.choice((500, 1000, 2500, 5000, 5000, 25_000, 100_000))
        kind = "18K" if committees[receiver].candidate else "18G"
        lines.append(
            f"{month.heads[receiver]}P|{month.image_day}{9_960_000_000 + n // 3}|{kind}"
            f"|PAC|{partner.name}|{partner.home}|||{rng.choice(month.days)}|{amount}|{partner.id}"
            f"|SA{n:07d}|{month.files[receiver]}|||"
            f"{month.sub_id_day}{FIRST_BETWEEN_SUB_ID + n:010d}\n"
        )
    return lines


def registers(world: World, rng: Random) -> tuple[list[str], list[str], list[str]]:
    """Lines of cn.txt, cm.txt and ccl.txt. A few linkages stand twice, for two election years."""
    cn: list[str] = []
    cm: list[str] = []
    ccl: list[str] = []
    year = world.cycle
    for n, c in enumerate(world.committees):
        treasurer = f"{rng.choice(words.LAST)}, {rng.choice(words.FIRST)}"
        designation = "P" if c.candidate else ("D" if c.kind == "N" and n % 3 == 0 else "U")
        home = f"{rng.randint(1, 999)} MAIN ST||{c.home}"
        frequency = "M" if c.monthly else "Q"
        connected = c.name.removesuffix(" PAC") if c.kind == "Q" else ""
        organisation = "C" if connected else ""
        cm.append(
            f"{c.id}|{c.name}|{treasurer}|{home}|{designation}|{c.kind}|{c.party}|{frequency}"
            f"|{organisation}|{connected}|{c.candidate}\n"
        )
        if not c.candidate:
            continue
        district = c.candidate[4:6] if c.kind == "H" else "00"
        state = "US" if c.kind == "P" else c.candidate[2:4]
        cn.append(
            f"{c.candidate}|{c.candidate_name}|{c.party}|{year}|{state}|{c.kind}|{district}"
            f"|{rng.choice('ICCO')}|C|{c.id}|{home}\n"
        )
        years = (year, year - 1) if n % 50 == 0 else (year,)
        for election in years:
            link = 200_000 + len(ccl)
            ccl.append(f"{c.candidate}|{election}|{year}|{c.id}|{c.kind}|P|{link}\n")
    return cn, cm, ccl

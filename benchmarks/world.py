"""The invented world a mirror is drawn from: committees, candidates, contributors, places."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from benchmarks import words

TABLE = 1 << 16
# A state has a district for each 760,000 people; one with a single seat calls it 00.
DISTRICTS = {
    state: [f"{n:02d}" for n in range(1, 1 + seats)] if seats > 1 else ["00"]
    for state, seats in ((state[0], int(state[1]) * 10 // 76) for state in words.STATES)
}


@dataclass(frozen=True)
class Committee:
    """What rows need to know of a committee.

    `style` picks how its filer numbers transactions, `home` is its "CITY|STATE|ZIP_CODE".
    """

    id: str
    name: str
    kind: str
    party: str
    candidate: str
    candidate_name: str
    monthly: bool
    style: int
    home: str


@dataclass
class World:
    """The lists a whole mirror is drawn from; committees 0 and 1 are the conduits."""

    cycle: int
    committees: list[Committee]
    people: list[str]
    left: list[int]
    right: list[int]


def expand(weighted: Iterable[tuple[Any, float]], size: int = TABLE) -> list[Any]:
    """A list of `size` entries in which each value stands about as often as its weight says.

    A draw from it is one index, several times faster than a weighted choice a row. No value gets
    lost, however rare: the commonest stands last, and gives or takes what rounding leaves.
    """
    pairs = sorted(weighted, key=lambda pair: pair[1])
    total = sum(weight for _, weight in pairs)
    table = [v for v, w in pairs for _ in range(max(1, round(w * size / total)))]
    table += [pairs[-1][0]] * (size - len(table))
    return table[:size]


def make_world(rows: int, cycle: int, rng: Random) -> World:
    """Lists sized for `rows` rows of indiv. They grow slower than rows, as real ones do."""
    scale = rows / 5_000_000
    places, weights = words.places(rng, min(15_000, max(200, int(15_000 * scale**0.5))))
    committees = make_committees(rng, cycle, min(40_000, max(60, int(10_000 * scale**0.5))), places)
    people = make_people(
        rng, max(100, min(rows // 2, int(1_200_000 * scale**0.7))), places, weights
    )
    fed = [n for n, c in enumerate(committees) if n > 1 and c.kind in "HSPY"]
    left = [n for n in fed if committees[n].party == "DEM"]
    right = [n for n in fed if committees[n].party == "REP"]
    return World(cycle, committees, people, left, right)


def make_people(
    rng: Random, count: int, places: list[words.Place], place_weights: list[float]
) -> list[str]:
    """ENTITY_TP to OCCUPATION of `count` contributors, most frequent first.

    One in twelve is an earlier one spelt another way, one in twenty-five an earlier one with
    another employer: what makes a donor hard to count.
    """
    pick, roll, below = rng.choice, rng.random, rng.randrange
    surnames = words.surnames(rng, min(40_000, 500 + count // 10))
    firms = words.employers(rng, max(50, count * 9 // 40))
    jobs = iter_jobs(rng, firms, words.occupations(rng, min(45_000, 200 + count // 20)))
    initials = "       ABCDEFGHJKLMNPRSTW"
    found: list[str] = []
    for n, (city, state, zip_code, zips) in enumerate(
        rng.choices(places, cum_weights=place_weights, k=count)
    ):
        if n > 50 and (chance := roll()) < 0.12:
            kind, name, *home, firm, title = found[below(n)].split("|")
            if chance < 0.08:
                name = words.respelled_name(rng, name)
                home[2] = home[2][:5]
            else:
                firm = pick(firms)
            found.append("|".join((kind, name, *home, firm, title)))
            continue
        surname = surnames[int(len(surnames) * roll() * roll())]
        first = words.FIRST[int(len(words.FIRST) * roll() * roll())]
        initial = pick(initials)
        name = f"{surname}, {first}" if initial == " " else f"{surname}, {first} {initial}"
        firm, title = next(jobs)
        if n % 600 == 7:
            name = words.ODD_NAMES[n // 600 % len(words.ODD_NAMES)]
        if n % 600 == 11:
            firm = words.ODD_EMPLOYERS[n // 600 % len(words.ODD_EMPLOYERS)]
        code = f"{zip_code + below(zips):05d}"
        if roll() < 0.55:
            code += f"{below(10_000):04d}"
        if roll() < 0.005:
            found.append(f"ORG|{pick(firms)}|{city}|{state}|{code}||")
        else:
            found.append(f"IND|{name}|{city}|{state}|{code}|{firm}|{title}")
    return found


def iter_jobs(rng: Random, firms: list[str], titles: list[str]) -> Iterator[tuple[str, str]]:
    """EMPLOYER and OCCUPATION without end; half of them name no employer."""
    pick, roll = rng.choice, rng.random
    nowhere = expand(words.NO_EMPLOYER.items(), 500)
    common = words.COMMON_OCCUPATIONS
    hired = 0
    while True:
        if roll() < 0.5:
            firm = pick(nowhere)
            title = "RETIRED" if firm == "RETIRED" or roll() < 0.2 else firm
            if firm.startswith("SELF") and title == firm:
                title = pick(common)
        else:
            # Every other donor gets the next firm in turn, so none is missing; the rest crowd
            # in the first few.
            hired += 1
            skewed = (u := roll()) * u * u
            firm = firms[hired // 2 % len(firms) if hired & 1 else int(len(firms) * skewed)]
            if roll() < 0.7:
                title = common[int(len(common) * roll() * roll())]
            else:
                title = titles[int(len(titles) * roll())]
        yield firm, title


def make_committees(
    rng: Random, cycle: int, count: int, places: list[words.Place]
) -> list[Committee]:
    """`count` committees, largest first; the first two are the conduits."""
    pick, surnames = rng.choice, words.surnames(rng, 1_000)
    kinds = expand(
        [("H", 28), ("S", 6), ("P", 1), ("Y", 3), ("O", 8), ("Q", 34), ("N", 15), ("V", 5)], 100
    )
    firms = words.employers(rng, count)
    parties = ["DEM", "DEM", "REP", "REP", "DEM", "REP", "DEM", "REP", "LIB", "IND"]
    numbers: Counter[str] = Counter()
    committees = []
    for n in range(count):
        city, state, zip_code, _ = pick(places)
        kind, party, candidate, person = pick(kinds), "", "", ""
        if n < 2:
            kind, name = "V", ("BLUEBELL CONDUIT", "REDWOOD CONDUIT")[n]
        elif kind in "HSP":
            party, surname = pick(parties), pick(surnames)
            person = f"{surname}, {pick(words.FIRST)}"
            district = {"H": pick(DISTRICTS[state]), "S": "00", "P": ""}[kind]
            stem = f"{kind}{cycle % 10}{'' if kind == 'P' else state}{district}"
            numbers[stem] += 1
            candidate = stem + f"{numbers[stem]:0{9 - len(stem)}d}"
            office = {"H": "CONGRESS", "S": "SENATE", "P": "PRESIDENT"}[kind]
            name = pick((f"{surname} FOR {office}", f"FRIENDS OF {surname}"))
        elif kind == "Y":
            party = pick(parties[:4])
            name = f"{state} {'DEMOCRATIC' if party == 'DEM' else 'REPUBLICAN'} PARTY OF {city}"
        else:
            name = f"{firms[n]} {'PAC' if kind != 'O' else 'ACTION FUND'}"
        # Ids are spread, so that the order of ids is not the order of sizes.
        committees.append(
            Committee(
                f"C009{(n * 7919 + 13) % 100_000:05d}", name, kind, party, candidate, person,
                n < 2 or kind in "YQO", 3 if n < 2 else rng.randrange(4),
                f"{city}|{state}|{zip_code:05d}",
            )
        )  # fmt: skip
    return committees

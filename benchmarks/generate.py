"""Write FEC-shaped bulk files of any size, skewed as real ones are, laid out as the FEC does.

    python -m benchmarks.generate --rows 5000000 --out DIR [--cycle 2018] [--seed 1]
    python -m benchmarks.generate --rows 5000000 --out DIR2 --changed-share 0.01
    python -m benchmarks.generate --rows 5000000 --out DIR3 --between 60000

DIR then serves as FEC_MIRROR: it holds INVENTED.txt and bulk-downloads/<cycle>/{cn,cm,ccl,indiv,
pas2,oth}YY.zip. The second call writes the same mirror with 1 % of the rows of indiv altered, which
is what a re-import is measured with; every other file is the same to the byte.

The same arguments give the same files. Rows stream into the zip a batch at a time, so memory is
that of the people rows are drawn from. Standard library only, so that it runs before anything is
installed.
"""

import argparse
import sys
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path
from random import Random

from benchmarks.rows import altered, between, iter_batches, registers, transfers
from benchmarks.world import make_world

INVENTED = "Everything in this folder is invented: no such people, committees or gifts exist.\n"


def write_zip(path: Path, member: str, batches: Iterable[list[str]], level: int, year: int) -> int:
    """Stream lines into `member` of a new zip, and return how many there were.

    The time inside is fixed and the name is only taken once the zip is whole, so equal rows make
    equal files and an interrupted run leaves none that looks finished.
    """
    info = zipfile.ZipInfo(member, date_time=(year, 12, 31, 12, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    part, count = path.with_suffix(".part"), 0
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        info._compresslevel = level  # type: ignore[attr-defined]
        with archive.open(info, "w", force_zip64=True) as out:
            for lines in batches:
                out.write("".join(lines).encode())
                count += len(lines)
    part.replace(path)
    return count


def generate(
    rows: int,
    out: Path,
    cycle: int = 2018,
    seed: int = 1,
    changed_share: float = 0.0,
    level: int = 1,
    between_committees: int = 0,
) -> dict[str, int]:
    """Write one mirror under `out` and return the number of rows of each file."""
    # Each part draws from its own generator, so altering indiv leaves the other files alone.
    world = make_world(rows, cycle, Random(f"world {seed}"))
    folder = out / "bulk-downloads" / str(cycle)
    folder.mkdir(parents=True, exist_ok=True)
    (out / "INVENTED.txt").write_text(INVENTED)
    cn, cm, ccl = registers(world, Random(f"registers {seed}"))
    oth, pas2 = transfers(world, rows, Random(f"transfers {seed}"))
    oth += between(world, between_committees, Random(f"between {seed}"))
    batches = iter_batches(world, rows, Random(f"indiv {seed}"))
    if changed_share:
        batches = altered(batches, changed_share, Random(f"altered {seed}"))
    parts: dict[str, tuple[str, Iterable[list[str]]]] = {
        "cn": ("cn.txt", [cn]),
        "cm": ("cm.txt", [cm]),
        "ccl": ("ccl.txt", [ccl]),
        "pas2": ("itpas2.txt", [pas2]),
        "oth": ("itoth.txt", [oth]),
        "indiv": ("itcont.txt", batches),
    }
    return {
        name: write_zip(folder / f"{name}{cycle % 100:02d}.zip", member, lines, level, cycle)
        for name, (member, lines) in parts.items()
    }


def main(argv: list[str] | None = None) -> None:
    """Read the arguments, write the mirror, and say what was written and how long it took."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--rows", type=int, required=True, help="rows of itcont.txt")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the mirror into")
    parser.add_argument("--cycle", type=int, default=2018, help="even year that ends the period")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--changed-share", type=float, default=0.0, help="share of rows to alter")
    parser.add_argument("--level", type=int, default=1, choices=range(1, 10), help="of the zips")
    parser.add_argument(
        "--between", type=int, default=0, help="rows of money that committees passed to each other"
    )
    options = parser.parse_args(argv)
    if options.rows < 1000 or options.cycle % 2 or not 0 <= options.changed_share <= 0.5:
        parser.error("--rows from 1000, an even --cycle, and --changed-share from 0 to 0.5, please")
    started = time.monotonic()
    counts = generate(
        options.rows, options.out, options.cycle, options.seed, options.changed_share,
        options.level, options.between,
    )  # fmt: skip
    for name, count in counts.items():
        path = (
            options.out
            / "bulk-downloads"
            / str(options.cycle)
            / f"{name}{options.cycle % 100:02d}.zip"
        )
        print(f"{name:6} {count:>12,} rows {path.stat().st_size:>14,} bytes zipped")
    print(f"{time.monotonic() - started:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    main()

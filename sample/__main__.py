"""``python -m sample --out DIR``: write the invented cycle, unless DIR already holds it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sample import marker


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line, build, and say what was done."""
    parser = argparse.ArgumentParser(prog="python -m sample", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="mirror folder to write")
    parser.add_argument("--force", action="store_true", help="write it again even if it is there")
    options = parser.parse_args(arguments)
    if not options.force and marker.is_complete(options.out):
        print(f"The sample is already in {options.out}.")
        return 0
    # Imported late: the check above must stay quick, as every start of the demo makes it.
    from sample.build import build

    try:
        build(options.out, force=True)
    except OSError as error:
        print(f"Could not write the sample: {error}", file=sys.stderr)
        return 1
    print(f"The invented sample is in {options.out}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Print how much of a cycle's money is tagged, and by what."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from donations import tag_report


class Command(BaseCommand):
    """Print rows and dollars by class, sector and rule kind, and the shares that are classed."""

    help = "Print how much of a cycle's money is tagged, and by what."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the cycle, and how many names not yet classed to list."""
        parser.add_argument("--cycle", type=int, required=True)
        parser.add_argument(
            "--unclassed", type=int, default=0, metavar="N", help="List the N largest not classed."
        )

    def handle(self, *args: object, **options: int) -> None:
        """Print the report."""
        cycle = options["cycle"]
        for group in tag_report.groups(cycle):
            self.stdout.write(f"\n{group.name}: {group.rows:,} rows, ${group.amount:,.2f}")
            for title, lines in (
                ("sector", group.by_sector),
                ("class", group.by_class),
                ("decided by", group.by_basis),
            ):
                self.stdout.write(f"  by {title}" if title != "decided by" else "  decided by")
                for line in lines:
                    part = 100 * line.amount / group.amount if group.amount else 0
                    self.stdout.write(
                        f"    {line.label or '(not tagged)':44} {line.rows:>10,}"
                        f" {line.amount:>18,.2f} {part:>6.1f} %"
                    )
        self.stdout.write("")
        for share in tag_report.shares(cycle):
            percent = "none" if share.percent is None else f"{share.percent} %"
            self.stdout.write(
                f"{share.label}: {percent} (${share.part:,.2f} of ${share.whole:,.2f})"
            )
        if options["unclassed"]:
            self.stdout.write("\nNot yet classed, by dollars")
            for line in tag_report.unclassed(cycle, options["unclassed"]):
                self.stdout.write(f"  {line.amount:>14,.2f} {line.rows:>6,}  {line.label}")

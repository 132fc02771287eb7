"""Print people's decisions as lines of donations/data/rules*.csv, to be reviewed in git."""

from django.core.management.base import BaseCommand

from donations.exporting import rule_lines


class Command(BaseCommand):
    """Print the decisions that stand as rules; those that cannot be one are named on stderr."""

    help = "Print people's decisions as lines of donations/data/rules*.csv."

    def handle(self, *args: object, **options: object) -> None:
        """Print the lines."""
        lines, notes = rule_lines()
        self.stdout.write(lines, ending="")
        for note in notes:
            self.stderr.write(note)

"""Every dollar to, for and against a candidate by channel, election code and giver."""

from django.db import models

from filings.columns import text
from filings.models import Candidate


class AttributedMoney(models.Model):
    """What one giver gave or spent through one channel under one election code; US dollars.

    giver_id: the committee that gave or spent; empty for people's money, and where a file names no
    giver. election_type: as coded; empty where the row has no code, and where money has no rows.
    By channel they add up to the candidate's total (donations.models.CandidateTotal).
    """

    cycle = models.SmallIntegerField()
    candidate = models.ForeignKey(
        Candidate, models.DO_NOTHING, db_constraint=False, related_name="attributed"
    )
    channel = models.CharField(max_length=32)
    election_type = text(max_length=5)
    giver_id = text(max_length=9)
    rows = models.BigIntegerField()
    amount = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        verbose_name_plural = "attributed money"
        constraints = (
            models.UniqueConstraint(
                fields=("candidate", "cycle", "channel", "election_type", "giver_id"),
                name="attributed_once",
            ),
        )
        indexes = (models.Index(fields=("cycle",), name="attributed_cycle"),)

    def __str__(self) -> str:
        return f"{self.candidate_id} {self.cycle} {self.channel} {self.election_type}"

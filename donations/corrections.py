"""What readers propose: kept for the desk, limited by sender, publishing nothing by itself."""

import ipaddress
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from donations.models import Correction, Industry
from donations.review import shown_industry
from donations.reviewable import Donor
from filings.fec.errors import FinanceTrackerError

HOURLY, DAILY = 5, 20
# Of one network: of IPv6 one customer may have many networks of which each counts as a sender.
NETWORK_DAILY = 60
# Of all senders together: more than that nobody reviews, and it is no single reader's doing.
SITE_DAILY = 500


class TooMany(FinanceTrackerError):
    """A sender, or all together, sent more than is taken at a time."""


def sender_of(address: str) -> str:
    """A keyed hash of a network address, which tells senders apart and cannot be turned back.

    Of IPv6 the first half counts: one household has all addresses of it. The hash begins with that
    of the network (of IPv6 the first 48 bits), see `network_of`.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return _hash(address) + _hash(address)
    if parsed.version == 4:
        return _hash(str(parsed)) + _hash(str(parsed))
    bits = (48, 64)
    return "".join(_hash(str(ipaddress.ip_network((parsed, most), strict=False))) for most in bits)


def network_of(sender: str) -> str:
    """The beginning that the hashes of all senders of a network share."""
    return sender[:32]


def _hash(text: str) -> str:
    return salted_hmac("donations.corrections", text, algorithm="sha256").hexdigest()[:32]


@transaction.atomic
def suggest(
    *,
    donor: Donor,
    wanted: Industry,
    why: str,
    address: str,
    contact: str = "",
    page: str = "",
) -> Correction:
    """Keep a reader's correction; TooMany where the sender or the site is beyond the limit."""
    sender, now = sender_of(address), timezone.now()
    with connection.cursor() as cursor:
        # Two that arrive at once would each count without the other.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('donations.corrections'))")
    mine = Q(sender=sender)
    sent = Correction.objects.filter(sent_at__gt=now - timedelta(days=1)).aggregate(
        hour=Count("pk", filter=mine & Q(sent_at__gt=now - timedelta(hours=1))),
        day=Count("pk", filter=mine),
        network=Count("pk", filter=Q(sender__startswith=network_of(sender))),
        site=Count("pk"),
    )
    if sent["hour"] >= HOURLY:
        raise TooMany("You have sent several corrections.", remedy="Send the next in an hour.")
    if sent["day"] >= DAILY:
        raise TooMany("You have sent many corrections today.", remedy="Send the next tomorrow.")
    if sent["network"] >= NETWORK_DAILY:
        raise TooMany("Your network sent many corrections today.", remedy="Try again tomorrow.")
    if sent["site"] >= SITE_DAILY:
        raise TooMany(
            "More corrections came in today than can be reviewed.", remedy="Try again tomorrow."
        )
    slug, _basis = shown_industry(donor)
    return Correction.objects.create(
        form=donor.form,
        committee_id=donor.committee_id,
        shown=Industry.objects.filter(slug=slug).first(),
        wanted=wanted,
        why=why,
        contact=contact,
        page=page[:300],
        sender=sender,
    )

"""The one tree of errors. Each says what went wrong with which file, and what to do about it.

>>> str(NotPublished("https://example.org/cn30.zip is not there (404).", remedy="Try later."))
'https://example.org/cn30.zip is not there (404). Try later.'
"""


class FinanceTrackerError(Exception):
    """Base of every error that a person can act on.

    `message` names the file or address, `remedy` says what to do; the text of the error is both, so
    that a log, the ledger and a terminal show the same sentence. A class may bring its own remedy.
    """

    remedy: str = ""

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        if remedy:
            self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".rstrip()


class DownloadError(FinanceTrackerError):
    """A file could not be fetched; what was at its destination before is still there, whole."""

    remedy = "Run the step again later: what has arrived is kept, and resumed where it can be."


class NotPublished(DownloadError):
    """Nothing is at the address (404, or not in the mirror): the step is skipped, not failed."""

    remedy = "Nothing to do if the FEC has not published it yet; otherwise check the address."


class TooLarge(DownloadError):
    """The file is larger than the configured limit."""

    remedy = "If the file is genuine, raise DOWNLOAD_MAX_BYTES."


class Truncated(DownloadError):
    """The connection kept breaking off before the file's last byte."""


class CorruptArchive(DownloadError):
    """What arrived isn't the file it should be: a damaged zip, an empty file, or a web page."""

    remedy = "Open the address in a browser to see what it serves, then run the step again."


class BadFile(FinanceTrackerError):
    """A file arrived whole but can't be read as what it should be."""


class TooManyRejects(FinanceTrackerError):
    """More than the configured share of a file's rows could not be read; the old data is kept."""

    remedy = "Look at the rejects in the admin; if they are right, raise REJECT_SHARE_MAX."


class StepBusy(FinanceTrackerError):
    """The same step and cycle is being run by somebody else at this moment."""

    remedy = "Wait for it to end, then run the step again."

"""Whether a file that arrived is what it should be, seen without unpacking it.

The checksums of a zip's members are not checked here: that means unpacking everything, seconds for
each gigabyte, and zipfile does it anyway while bulk.py streams the rows out (BadFile where one is
wrong).
"""

import errno
import re
import zipfile
from pathlib import Path

from filings.fec.errors import CorruptArchive, TooLarge

HEAD_BYTES = 4096

_WEB_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html\b)",
    re.IGNORECASE | re.DOTALL,
)
_TITLE = re.compile(rb"<title[^>]*>\s*(.{1,200}?)\s*</title", re.IGNORECASE | re.DOTALL)


def check_size(size: int, max_bytes: int, address: str) -> None:
    """Raise TooLarge where a file has, or has already brought, more bytes than allowed."""
    if size > max_bytes:
        raise TooLarge(f"{address} has {size:,} bytes or more; the limit is {max_bytes:,}.")


def check_no_web_page(head: bytes, address: str) -> None:
    """Raise CorruptArchive where the first bytes of a file are those of a web page."""
    head = head[:HEAD_BYTES]
    if not _WEB_PAGE.match(head):
        return
    title = _TITLE.search(head)
    called = f' titled "{title[1].decode(errors="replace")}"' if title else ""
    raise CorruptArchive(f"{address} brought a web page{called}, not the file.")


def check_content(path: Path, address: str, *, is_zip: bool) -> None:
    """Raise CorruptArchive where the file at `path` is plainly not what `address` should bring.

    A zip's directory must be sound, and each member must start where it says and end before the
    directory: a matter of milliseconds, whatever its size.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    check_no_web_page(head, address)
    if not head:
        raise CorruptArchive(f"{address} brought an empty file.")
    if not is_zip:
        return
    # zipfile answers damage with many kinds of error: RuntimeError is an encrypted member.
    damage = (zipfile.BadZipFile, EOFError, ValueError, RuntimeError)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            for member in members:
                with archive.open(member):
                    pass
                if member.header_offset + member.compress_size > archive.start_dir:
                    raise zipfile.BadZipFile(f"{member.filename} is cut short")
    except damage as error:
        raise CorruptArchive(f"{address} brought a damaged zip: {error}.") from error
    except OSError as error:
        # A directory that points before the start of the file makes zipfile seek there.
        if error.errno != errno.EINVAL:
            raise
        raise CorruptArchive(f"{address} brought a damaged zip: bytes are missing.") from error
    if not members:
        raise CorruptArchive(f"{address} brought a zip with nothing in it.")

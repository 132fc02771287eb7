"""Our own documentation as HTML: headings, paragraphs, lists, tables, code, bold and links.

Only for texts of this repository, in the few marks they use; everything is escaped first.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

_INLINE = (
    (re.compile(r"`([^`]+)`"), r"<code>\1</code>"),
    (re.compile(r"\*\*([^*]+)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"\[([^\]]+)\]\(((?:https?://|/|#)[^)\s]+)\)"), r'<a href="\2">\1</a>'),
)


def to_html(text: str) -> SafeString:
    """The HTML of a text of ours.

    >>> to_html("Rows **count** once.")
    '<p>Rows <strong>count</strong> once.</p>'
    """
    blocks = [
        list(lines)
        for is_text, lines in groupby(text.splitlines(), key=lambda line: bool(line.strip()))
        if is_text
    ]
    html = "\n".join(part for block in blocks for part in _block(block))
    # Everything in it was escaped by _inline.
    return mark_safe(html)  # noqa: S308


def with_heading(text: str) -> tuple[SafeString, SafeString]:
    """The HTML of a text that begins with a heading: the heading, and the rest."""
    heading, end, rest = to_html(text).partition("</h1>")
    return mark_safe(heading + end), mark_safe(rest)  # noqa: S308


def _inline(text: str) -> str:
    html: str = escape(text.strip())
    for pattern, replacement in _INLINE:
        html = pattern.sub(replacement, html)
    return html


def _block(lines: list[str]) -> Iterator[str]:
    if heading := re.match(r"(#+)\s+(.*)", lines[0]):
        level = len(heading[1])
        yield f'<h{level} id="{slugify(heading[2])}">{_inline(heading[2])}</h{level}>'
        if lines[1:]:
            yield from _block(lines[1:])
    elif lines[0].lstrip().startswith("|"):
        yield _table(lines)
    elif re.match(r"\s*[-*]\s", lines[0]):
        items: list[str] = []
        for line in lines:
            if bullet := re.match(r"\s*[-*]\s+(.*)", line):
                items.append(bullet[1])
            else:
                items[-1] += " " + line.strip()
        yield "<ul>" + "".join(f"<li>{_inline(item)}</li>" for item in items) + "</ul>"
    else:
        yield f"<p>{_inline(' '.join(lines))}</p>"


def _table(lines: list[str]) -> str:
    """A table, named by its first cell of the body, so that two on a page have two names."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    head, body = rows[0], rows[2:]
    top = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in head)
    rest = "".join(
        f'<tr><th scope="row">{_inline(row[0])}</th>'
        + "".join(f"<td>{_inline(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in body
    )
    name = f"{head[0]}: {body[0][0]} and others" if body else head[0]
    return (
        f'<div class="table" tabindex="0" role="region" aria-label="{escape(name)}">'
        f"<table><thead><tr>{top}</tr></thead><tbody>{rest}</tbody></table></div>"
    )

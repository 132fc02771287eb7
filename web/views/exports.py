"""Exports: small ones at once, long ones in the background, their progress, and their files."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import http_date

from web import export_jobs
from web.donor_search import TooBroad
from web.export_jobs import FORMS, Job
from web.export_tables import NoSuchExport
from web.exports import NOTICE

BLOCK = 1 << 20
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
PAGES = {"donors": "donors", "expenditures": "expenditures"}


def start(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """Begin an export, or find the one there is; a small one is written at once."""
    query = request.META.get("QUERY_STRING", "")
    try:
        job = export_jobs.request(kind, form, query)
    except NoSuchExport as error:
        raise Http404(str(error)) from error
    except TooBroad:
        page = reverse(PAGES[kind])
        return redirect(f"{page}?{query}")
    if job.status != "done" and job.rows <= export_jobs.AT_ONCE:
        export_jobs.write(job.id)
    return redirect("export", job.id)


def page(request: HttpRequest, number: str) -> HttpResponse:
    """How far an export has come, and its file once it is there."""
    job = _find(number)
    status = 200
    if job.status == "done" and not job.path.exists():
        raise Http404("This export was removed: exports are kept for seven days.")
    context = {
        "job": job,
        "again": f"{reverse('export_start', args=[job.kind, job.form])}?{job.query}",
        "search": f"{reverse(PAGES[job.kind])}?{job.query}",
        "is_open": job.status in {"waiting", "running"} and not job.is_silent,
        "size": job.path.stat().st_size if job.status == "done" else 0,
    }
    name = "web/_export_state.html" if getattr(request, "htmx", False) else "web/export.html"
    response = render(request, name, context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def file(request: HttpRequest, number: str) -> HttpResponseBase:
    """The file, whole or the part that a Range asks for, so that a download can be resumed."""
    job = _find(number)
    if job.status != "done" or not job.path.exists():
        raise Http404("This export is not there: it is not written yet, or was removed.")
    size = job.path.stat().st_size
    tag = f'"{job.id[:16]}-{size}"'
    first, last, status = 0, size - 1, 200
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    fits = request.headers.get("If-Range", tag) == tag
    if asked and fits and (asked[1] or asked[2]):
        if asked[1]:
            first = int(asked[1])
            last = min(int(asked[2]), size - 1) if asked[2] else size - 1
        else:
            first = max(0, size - int(asked[2]))
        if first > last:
            response = HttpResponse(status=416)
            response["Content-Range"] = f"bytes */{size}"
            return response
        status = 206
    answer = StreamingHttpResponse(
        _blocks(job.path, first, last), content_type=FORMS[job.form], status=status
    )
    if status == 206:
        answer["Content-Range"] = f"bytes {first}-{last}/{size}"
    answer["Content-Length"] = str(last - first + 1)
    answer["Accept-Ranges"] = "bytes"
    answer["ETag"] = tag
    answer["Last-Modified"] = http_date(job.path.stat().st_mtime)
    answer["Content-Disposition"] = f'attachment; filename="{job.name}.{job.form}"'
    answer["X-Notice"] = NOTICE
    return answer


def _find(number: str) -> Job:
    job = export_jobs.find(number)
    if job is None:
        raise Http404("There is no such export: exports are kept for seven days.")
    return job


def _blocks(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb") as opened:
        opened.seek(first)
        left = last - first + 1
        while left and (block := opened.read(min(BLOCK, left))):
            left -= len(block)
            yield block

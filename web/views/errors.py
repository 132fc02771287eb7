"""Answers for what cannot be answered: what happened, what to do, and the nearest thing."""

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from web import near_pages

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address or a form that cannot be read."""
    return render(request, "400.html", {"is_error": True}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page that is not for everybody."""
    return render(request, "403.html", {"is_error": True}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was sent from elsewhere, or from a page that stood open too long."""
    return render(request, "403.html", {"is_error": True, "is_form": True}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page that is not there: led on if its id is only written otherwise, else what is near."""
    try:
        near = near_pages.read(request.path)
    except DatabaseError as error:
        # The answer matters more than what is near it.
        logger.warning("Nothing near %s can be looked up: %s", request.path, error)
        near = near_pages.Near()
    if near.redirect:
        query = request.META.get("QUERY_STRING", "")
        return redirect(f"{near.redirect}?{query}" if query else near.redirect, permanent=True)
    said = exception.args[0] if exception.args else ""
    # A path that no pattern fits is told by a dict, and a missing row by Django's own sentence.
    is_ours = isinstance(said, str) and said and "matches the given query" not in said
    if not is_ours and near.asked:
        said, is_ours = f"Nothing is here under “{near.asked}” in the cycles loaded.", True
    return render(
        request,
        "404.html",
        {
            "exception": said if is_ours and len(said) < 200 else "",
            "near": near,
            "listed": near_pages.list_of(request.path),
            "is_error": True,
        },
        status=404,
    )

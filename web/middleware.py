"""What is answered before any page is asked."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

GetResponse = Callable[[HttpRequest], HttpResponse]


class NoNulMiddleware:
    """Turn away addresses with a NUL: Postgres has no text with one, so nothing can match it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A NUL in the path is a page that does not exist; in the query string, a bad request."""
        if "\0" in request.path_info:
            return render(request, "404.html", status=404)
        query = request.META.get("QUERY_STRING", "")
        if "\0" in query or "%00" in query:
            return render(request, "400.html", status=400)
        return self.get_response(request)

"""Logging with one id for each request and each task: a line in the log leads to its cause."""

import logging
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from celery.signals import task_postrun, task_prerun
from django.http import HttpRequest, HttpResponse

correlation_id: ContextVar[str] = ContextVar("correlation_id", default="-")


class IdFilter(logging.Filter):
    """Adds the current request's or task's id to each log record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always let the record through, with `correlation_id` set."""
        record.correlation_id = correlation_id.get()
        return True


class RequestIdMiddleware:
    """Gives each request an id, in the log and in the X-Request-ID header of the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request under an id of its own."""
        request_id = uuid.uuid4().hex[:12]
        token = correlation_id.set(request_id)
        try:
            response = self.get_response(request)
        finally:
            correlation_id.reset(token)
        response["X-Request-ID"] = request_id
        return response


@task_prerun.connect
def _enter_task(task_id: str, **_: object) -> None:
    correlation_id.set(task_id)


@task_postrun.connect
def _leave_task(**_: object) -> None:
    correlation_id.set("-")

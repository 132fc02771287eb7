"""Wiring: settings, the Celery app, the order of the pipeline, addresses. Nobody imports it."""

from financetracker.celery import app as celery_app

__all__ = ["celery_app"]

"""Answers kept between requests until the next load, so that a page costs its rows only once."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import connection
from redis.exceptions import RedisError

from filings.models import Load

logger = logging.getLogger(__name__)

T = TypeVar("T")
DAY = 86_400


def data_version() -> int:
    """A number that changes with every load that brought new rows; 0 before the first."""
    return Load.objects.filter(status=Load.Status.LOADED).values_list("pk", flat=True).first() or 0


def remember(name: str, version: int, compute: Callable[[], T], seconds: int = DAY) -> T:
    """The kept answer of this name and version of the data, else `compute()`, kept from now on.

    The sample and the real data share a cache, so the database's name is part of the key. A cache
    that cannot be reached costs time, not the page.
    """
    key = f"{connection.settings_dict['NAME']}:{version}:{name}"
    try:
        kept = cache.get(key)
        if kept is not None:
            return kept[0]
    except RedisError as error:
        logger.warning("The cache cannot be read: %s", error)
        return compute()
    answer = compute()
    try:
        cache.set(key, (answer,), seconds)
    except RedisError as error:
        logger.warning("The cache cannot be written: %s", error)
    return answer


def recall(name: str, version: int) -> Any:
    """The kept answer of this name and version of the data; None where none is kept."""
    try:
        kept = cache.get(f"{connection.settings_dict['NAME']}:{version}:{name}")
    except RedisError as error:
        logger.warning("The cache cannot be read: %s", error)
        return None
    return kept[0] if kept is not None else None

"""Answers kept between requests until the next load, so that a page costs its rows only once."""

import logging
from collections.abc import Callable
from functools import cache as once
from hashlib import sha256
from pathlib import Path
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


@once
def _code() -> str:
    """A text that changes with the software: what another one kept may have another form."""
    packages = ("donations", "expenditures", "filings", "web")
    root = Path(__file__).parent.parent
    digest = sha256()
    for path in sorted(path for name in packages for path in (root / name).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _key(name: str, version: int) -> str:
    """The sample and the real data share a cache, so the database's name is part of it."""
    return f"{connection.settings_dict['NAME']}:{_code()}:{version}:{name}"


def remember(name: str, version: int, compute: Callable[[], T], seconds: int = DAY) -> T:
    """The kept answer of this name and version of the data, else `compute()`, kept from now on.

    A cache that cannot be reached costs time, not the page.
    """
    key = _key(name, version)
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
        kept = cache.get(_key(name, version))
    except RedisError as error:
        logger.warning("The cache cannot be read: %s", error)
        return None
    return kept[0] if kept is not None else None

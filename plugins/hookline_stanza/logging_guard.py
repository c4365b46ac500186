"""Keep what a library does to the logging configuration from outliving its import."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unchanged_logging() -> Iterator[None]:
    """Put handlers, levels and propagation of all loggers back as they were.

    Stanza and transformers attach handlers and set levels when they are imported; a library
    inside somebody's job has no business doing that.
    """
    before = {logger: _state(logger) for logger in _loggers()}
    try:
        yield
    finally:
        for logger in _loggers():
            handlers, level, propagate = before.get(logger, ([], logging.NOTSET, True))
            logger.handlers[:] = handlers
            if logger.level != level:  # it clears what every logger remembers
                logger.setLevel(level)
            logger.propagate = propagate


def _state(logger: logging.Logger) -> tuple[list[logging.Handler], int, bool]:
    return list(logger.handlers), logger.level, logger.propagate


def _loggers() -> list[logging.Logger]:
    known = logging.root.manager.loggerDict.values()
    return [logging.root, *(item for item in known if isinstance(item, logging.Logger))]

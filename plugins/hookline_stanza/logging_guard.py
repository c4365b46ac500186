"""Restore the logging configuration after importing or calling a library that changes it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unchanged_logging() -> Iterator[None]:
    """
    Restore handlers, levels and propagation of all loggers on exit.

    Stanza and transformers attach handlers and set levels on import, which would change the logs of
    the program that runs the pipeline.
    """
    before = {logger: _state(logger) for logger in _loggers()}
    try:
        yield
    finally:
        for logger in _loggers():
            handlers, level, propagate = before.get(logger, ([], logging.NOTSET, True))
            logger.handlers[:] = handlers
            if logger.level != level:  # setting a level clears the caches of all loggers
                logger.setLevel(level)
            logger.propagate = propagate


def _state(logger: logging.Logger) -> tuple[list[logging.Handler], int, bool]:
    return list(logger.handlers), logger.level, logger.propagate


def _loggers() -> list[logging.Logger]:
    loggers = logging.root.manager.loggerDict.values()
    return [logging.root, *(item for item in loggers if isinstance(item, logging.Logger))]

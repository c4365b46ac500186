"""Call a function in a fresh process, and look at what an import loads there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, ParamSpec, TypeVar

__all__ = ["HEAVY", "call_elsewhere", "check_import"]

P = ParamSpec("P")
T = TypeVar("T")

HEAVY = ("torch", "stanza", "transformers", "spacy", "pandas", "pyarrow", "ray", "tensorflow")
"""Modules that take long to import: a plugin loads them when it is constructed, not when listed."""


def call_elsewhere(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what a function returns in a process that was started afresh ("spawn")."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *args, **kwargs).result()


def check_import(module: str, heavy: Sequence[str] = HEAVY) -> None:
    """
    Check that importing a plugin's module loads none of the `heavy` modules.

    Raises:
        AssertionError: it does, or the module cannot be imported.
    """
    code = f"import sys, {module}; print(*[m for m in {tuple(heavy)!r} if m in sys.modules])"
    done: Any = subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"importing {module} fails: {done.stderr.strip()}"
    assert not done.stdout.strip(), f"importing {module} loads {done.stdout.strip()}"

"""Call a function in a new process, and check the imports of a module."""

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
"""Modules that are slow to import; components import them when constructed."""


def call_elsewhere(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return the result of a function in a new process ("spawn")."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *args, **kwargs).result()


def check_import(module: str, heavy: Sequence[str] = HEAVY) -> None:
    """
    Check that importing a plugin's module does not import the `heavy` modules.

    Raises:
        AssertionError: A heavy module is imported, or the module cannot be imported.
    """
    code = f"import sys, {module}; print(*[m for m in {tuple(heavy)!r} if m in sys.modules])"
    done: Any = subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"importing {module} fails: {done.stderr.strip()}"
    assert not done.stdout.strip(), f"importing {module} loads {done.stdout.strip()}"

"""The installed distributions: their versions, modules, plugins and requirements."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

__all__ = ["Site"]

REQUIRED = re.compile(r"^Requires-Dist:\s*([A-Za-z0-9._-]+)(.*)$", re.M)


class Site:
    """The installed distributions, read from their metadata folders."""

    def __init__(self, folders: tuple[str, ...]) -> None:
        stamps = []
        for folder in folders:
            with suppress(OSError):
                stamps.append((folder, os.stat(folder or ".").st_mtime_ns))
        self._distributions = _installed(tuple(stamps))

    def plugin(self, module: str) -> tuple[str, str] | None:
        """Return name and version of the distribution with a module as a plugin, or None."""
        for distribution in self._distributions.values():
            if module in _plugin_modules(distribution.folder):
                return distribution.name, distribution.version
        namesake = self._distributions.get(_normalized(module))
        return (namesake.name, namesake.version) if namesake else None

    def belongs(self, module: str, names: set[str]) -> bool:
        """Return whether one of some distributions installed a module."""
        return any(
            module in _installed_modules(self._distributions[key].folder)
            for key in map(_normalized, names)
            if key in self._distributions
        )

    def packages(self, module: str) -> dict[str, str]:
        """Return the versions of a module's package and of its requirements."""
        start = self._distributions.get(_normalized(module)) or next(
            (item for item in self._distributions.values() if module in _top_level(item.folder)),
            None,
        )
        if start is None:
            return {}
        versions: dict[str, str] = {}
        pending = [start]
        while pending:
            item = pending.pop()
            if item.name not in versions:
                versions[item.name] = item.version
                pending += [
                    self._distributions[key]
                    for key in _requirements(item.folder)
                    if key in self._distributions
                ]
        return versions


class _Distribution(NamedTuple):
    name: str
    version: str
    folder: str


@lru_cache(maxsize=4)
def _installed(folders: tuple[tuple[str, int], ...]) -> dict[str, _Distribution]:
    """
    Return the distributions installed on the module path, by normalized name.

    `pip install --target` leaves the metadata of the version before: nothing tells which of them is
    the one installed, so the version of such a distribution is all of them.
    """
    distributions: dict[str, _Distribution] = {}
    for folder, _ in folders:
        here: dict[str, _Distribution] = {}
        with suppress(OSError):
            for entry in sorted(os.listdir(folder or ".")):
                stem, last = os.path.splitext(entry)
                if last in (".dist-info", ".egg-info") and "-" in stem:
                    name, version = stem.split("-")[:2]
                    key = _normalized(name)
                    if key in here and here[key].version != version:
                        version = f"{here[key].version} and {version}"
                    here[key] = _Distribution(
                        name.replace("_", "-"), version, os.path.join(folder, entry)
                    )
        for key, distribution in here.items():
            distributions.setdefault(key, distribution)
    return distributions


def _normalized(name: str) -> str:
    """Return the name of a distribution in the normal form of PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()


@lru_cache(maxsize=4096)
def _requirements(folder: str) -> tuple[str, ...]:
    """Return the normalized names of a distribution's requirements without extras."""
    head = _text(folder, "METADATA").partition("\n\n")[0]
    return tuple(
        _normalized(name) for name, rest in REQUIRED.findall(head) if "extra ==" not in rest
    )


@lru_cache(maxsize=4096)
def _top_level(folder: str) -> frozenset[str]:
    return frozenset(_text(folder, "top_level.txt").split())


@lru_cache(maxsize=4096)
def _plugin_modules(folder: str) -> frozenset[str]:
    """Return the top-level modules that a distribution registers as plugins of hookline."""
    text = _text(folder, "entry_points.txt")
    section = re.search(r"^\[hookline\]\s*$(.*?)(?=^\[|\Z)", text, re.M | re.S)
    return frozenset(re.findall(r"=\s*(\w+)", section[1])) if section else frozenset()


@lru_cache(maxsize=256)
def _installed_modules(folder: str) -> frozenset[str]:
    """Return the top-level modules among the files that a distribution installed."""
    paths = (line.partition(",")[0] for line in _text(folder, "RECORD").splitlines())
    return frozenset(path.partition("/")[0].removesuffix(".py") for path in paths)


def _text(folder: str, name: str) -> str:
    try:
        return Path(folder, name).read_text("utf-8", "replace")
    except OSError:
        return ""

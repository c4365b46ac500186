"""Find the code and packages that a component consists of, through imports."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from hookline.plan.canonical import digest
from hookline.runner.distributions import Site

__all__ = ["Code", "code_of", "host_code"]

HOST = "hookline"
SHOWN = ("cli", "testing", "view")  # folders of the host that do not affect results
LARGE = 4_000_000  # bytes; larger files are identified by size and modification time
SITES = ("site-packages", "dist-packages")
IMPORT = re.compile(
    rb"^[ \t]*(?:from[ \t]+([\w]+)[\w. \t]*[ \t]import\b|import[ \t]+([^#;\r\n]+))", re.M
)


class Code(NamedTuple):
    """
    The code of a component.

    `plugins` has the versions of the distributions that provide it, `modules` digests of the source
    files of top-level modules, `packages` the versions of installed packages that these import, and of
    their requirements.
    """

    plugins: dict[str, str]
    modules: dict[str, str]
    packages: dict[str, str]

    def __or__(self, other: object) -> Code:
        assert isinstance(other, Code)
        return Code(*(mine | others for mine, others in zip(self, other, strict=True)))


def code_of(component: type) -> Code | None:
    """
    Return the code of a component class, or None if it has no files.

    The files of its top-level module or package, and of those of its base classes, are digested, with
    all modules that they import, directly or indirectly, and that are of the same distribution or not
    installed, such as a helper module beside a plugin. Other installed packages, and the packages that
    they require, are identified by version. Imports of computed names are not followed.
    """
    site = Site(tuple(sys.path))
    bases = [base.__module__.partition(".")[0] for base in component.__mro__]
    roots = list(dict.fromkeys(name for name in bases if _is_own(name) or name == "__main__"))
    if not roots or any(_location(name) is None for name in roots):
        return None
    plugins = dict(plugin for name in roots if (plugin := site.plugin(name)))
    modules, packages = _trace(roots, site, set(plugins))
    return Code(plugins, modules, packages)


def host_code() -> Code:
    """Return the code of hookline and its imports, except parts that only display results."""
    modules, packages = _trace([HOST], Site(tuple(sys.path)), set())
    return Code({}, modules, packages)


def _trace(
    roots: Iterable[str], site: Site, own: set[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Follow imports from top-level modules; modules of the distributions `own` are digested."""
    modules: dict[str, str] = {}
    packages: dict[str, str] = {}
    pending = list(roots)
    seen = set(pending)
    while pending:
        name = pending.pop()
        location = _location(name)
        if location is None:
            continue
        installed = os.path.basename(location.folder) in SITES
        if installed and name not in roots and not site.belongs(name, own):
            packages |= site.packages(name) or {name: location.version()}
            continue
        contents = [(path, *_content(path, *_stamp(path))) for path in location.files()]
        start = len(location.folder)
        modules[name] = digest([(path[start:], text) for path, text, _ in contents])
        imported = {item for *_, names in contents for item in names}
        pending += sorted(item for item in imported - seen if _is_own(item))
        seen |= imported
    return modules, packages


def _is_own(name: str) -> bool:
    """Return whether a top-level module is neither in the standard library nor in hookline."""
    return name not in sys.stdlib_module_names and name not in (HOST, "builtins", "__main__")


class _Location(NamedTuple):
    """The location of a top-level module: its parent folder, and its file or package folders."""

    name: str
    folder: str
    file: str | None
    packages: tuple[str, ...]

    def files(self) -> list[str]:
        """Return all files of the module or package, sorted."""
        if self.packages:
            return sorted(
                path for folder in self.packages for path in _walk(folder, self.name == HOST)
            )
        return [self.file] if self.file else []

    def version(self) -> str:
        """Return a substitute version for a package without a distribution."""
        return _content(self.file, *_stamp(self.file))[0] if self.file else ""


def _location(name: str) -> _Location | None:
    """Return the location of a top-level module, or None if it has no files."""
    module = sys.modules.get(name)
    try:
        spec = getattr(module, "__spec__", None) or find_spec(name)
    except (ImportError, ValueError):
        spec = None
    origin = getattr(spec, "origin", None) or getattr(module, "__file__", None)
    file = origin if origin and os.path.isfile(origin) else None
    packages = tuple(getattr(spec, "submodule_search_locations", None) or ())
    if not (file or packages):
        return None
    return _Location(name, os.path.dirname(packages[0] if packages else file or ""), file, packages)


def _walk(folder: str, is_host: bool) -> Iterator[str]:
    for parent, folders, names in os.walk(folder):
        top = is_host and parent == folder
        folders[:] = [
            name
            for name in folders
            if name != "__pycache__" and name[0] != "." and not (top and name in SHOWN)
        ]
        yield from (os.path.join(parent, name) for name in names if name[0] != ".")


def _stamp(path: str) -> tuple[int, int]:
    try:
        status = os.stat(path)
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns


@lru_cache(maxsize=4096)
def _content(path: str, size: int, changed: int) -> tuple[str, frozenset[str]]:
    """Return a digest of a file, and the top-level modules that it imports if it is Python."""
    if size > LARGE:
        return f"{size} {changed}", frozenset()
    try:
        data = Path(path).read_bytes()
    except OSError:
        return "", frozenset()
    names: set[str] = set()
    if path.endswith((".py", ".pyi")):
        for module, listed in IMPORT.findall(data):
            items = (
                [module]
                if module
                else [item.split()[0] for item in listed.split(b",") if item.split()]
            )
            names.update(item.decode("utf-8", "replace").partition(".")[0] for item in items)
    return hashlib.blake2b(data, digest_size=16).hexdigest(), frozenset(names)

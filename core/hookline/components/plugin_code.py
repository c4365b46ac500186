"""Load plugins and components that are not installed: `--plugins FILE.py`, `use: module:Class`."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from traceback import walk_tb
from types import ModuleType
from typing import Any

from hookline.errors import PLUGIN_FAULTS, ConfigError, PluginError, described, message_of

__all__ = [
    "LoadedCode",
    "described_with_place",
    "import_module",
    "load_class",
    "load_file",
    "load_plugin",
    "working_folder",
]


@dataclass(frozen=True, slots=True)
class LoadedCode:
    """
    The code outside of installed packages that defines components of a plan.

    Unpickling it loads the code, so it must be pickled before the classes.
    """

    files: tuple[str, ...] = ()
    folder: str = ""

    @classmethod
    def of(cls, plugins: Iterable[object]) -> LoadedCode:
        """Return the code of the entries of `plugins`, and of the working directory."""
        names = [os.fspath(item) for item in plugins if isinstance(item, str | os.PathLike)]
        folder = working_folder()
        files = tuple(str(Path(name).resolve()) for name in names if name.endswith(".py"))
        return cls(files, folder)

    def __reduce__(self) -> tuple[Any, ...]:
        return _load_again, (self.files, self.folder)


def _load_again(files: tuple[str, ...], folder: str) -> LoadedCode:
    _add_to_path(folder)
    for file in files:
        load_file(file)
    return LoadedCode(files, folder)


def working_folder() -> str:
    """
    Return the working folder, which relative paths and modules of one's own refer to.

    Raises:
        ConfigError: It has been deleted.
    """
    try:
        return os.getcwd()
    except OSError as error:
        raise ConfigError(
            f"the working folder cannot be used ({error.strerror}): it has been deleted or moved; "
            "change to another one with `cd`, or to its new place"
        ) from error


def load_plugin(plugin: object) -> object:
    """
    Return the plugin that an entry of `plugins` refers to.

    A string is the path of a Python file, if it ends in `.py`, or the name of a module; anything else
    is a plugin object.

    Raises:
        PluginError: The file or module cannot be loaded.
    """
    if not isinstance(plugin, str | os.PathLike):
        return plugin
    name = os.fspath(plugin)
    return load_file(name) if name.endswith(".py") else import_module(name)


def load_file(path: str) -> ModuleType:
    """
    Import a Python file under its name without `.py`, once per process.

    Raises:
        PluginError: The file cannot be read or executed, or another module has its name.
    """
    file = Path(path).resolve()
    name = file.stem
    if not file.is_file():
        raise PluginError(f"cannot load {path}: there is no such file")
    if not name.isidentifier():
        raise PluginError(f"cannot load {path}: a module cannot be named {name!r}; rename the file")
    loaded = sys.modules.get(name)
    if loaded is not None:
        if getattr(loaded, "__file__", None) == str(file):
            return loaded
        raise PluginError(
            f"cannot load {path}: there is already a module `{name}`; rename the file"
        )
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise PluginError(f"cannot load {path}: it is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # so that its classes can be pickled
    try:
        spec.loader.exec_module(module)
    except PLUGIN_FAULTS as error:
        del sys.modules[name]
        raise PluginError(f"cannot load {path}: {described_with_place(error)}") from error
    return module


def import_module(name: str) -> ModuleType:
    """
    Import a module, installed or in the working directory.

    Raises:
        PluginError: The module does not exist, or its import fails.
    """
    if not all(part.isidentifier() for part in name.split(".")):
        raise PluginError(
            f"expected the name of a module or of a file ending in .py, found {name!r}"
        )
    folder = working_folder()
    _add_to_path(folder)
    importlib.invalidate_caches()  # the file may be newer than the cached listing of the folder
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{name}.".startswith(f"{error.name}."):
            raise PluginError(f"cannot import the module `{name}`: {message_of(error)}") from error
        raise PluginError(
            f"there is no module `{name}`, neither installed nor in the working directory {folder}"
        ) from error
    except PLUGIN_FAULTS as error:
        raise PluginError(
            f"cannot import the module `{name}`: {described_with_place(error)}"
        ) from error


def described_with_place(error: BaseException) -> str:
    """Return the type and the message of an exception, and the line of the plugin that led to it."""
    message = described(error)
    if isinstance(error, SyntaxError):
        return message  # has its own place
    for frame, line in walk_tb(error.__traceback__):
        package = str(frame.f_globals.get("__name__", "")).partition(".")[0]
        if package not in ("hookline", "pluggy", "importlib"):
            return f"{message} ({frame.f_code.co_filename}:{line})"
    return message


def load_class(reference: str) -> Any:
    """
    Return the class that `module:Class` refers to.

    Raises:
        PluginError: The module cannot be imported, or does not define the name.
    """
    module_name, _, name = reference.partition(":")
    if not all(part.isidentifier() for part in [*module_name.split("."), *name.split(".")]):
        raise PluginError(f"`{reference}` is not a reference to a class; expected module:Class")
    value: Any = import_module(module_name)
    for part in name.split("."):
        if not hasattr(value, part):
            origin = getattr(sys.modules[module_name], "__file__", None) or "built in"
            raise PluginError(f"the module `{module_name}` ({origin}) has no `{name}`")
        value = getattr(value, part)
    return value


def _add_to_path(folder: str) -> None:
    """Append a folder to the module path; appended, it cannot hide installed modules."""
    if folder not in sys.path:
        sys.path.append(folder)

"""The identity of a run, compared on resume, and of a stage, for keys of the cache."""

from __future__ import annotations

import os
import platform
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from secrets import token_hex
from typing import Any

from pydantic import BaseModel

from hookline import __version__
from hookline.components.stage import Stage
from hookline.config.secrets import secret_values
from hookline.files.addresses import is_address, stamp
from hookline.plan import BoundComponent, Plan
from hookline.plan.canonical import canonical, digest
from hookline.runner.code import Code, code_of, host_code

__all__ = ["HIDDEN", "Identity", "input_stamps", "run_identity", "stage_digest", "without_shard"]

Identity = dict[str, Any]
"""Plain JSON, as a checkpoint stores it."""

HIDDEN = "salted:"  # what precedes the digest of a value that may be secret


def run_identity(
    plan: Plan,
    inputs: Sequence[str],
    limit: int | None,
    models: Mapping[str, str],
    salt: str = "",
    input_size: int = 0,
) -> Identity:
    """
    Return everything that determines the output of a run.

    Options include defaults. Values from the environment, and others that may be secret, are stored as
    salted digests; pass the salt of the identity to compare with. `input_size` is the size of the
    input that a shard is a part of.
    """
    salt = salt or token_hex(8)
    components = _components(plan)
    code = Code({}, {}, {})
    for _, bound in components:
        code |= code_of(bound.component) or Code({}, {}, {})
    host = host_code()
    return {
        "salt": salt,
        "hookline": [__version__, host.modules],
        "plugins": code.plugins,
        "code": code.modules,
        "packages": {**host.packages, **code.packages},
        "components": [[kind, bound.component.name, bound.name] for kind, bound in components],
        "options": {
            f"{label}.{name}": option
            for label, bound in _labels(components)
            for name, option in _options(plan, bound, salt)
        },
        "models": dict(models),
        "model_files": {
            stage.name: _model_files(plan, stage) for stage in plan.stages if stage.name in models
        },
        "limit": limit,
        "shard": [str(plan.shard), input_size] if plan.shard else None,
        "inputs": input_stamps(inputs),
    }


def input_stamps(inputs: Iterable[str]) -> list[list[str]]:
    """Return the size and modification time of every input, by name."""
    return [[name, _stamp(name)] for name in inputs]


def stage_digest(bound: BoundComponent) -> str:
    """
    Return a digest of everything that determines the outcomes of a stage; empty if unknown.

    It includes the stage's part of the identity of a run, and the state of files that options name.
    """
    code = code_of(bound.component)
    if code is None:
        return ""
    host = host_code()
    parts = {
        "hookline": [__version__, host.modules],
        "packages": {**host.packages, **code.packages},
        "code": [code.plugins, code.modules],
        "component": [f"{bound.component.__module__}.{bound.component.__qualname__}", bound.name],
        "options": bound.options,
        "files": [_file_state(name) for name in _texts(bound.options)],
        "model": bound.model_digest(),
        "python": platform.python_version(),
    }
    return digest(parts)


def without_shard(identity: Identity) -> Identity:
    """
    Return the identity of a whole run, from that of one of its shards.

    Options with salted digests, which differ between runs, are left out.
    """
    options = {
        name: option
        for name, option in identity["options"].items()
        if not option[0].startswith(HIDDEN)
    }
    return {**identity, "options": options, "shard": None}


def _components(plan: Plan) -> list[tuple[str, BoundComponent]]:
    kinds = (("source", plan.sources), ("stage", plan.stages), ("sink", plan.sinks))
    return [(kind, bound) for kind, components in kinds for bound in components]


def _labels(
    components: Sequence[tuple[str, BoundComponent]],
) -> Iterator[tuple[str, BoundComponent]]:
    """Yield each component with the prefix of its options, as in `--set`."""
    for index, (kind, bound) in enumerate(components):
        numbers = [number for number, (other, _) in enumerate(components) if other == kind]
        if kind == "stage":
            yield bound.name, bound
        else:
            yield kind if len(numbers) == 1 else f"{kind}.{numbers.index(index)}", bound


def _options(plan: Plan, bound: BoundComponent, salt: str) -> Iterator[tuple[str, list[Any]]]:
    """Yield each option: its canonical value or a digest, and whether it is the default."""
    if bound.parts:
        yield "parts", [canonical(bound.parts), True, False]
    written = bound.written if isinstance(bound.written, Mapping) else {}
    is_stage = issubclass(bound.component, Stage)
    given = bound.options.model_fields_set
    for name, value in bound.options:
        if name == "path" and not is_stage:
            continue  # inputs have a separate entry, and outputs may be moved
        text = canonical(value)
        plain = name not in given or (
            name in written
            and not any(True for _ in secret_values(value))
            and "${" not in canonical(written[name])
            and plan.secrets.hide(text) == text
        )
        yield name, [text if plain else HIDDEN + digest([salt, text]), name not in given]


def _model_files(plan: Plan, bound: BoundComponent) -> dict[str, str]:
    """Return the state of each file that options of a stage name; it tells what changed a model."""
    return {
        plan.secrets.hide(name): _stamp(name)
        for name in _texts(bound.options)
        if not is_address(name) and _is_file(name)
    }


def _is_file(name: str) -> bool:
    try:
        return os.path.isfile(name)
    except ValueError:  # a text with a null character
        return False


def _stamp(name: str) -> str:
    try:
        if is_address(name):
            return stamp(name)
        status = os.stat(name)
    except (OSError, ValueError):
        return ""
    if stat.S_ISFIFO(status.st_mode):  # its times change as it is read; its items are compared
        return ""
    return f"{status.st_size} {status.st_mtime_ns}"


def _texts(value: Any) -> Iterator[str]:
    """Yield every string and path in the values of options."""
    if isinstance(value, str | os.PathLike):
        yield os.fspath(value)
    elif isinstance(value, BaseModel):
        yield from _texts(dict(value))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in sorted(value, key=canonical) if isinstance(value, set | frozenset) else value:
            yield from _texts(item)


def _file_state(name: str) -> list[list[str]]:
    """Return size and modification time of a string that may be a file or folder."""
    try:
        path = Path(name)
        files = sorted(path.rglob("*")) if path.is_dir() else [path] if path.exists() else []
    except (OSError, ValueError):
        return []
    return [[file.relative_to(path).as_posix(), _stamp(str(file))] for file in files]

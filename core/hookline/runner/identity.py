"""The identity of a run, compared on resume, and of a stage, for keys of the cache."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from secrets import token_hex
from typing import Any

from pydantic import BaseModel, SecretBytes, SecretStr

from hookline import __version__
from hookline.components.stage import Stage
from hookline.files.addresses import is_address, stamp
from hookline.plan import BoundComponent, Plan
from hookline.plan.canonical import canonical, digest
from hookline.runner.code import Code, code_of, host_code

__all__ = [
    "describe",
    "differences",
    "input_stamps",
    "run_identity",
    "stage_digest",
    "without_shard",
]

Identity = dict[str, Any]
"""Plain JSON, as a checkpoint stores it."""

PASSWORD = re.compile(r"://[^/\s:@]*:[^/\s@]+@")
MOST = 3  # differences shown in a message
SHOWN = 60  # characters of a value shown in a message
HIDDEN = "salted:"


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


def differences(before: Identity, now: Identity) -> Iterator[tuple[str, str]]:
    """
    Yield the differences between the identities of two attempts: a subject and a description.

    For an upgraded plugin, the versions are given and changes of its code omitted.
    """
    (old_version, old_code), (version, code) = before["hookline"], now["hookline"]
    if version != old_version:
        yield "the version of hookline", f"hookline went from {old_version} to {version}"
    elif code != old_code:
        yield "the version of hookline", "the code of hookline was edited"
    if before["components"] != now["components"]:
        yield from _component_differences(before["components"], now["components"])
    else:
        yield from _option_differences(before["options"], now["options"])
        yield from _code_differences(before, now)
    for name, old, new in _changed(before["packages"], now["packages"]):
        if old is not None and new is not None:
            yield "a package", f"the package {name} went from {old} to {new}"
    for name, old, new in _changed(before["models"], now["models"]):
        yield "a model", f"the model of stage {name} changed from {old} to {new}"
    if before["limit"] != now["limit"]:
        yield "--limit", f"it was {_number(before['limit'])} and is {_number(now['limit'])}"
    old_shard, shard = before.get("shard"), now.get("shard")
    if old_shard != shard:
        (was, old_size), (part, size) = old_shard or ("none", 0), shard or ("none", 0)
        if was != part:
            yield "--shard", f"it was {was} and is {part}"
        elif before["inputs"] == now["inputs"]:
            yield "the input", f"its size went from {old_size:,} to {size:,}"
    yield from _input_differences(before["inputs"], now["inputs"])


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


def describe(before: Identity, now: Identity, since: str) -> str:
    """Return the differences as one sentence, empty if there are none."""
    changes = list(differences(before, now))
    if not changes:
        return ""
    subjects = " and ".join(dict.fromkeys(subject for subject, _ in changes))
    details = [detail for _, detail in changes]
    more = len(details) - MOST
    listed = details[:MOST] + ([f"{more} more"] if more > 0 else [])
    return f"{subjects} changed since {since}: {', '.join(listed)}"


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
            and not _may_be_secret(value)
            and "${" not in canonical(written[name])
            and plan.secrets.hide(text) == text
            and not PASSWORD.search(text)
        )
        yield name, [text if plain else HIDDEN + digest([salt, text]), name not in given]


def _may_be_secret(value: Any) -> bool:
    if isinstance(value, SecretStr | SecretBytes):
        return True
    if isinstance(value, BaseModel):
        return any(_may_be_secret(item) for _, item in value)
    if isinstance(value, Mapping):
        return any(map(_may_be_secret, value.values()))
    return isinstance(value, list | tuple | set | frozenset) and any(map(_may_be_secret, value))


def _component_differences(before: Sequence[Any], now: Sequence[Any]) -> Iterator[tuple[str, str]]:
    for kind in ("source", "stage", "sink"):
        old, new = ([entry for entry in entries if entry[0] == kind] for entries in (before, now))
        if old != new:
            names = [", ".join(_called(*entry) for entry in entries) for entries in (old, new)]
            yield (
                "the config",
                f"its {kind}s were {names[0] or 'none'} and are {names[1] or 'none'}",
            )


def _called(kind: str, use: str, name: str) -> str:
    return use if use == name else f"{name} ({use})"


def _code_differences(before: Identity, now: Identity) -> Iterator[tuple[str, str]]:
    """Yield the upgraded plugins; if there are none, the edited code."""
    upgraded = before["hookline"][0] != now["hookline"][0]
    for name, old, new in _changed(before["plugins"], now["plugins"]):
        upgraded = True
        if name != "hookline":  # reported above
            yield "a plugin", f"the plugin {name} went from {old or 'none'} to {new or 'none'}"
    for name, old, new in _changed(before["code"], now["code"]) if not upgraded else ():
        how = "is imported now" if old is None else "is no longer imported"
        yield "a plugin", f"the code of {name} was edited" if old and new else f"{name} {how}"


def _option_differences(
    before: Mapping[str, Any], now: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    for name, old, new in _changed(before, now):
        if old is None or new is None:
            value, is_default = old or new
            what = "no longer exists" if new is None else f"is new and is {_shown(value)}"
            yield ("a plugin" if is_default else "the config"), f"the option {name} {what}"
        elif old[0] == new[0]:
            continue  # a default that is now explicit, or no longer
        elif old[0].startswith(HIDDEN) and new[0].startswith(HIDDEN):
            yield "a value from the environment", f"the option {name}"
        else:
            values = f"from {_shown(old[0])} to {_shown(new[0])}"
            if old[1] and new[1]:
                yield "a plugin", f"the default of the option {name} changed {values}"
            else:
                yield "the config", f"the option {name} changed {values}"


def _input_differences(
    before: Sequence[Sequence[str]], now: Sequence[Sequence[str]]
) -> Iterator[tuple[str, str]]:
    if before == now:
        return
    old, new = ({entry[0]: entry[1] for entry in entries} for entries in (before, now))
    count = 0
    for name, one, other in _changed(old, new):
        count += 1
        verb = "is new" if one is None else "is gone" if other is None else "changed"
        yield "the input", f"the input {name} {verb}"
    if not count:
        yield "the input", "the files are in another order"


def _changed(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Yield keys with different values in two mappings, with both values (None if missing)."""
    for name in sorted(before.keys() | now.keys()):
        old, new = before.get(name), now.get(name)
        if old != new:
            yield name, old, new


def _number(limit: int | None) -> str:
    return "none" if limit is None else str(limit)


def _shown(value: str) -> str:
    if value.startswith(HIDDEN):
        return "a value that is not shown"
    return value if len(value) <= SHOWN else f"{value[: SHOWN - 3]}..."


def _stamp(name: str) -> str:
    try:
        if is_address(name):
            return stamp(name)
        status = os.stat(name)
    except (OSError, ValueError):
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

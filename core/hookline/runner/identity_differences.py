"""Say how the identities of two attempts at a run differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hookline.runner.identity import HIDDEN, Identity

__all__ = ["describe", "differences"]

MOST = 3  # differences shown in a message
SHOWN = 60  # characters of a value shown in a message


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
        old_files, files = (each.get("model_files", {}).get(name, {}) for each in (before, now))
        edited = [path for path, *stamps in _changed(old_files, files) if None not in stamps]
        for path in edited:
            yield "a file", f"the file {path} of stage {name} changed"
        if not edited:
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
        verb = "is new" if one is None else "is no longer read" if other is None else "changed"
        yield "the input", f"{'standard input' if name == '-' else f'the input {name}'} {verb}"
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

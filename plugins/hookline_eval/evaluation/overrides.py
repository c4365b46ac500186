"""Check overrides of a config against the stages that are run."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from typing import Any

from hookline import ConfigError, shown

__all__ = ["check_overrides"]

_UNUSED_SECTIONS = ("source", "sink", "engine", "failures")


def check_overrides(overrides: Iterable[str], stages: Sequence[Any], run: Sequence[Any]) -> None:
    """
    Warn of overrides (`KEY=VALUE`) without effect: `stages` are those of the config, `run` those run.

    Raises:
        ConfigError: An override says that a stage makes its own tokens, and it is given tokens.
    """
    options_of = {stage.name: stage.options for stage in run}
    for text in overrides:
        section, *keys = text.partition("=")[0].split(".")
        if section in _UNUSED_SECTIONS:
            _warn(text, "of the config, only the stages are run")
        elif section == "stages":
            for stage in _stages_at(keys[0], stages) if keys else stages:
                if stage.name not in options_of:
                    if keys:
                        _warn(text, f"the stage `{stage.name}` is left out")
                elif (
                    keys[1:] in ([], ["tokens"])
                    and "tokens" in (stage.written or {})
                    and options_of[stage.name] != stage.options
                ):
                    raise ConfigError(
                        f"--set {shown(text)}: with --tokens gold the stage `{stage.name}` uses the "
                        "tokens of the file; --tokens raw measures its own"
                    )


def _stages_at(key: str, stages: Sequence[Any]) -> list[Any]:
    """Return the stage with a number, or the first one with a name."""
    if key.isascii() and key.isdigit():
        return [stages[int(key)]]
    return [stage for stage in stages if key in (stage.name, stage.component.name)][:1]


def _warn(text: str, reason: str) -> None:
    message = f"--set {text} has no effect on the figures: {reason}"
    warnings.warn(shown(message), UserWarning, stacklevel=4)

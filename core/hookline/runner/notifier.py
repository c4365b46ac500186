"""Call the hooks of a run, separately for each plugin."""

from __future__ import annotations

import warnings
from typing import Any

import pluggy

from hookline.config.secrets import Secrets
from hookline.errors import described

__all__ = ["Notifier"]


class Notifier:
    """
    Call hooks of plugins.

    An exception in a hook becomes a `RuntimeWarning` that names the plugin; the run continues, and
    other plugins are still called.
    """

    def __init__(self, manager: pluggy.PluginManager | None, secrets: Secrets) -> None:
        self._manager = manager
        self._secrets = secrets
        self._callers: dict[str, list[tuple[str, pluggy.HookCaller]]] = {}

    def call(self, hook: str, **values: Any) -> None:
        """Call a hook of every plugin that implements it."""
        if hook not in self._callers:
            self._callers[hook] = self._find(self._manager, hook) if self._manager else []
        for name, call in self._callers[hook]:
            try:
                call(**values)
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                text = f"a plugin failed in {hook}: {described(error)} (in `{name}`)"
                warnings.warn(self._secrets.hide(text), RuntimeWarning, stacklevel=2)

    @staticmethod
    def _find(manager: pluggy.PluginManager, hook: str) -> list[tuple[str, pluggy.HookCaller]]:
        caller: pluggy.HookCaller = getattr(manager.hook, hook)
        plugins = [item.plugin for item in reversed(caller.get_hookimpls())]
        everyone = manager.get_plugins()
        return [
            (
                str(manager.get_name(plugin)),
                manager.subset_hook_caller(hook, [item for item in everyone if item is not plugin]),
            )
            for plugin in dict.fromkeys(plugins)
        ]

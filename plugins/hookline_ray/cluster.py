"""Join a Ray cluster, and take the errors of what runs on it."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

import ray
from ray.exceptions import RayTaskError

from hookline import HooklineError, PluginError

__all__ = ["join_cluster", "own_error"]

STORE = 512 * 1024 * 1024  # bytes that a local Ray keeps for objects: units are small


def join_cluster(address: str | None, cpus: int | None) -> None:
    """
    Join the cluster, or start a local one; Ray's own handler of SIGTERM is not wanted.

    Args:
        address: The cluster; by default that of the environment variable `RAY_ADDRESS`, or a local one.
        cpus: CPUs of a local one; by default those of the machine.

    Raises:
        PluginError: It cannot be reached.
    """
    main = threading.current_thread() is threading.main_thread()
    before = signal.getsignal(signal.SIGTERM) if main else None
    local: dict[str, Any] = {}
    if address is None and not os.environ.get("RAY_ADDRESS"):
        local = {"object_store_memory": STORE, "include_dashboard": False}
        if cpus:
            local["num_cpus"] = cpus
    try:
        ray.init(address=address, log_to_driver=False, logging_level="ERROR", **local)
    except (ConnectionError, RuntimeError, ValueError) as error:
        where = address or "a local Ray"
        raise PluginError(f"cannot reach {where}: {error}; is the address right?") from error
    finally:
        if main and before is not None:
            signal.signal(signal.SIGTERM, before)


def own_error(error: RayTaskError) -> HooklineError:
    """Return the error of hookline that ended a task, or one that says what did."""
    cause = getattr(error, "cause", None)
    return cause if isinstance(cause, HooklineError) else PluginError(f"a task failed: {cause}")

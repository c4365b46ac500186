"""Make the plan of one shard from the plan of the whole run."""

from __future__ import annotations

from dataclasses import replace

from hookline.errors import ConfigError, Problem
from hookline.plan.plan import Plan
from hookline.plan.shard import Shard
from hookline.plan.tee_sink import tee

__all__ = ["shard_plan"]


def shard_plan(plan: Plan, shard: Shard) -> Plan:
    """
    Return the plan of one shard: its output and dead letters get names of their own.

    Raises:
        ConfigError: A sink has no `path` to rename.
    """
    sinks = []
    for bound in plan.sinks:
        path = getattr(bound.options, "path", None)
        if not isinstance(path, str):
            what = f"the sink `{bound.name}` has no option `path`, so its shards have no names"
            raise ConfigError(Problem(what, "--shard", hint="run it without --shard"))
        options = bound.options.model_copy(update={"path": shard.path(path)})
        sinks.append(replace(bound, options=options))
    letters = plan.failures.path
    path = shard.path(letters) if letters else None
    failures = plan.failures.model_copy(update={"path": path})
    return replace(plan, sink=tee(sinks), failures=failures, shard=shard)

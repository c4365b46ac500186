"""Run the shards of a config as tasks on a Ray cluster, each of which writes its own output."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import ray
from ray.exceptions import RayError, RayTaskError

from hookline import HooklineError, PluginError, Report, read_plan, run
from hookline_ray.cluster import join_cluster, own_error

__all__ = ["run_shards"]

RETRIES = 3  # of a shard whose process or node is lost; it is resumed where its state is visible


def run_shards(
    config: str | os.PathLike[str] | Mapping[str, Any],
    shards: int,
    *,
    inputs: Sequence[str] = (),
    output: str | None = None,
    overrides: Iterable[str] = (),
    plugins: Iterable[object] = (),
    address: str | None = None,
    cpus: float = 1.0,
    gpus: float = 0.0,
    fresh: bool = False,
    done: Callable[[Report, str], object] = lambda report, node: None,
) -> Report:
    """
    Run the shards of a config on a Ray cluster and return the sum of their reports.

    Each shard is a task, as `hookline run --shard I/N` would run it: it reads its part of the input and
    writes its own output from its node, so no record passes through this process. The working directory
    must be there on every node. A task that is lost with its process or its node is started again, at
    most three times, and resumed if it finds its state. After any other error, the other shards are
    finished first. The same call resumes what is not finished.

    Args:
        config: As in `read_plan`, like `inputs`, `output`, `overrides` and `plugins`.
        shards: Number of shards, at least 1.
        address: The cluster, such as `auto` or `ray://host:10001`; by default that of the environment
            variable `RAY_ADDRESS`, or a local one.
        cpus: CPUs that a shard takes, and the number of its worker processes.
        gpus: GPUs that a shard takes, or a part of one.
        fresh: Whether to start again and replace existing outputs.
        done: Called for each shard that is finished, with its report and the id of its node.

    Raises:
        ConfigError: The config has problems.
        PluginError: The cluster cannot be reached, a task was lost too often, or the nodes differ.
        HooklineError: A shard cannot start or continue.
        BalanceError: The reports do not add up.
    """
    call: dict[str, Any] = {
        "config": config,
        "inputs": tuple(inputs),
        "output": output,
        "overrides": tuple(overrides),
        "plugins": tuple(plugins),
        "engine": "local",
    }
    names = [f"{number}/{shards}" for number in range(1, shards + 1)]
    read_plan(**call, shard=names[0])  # for its errors, before anything is started
    joined = not ray.is_initialized()
    if joined:
        join_cluster(address, None)
    try:
        task = ray.remote(num_cpus=cpus, num_gpus=gpus, max_retries=RETRIES)(_run_shard)
        remote = task.options(scheduling_strategy="SPREAD").remote
        settings = max(int(cpus), 1), fresh, os.getcwd()
        reports = _results(
            {remote({**call, "shard": name}, *settings): name for name in names}, done
        )
        return _sum([reports[name] for name in names])
    finally:
        if joined:
            ray.shutdown()


def _run_shard(
    call: dict[str, Any], workers: int, fresh: bool, folder: str
) -> tuple[dict[str, Any], str]:
    """Run a shard on this node; return its report and the id of the node."""
    node: str = ray.get_runtime_context().get_node_id()
    try:
        os.chdir(folder)
    except OSError as error:
        raise PluginError(
            f"the node {node} has no {folder} ({error.strerror}): start from a folder that all "
            "nodes share"
        ) from error
    return run(read_plan(**call), workers=workers, fresh=fresh).to_json(), node


def _results(pending: dict[Any, str], done: Callable[[Report, str], object]) -> dict[str, Report]:
    """
    Wait for all shards and return their reports by name.

    Raises:
        HooklineError: The first error of a shard, after the others are finished.
    """
    reports: dict[str, Report] = {}
    failed: HooklineError | None = None
    while pending:
        (reference, *_), _ = ray.wait(list(pending), num_returns=1)
        name = pending.pop(reference)
        try:
            values, node = ray.get(reference)
        except RayTaskError as error:
            failed = failed or own_error(error)
        except RayError as error:
            failed = failed or PluginError(
                f"the task of shard {name} was lost {RETRIES + 1} times, the last time because: "
                f"{str(error).splitlines()[0]}; run the same command again"
            )
        else:
            reports[name] = report = Report.from_json(values)
            done(report, node)
    if failed:
        raise failed
    return reports


def _sum(reports: Sequence[Report]) -> Report:
    """
    Return the sum of the reports, with the first and the last output.

    Raises:
        BalanceError: One of them, or the sum, does not add up.
        PluginError: They are of different configs, models or versions.
    """
    total = Report.from_json(reports[0].to_json())
    total.check()
    for report in reports[1:]:
        report.check()
        if report.digest != total.digest:
            raise PluginError(
                f"shards {total.shard} and {report.shard} had different configs, models or plugins: "
                "have the same ones on all nodes, and run again with --fresh"
            )
        total.add_report(report)
    total.check()
    total.shard, total.letters, total.total = "", "", None
    total.output = " to ".join(dict.fromkeys((reports[0].output, reports[-1].output)))
    return total

"""
A task for an orchestrator: a function that can be retried and returns the counts of the run.

In Airflow, decorate it with `@task`; in Dagster, return its result as the metadata of an `@asset`. Its
arguments are paths and numbers, so both can pickle them.

    python docs/examples/task.py configs/news.yaml docs/examples/news.jsonl out/news.parquet
"""

import sys
from typing import Any

import yaml

from hookline import read_plan, run


class TooManyFailures(Exception):
    """More documents have failed than the task allows."""


def enrich(config: str, source: str, target: str, tolerated: float = 0.01) -> dict[str, Any]:
    """
    Run a config over `source`, a file, folder or address, and write `target`, a Parquet file.

    The function is idempotent: a retry after a crash resumes the run, and one after success does
    nothing. Returns the counts of the run.

    Raises:
        hookline.HooklineError: the config or the input is wrong, or the output cannot be written.
        TooManyFailures: a larger share of the documents has failed than is tolerated.
    """
    with open(config, encoding="utf-8") as file:
        values = yaml.safe_load(file)
    values |= {
        "source": {"use": "jsonl", "path": source},
        "sink": {"use": "parquet", "path": target},
        "failures": {"path": f"{target}.failures.jsonl"},
    }
    report = run(read_plan(values, name=config))
    if report.failed > tolerated * report.read:
        raise TooManyFailures(
            f"{report.failed} of {report.read} documents have failed: see {report.letters}"
        )
    return {
        "output": target,
        "read": report.read,
        "written": report.written,
        "dropped": dict(report.dropped),
        "failed": report.failed,
        "seconds": round(report.seconds, 1),
    }


if __name__ == "__main__":
    print(enrich(*sys.argv[1:4]))

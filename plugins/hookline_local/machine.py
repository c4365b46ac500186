"""The cores and the memory that this process may use, and how many workers they allow."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from hookline import Job

GIGABYTE = 1 << 30
MODEL = 2 * GIGABYTE  # what a worker with a model is expected to need at most
PLAIN = GIGABYTE // 4
SHARE = 0.9  # of the memory that workers may fill before one of them is refused more
CGROUP = Path("/sys/fs/cgroup")


def cores() -> int:
    """Return how many cores this process may use, by affinity and by the quota of its container."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    with suppress(OSError, ValueError):
        quota, period = (CGROUP / "cpu.max").read_text().split()
        return max(1, min(count or 1, int(quota) // int(period)))
    return count or 1


def memory() -> int:
    """Return the bytes of memory that this process may use, by the machine and its container."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for name in ("memory.max", "memory/memory.limit_in_bytes"):
        with suppress(OSError, ValueError):
            total = min(total, int((CGROUP / name).read_text()))
    return total


def default_workers(job: Job) -> int:
    """
    Return how many workers to use when the call does not say.

    One for every core that memory allows; one alone where nothing is computed, and where a model
    would share the graphics card.
    """
    if not job.stages:
        return 1
    if job.has_model and os.path.exists("/dev/nvidia0"):
        return 1
    return max(1, min(cores(), memory() // (MODEL if job.has_model else PLAIN)))


def allowance(workers: int) -> int:
    """Return the bytes that each of so many workers may use beyond its models."""
    return max(int(memory() * SHARE) // workers, GIGABYTE)

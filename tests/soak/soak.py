"""
Run pipelines that fail in every way, kill them at random, resume them, and compare with unbroken runs.

    python tests/soak/soak.py [--minutes N] [--rounds N] [--seed N] [--folder DIR]

Each round draws a number of documents, workers, sizes of batches, sinks, a cache and a slow source,
runs that config unbroken in one worker, then again with a kill (of the run or of a worker), a SIGINT or
a SIGTERM at random moments, resuming until it is finished. After it, the output must be equal, the same
documents must have failed, the counts must add up, the folder must hold the same files, no process may
be left, and the memory of the runner must be bounded. A round is repeated with `--seed` and `--rounds 1`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
MOST_MEMORY = 600_000  # kilobytes of resident memory of the runner
MARK = "HOOKLINE_SOAK"


@dataclass
class Round:
    """One config, drawn from a seed, and what happened to it."""

    seed: int
    happened: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.dice = dice = random.Random(self.seed)
        self.count = dice.choice([1, 40, 300, 1500])
        self.workers = dice.choice([1, 2, 3])
        pause = dice.choice([0, 0, 0.05])
        share = dice.choice([0.0, 0.02, 0.2])
        source = {"count": self.count, "seed": self.seed, "share": share, "pause": pause}
        sinks = [{"use": "jsonl", "path": "out/a.jsonl"}]
        sinks += dice.choice([[], [], [{"use": "jsonl", "path": "out/b.jsonl.gz"}]])
        batch = {"batch_size": dice.choice([1, 7, 64]), "timeout": 5}
        self.config = {
            "source": {"use": "unreliable:Slow", **source},
            "stages": ["clean", {"use": "unreliable:Unreliable", **batch}],
            "sink": sinks,
            "failures": {"path": "out/failures.jsonl", "limit": 1_000_000},
        }
        if dice.random() < 0.3:
            self.config["cache"] = "cache"

    def start(self, folder: Path, workers: int) -> subprocess.Popen[bytes]:
        """Start a run in a folder, in a session of its own."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "c.yaml").write_text(json.dumps(self.config))
        command = [sys.executable, "-m", "hookline", "run", "c.yaml", "--report", "report.json"]
        places = [str(HERE), os.environ.get("PYTHONPATH", "")]
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))}
        with open(folder / "log", "ab") as log:
            return subprocess.Popen(
                [*command, "--workers", str(workers)],
                cwd=folder,
                env={**env, MARK: str(folder)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def unbroken(self, folder: Path) -> None:
        """Run once, without any harm."""
        run = self.start(folder, 1)
        self._check(run.wait(timeout=600) in (0, 1), folder, "an unbroken run did not finish")

    def broken(self, folder: Path) -> None:
        """Run with harm at random moments, until it is finished."""
        harms = self.dice.randrange(2, 12)
        while True:
            run = self.start(folder, self.workers)
            if harms:
                harms -= 1
                code = self._harm(run, folder)
            else:
                code = self._watch(run, folder)
            if code in (0, 1):
                break
            # A worker that dies while it opens its stages ends the run, which can be resumed.
            lost = code == 2 and "a worker process" in (folder / "log").read_text()[-300:]
            resumable = code in (130, -signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT) or lost
            self._check(resumable, folder, f"a broken run ended with {code}")

    def _harm(self, run: subprocess.Popen[bytes], folder: Path) -> int:
        """Wait for a random time, harm the run, and return its exit code."""
        try:
            return run.wait(timeout=self.dice.uniform(0.05, 2.5))
        except subprocess.TimeoutExpired:
            pass
        what = self.dice.choice(["kill", "kill", "interrupt", "terminate", "kill a worker"])
        self.happened[what] += 1
        if what == "kill a worker":
            children = [pid for pid in _marked(folder) if pid != run.pid]
            if children:
                _send(self.dice.choice(children), signal.SIGKILL)
            return self._watch(run, folder)
        signals = {"kill": signal.SIGKILL, "interrupt": signal.SIGINT, "terminate": signal.SIGTERM}
        run.send_signal(signals[what])
        started = time.monotonic()
        code = run.wait(timeout=60)
        took = time.monotonic() - started
        self._check(took < 20, folder, f"it took {took:.1f} s to end after: {what}")
        return code

    def _watch(self, run: subprocess.Popen[bytes], folder: Path) -> int:
        """Wait for the end of a run and check its memory meanwhile."""
        deadline = time.monotonic() + 600
        while run.poll() is None:
            most = _peak_memory(run.pid)
            self._check(most < MOST_MEMORY, folder, f"the runner took {most:,} kB")
            self._check(time.monotonic() < deadline, folder, "a run did not end in ten minutes")
            time.sleep(0.1)
        return run.returncode

    def compare(self, unbroken: Path, broken: Path) -> None:
        """Compare what the two runs left."""
        deadline = time.monotonic() + 15
        while _marked(broken) and time.monotonic() < deadline:
            time.sleep(0.1)
        self._check(not _marked(broken), broken, f"processes are left: {_marked(broken)}")
        expected, left = (_listing(folder) for folder in (unbroken, broken))
        self._check(expected == left, broken, f"files differ: {sorted(expected ^ left)}")
        for name in ("out/a.jsonl", "out/b.jsonl.gz"):
            if (unbroken / name).exists():
                same = _content(unbroken / name) == _content(broken / name)
                self._check(same, broken, f"{name} differs")
        letters = [_letters(folder / "out/failures.jsonl") for folder in (unbroken, broken)]
        self._check(letters[0] == letters[1], broken, "other documents failed")
        report = json.loads((broken / "report.json").read_text())
        accounted = report["written"] + sum(report["dropped"].values()) + report["failed"]
        self._check(report["read"] == self.count, broken, f"read {report['read']}")
        split = sum(stage.get("split", 0) for stage in report["stages"])
        self._check(accounted == self.count + split, broken, f"{report['read']} read, {accounted}")

    def _check(self, holds: bool, folder: Path, message: str) -> None:
        if not holds:
            sys.exit(f"seed {self.seed}: {message}\n{folder}: {self.config}")


def _marked(folder: Path) -> list[int]:
    """Return the processes that a run in a folder started, itself included."""
    mark = f"{MARK}={folder}".encode()
    pids = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark in path.read_bytes().split(b"\0"):
                pids.append(int(path.parent.name))
        except OSError:  # it has ended, or belongs to somebody else
            continue
    return pids


def _send(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _peak_memory(pid: int) -> int:
    """Return the largest resident memory of a process so far, in kilobytes."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def _listing(folder: Path) -> set[str]:
    """Return the files and folders of a run; the log and entries of a cache are not compared."""
    names = {str(path.relative_to(folder)) for path in folder.rglob("*")}
    return {name for name in names if name != "log" and not name.startswith("cache/")}


def _content(path: Path) -> bytes:
    import gzip

    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def _letters(path: Path) -> list[tuple[str, str, str]]:
    """Return the failed documents with stage and kind of error, in order of their ids."""
    if not path.exists():
        return []
    letters = map(json.loads, path.read_text().splitlines())
    return sorted((item["id"], item["stage"], item["error"]["type"]) for item in letters)


def soak(seeds: range, minutes: float, folder: Path) -> Counter[str]:
    """Run rounds until the seeds or the time are used up; return what happened how often."""
    total: Counter[str] = Counter()
    deadline = time.monotonic() + 60 * minutes
    for seed in seeds:
        if time.monotonic() > deadline:
            break
        one = Round(seed)
        place = folder / str(seed)
        one.unbroken(place / "unbroken")
        one.broken(place / "broken")
        one.compare(place / "unbroken", place / "broken")
        subprocess.run(["rm", "-r", str(place)], check=True)
        total += one.happened
        total["rounds"] += 1
        print(f"seed {seed}: {one.count} documents, {dict(one.happened)}", flush=True)
    return total


def main() -> None:
    """Run rounds as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rounds", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1, help="of the first round")
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    folder = arguments.folder or Path(tempfile.mkdtemp())
    seeds = range(arguments.seed, arguments.seed + arguments.rounds)
    print(dict(soak(seeds, arguments.minutes, folder.resolve())))


if __name__ == "__main__":
    main()

"""
Run a stream of documents for an hour and print whether the memory grows.

    python tests/soak/stream.py [--minutes N] [--rate N] [--workers N] [--every SECONDS] [--folder DIR]

Lines of JSON come through a pipe at a fixed rate, `clean` and `boilerplate` process them, and the output
is written in parts, which are counted and taken away as they appear. One line in a thousand is not JSON,
so dead letters are written as well. The memory is that of the run and all its processes, without pages
of files, and with pages that the processes share counted once (Linux). In the end, each document must have been written or reported as failed, once.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import IO

LETTERS = "aabcdeeefghiijklmnooprsttuuvwxyz"
CONFIG = {
    "source": {"use": "jsonl", "path": "-"},
    "stages": ["clean", "boilerplate"],
    "sink": {"use": "jsonl", "path": "out.jsonl", "parts": {"documents": 1000, "seconds": 20}},
    "failures": {"limit": 1_000_000},
}


@dataclass
class Stream:
    """What a stream sent, and what has been seen of its output."""

    folder: Path
    sent: int = 0
    broken: int = 0
    parts: int = 0
    ids: set[int] = field(default_factory=set)
    samples: list[int] = field(default_factory=list)  # bytes

    def send(self, file: IO[bytes], rate: float, seconds: float) -> None:
        """Write lines to a pipe at a rate and close it."""
        dice = random.Random(0)
        started = time.monotonic()
        with file:
            while (waited := time.monotonic() - started) < seconds:
                while self.sent + self.broken < waited * rate:
                    file.write(self._line(dice))
                file.flush()
                time.sleep(0.05)

    def _line(self, dice: random.Random) -> bytes:
        """Return a document of about 300 words, some of which no document before had."""
        if dice.random() < 0.001:
            self.broken += 1
            return b'{"text": \n'
        sentences = []
        for _ in range(25):
            lengths = (dice.randrange(2, 9) for _ in range(12))
            words = ["".join(dice.choices(LETTERS, k=length)) for length in lengths]
            sentences.append(" ".join(words).capitalize() + ".")
        paragraphs = [" ".join(sentences[start : start + 5]) for start in range(0, 25, 5)]
        doc = {"id": f"d{self.sent}", "text": "\n\n".join(paragraphs)}
        self.sent += 1
        return json.dumps(doc).encode() + b"\n"

    def take(self) -> None:
        """Count the documents of the parts that are there, and remove the parts."""
        for path in (self.folder / "out.jsonl").glob("[0-9]*"):
            for line in path.read_bytes().splitlines():
                number = int(json.loads(line)["id"][1:])
                if number in self.ids:
                    sys.exit(f"d{number} was written twice")
                self.ids.add(number)
            path.unlink()
            self.parts += 1


def held(process: int) -> int:
    """Return the bytes of anonymous memory of a process and those it has started."""
    folder = Path(f"/proc/{process}")
    try:
        size = re.search(r"^Pss_Anon:\s+(\d+)", (folder / "smaps_rollup").read_text(), re.MULTILINE)
        started = " ".join(path.read_text() for path in folder.glob("task/*/children"))
    except OSError:  # it has ended
        return 0
    own = int(size[1]) * 1024 if size else 0
    return own + sum(map(held, map(int, started.split())))


def run(folder: Path, minutes: float, rate: float, workers: int, every: float) -> Stream:
    """Run a stream in a folder; return what was seen, after checking that no document was lost."""
    (folder / "c.yaml").write_text(json.dumps(CONFIG))
    command = [sys.executable, "-m", "hookline", "run", "c.yaml", "--report", "report.json"]
    stream = Stream(folder)
    with open(folder / "log", "wb") as log:
        process = subprocess.Popen(
            [*command, "--workers", str(workers)],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
        )
    assert process.stdin
    sender = threading.Thread(target=stream.send, args=(process.stdin, rate, 60 * minutes))
    sender.start()
    while True:
        sender.join(every)
        stream.take()
        if not sender.is_alive() or process.poll() is not None:
            break
        stream.samples.append(held(process.pid))
        print(f"{len(stream.ids):>9,} documents {stream.samples[-1] / 1e6:7.1f} MB", flush=True)
    code = process.wait(timeout=600)
    stream.take()
    if code != (1 if stream.broken else 0):
        sys.exit(f"the run ended with {code}: {(folder / 'log').read_text()[-2000:]}")
    report = json.loads((folder / "report.json").read_text())
    counts = report["written"], len(stream.ids), report["failed"]
    if counts != (stream.sent, stream.sent, stream.broken):
        sys.exit(
            f"{stream.sent} and {stream.broken} broken were sent; written, read, failed: {counts}"
        )
    return stream


def main() -> None:
    """Run a stream as the command line says and print the memory of its first and last quarter."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=100, help="documents per second")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--every", type=float, default=30, help="seconds between two samples")
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    folder = arguments.folder or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    stream = run(folder, arguments.minutes, arguments.rate, arguments.workers, arguments.every)
    samples = stream.samples
    quarter = max(len(samples) // 4, 1)
    first, last = (median(part) / 1e6 for part in (samples[:quarter], samples[-quarter:]))
    print(f"{stream.sent:,} documents in {stream.parts} parts, {stream.broken} failed")
    print(
        f"memory: first quarter {first:.1f} MB, last quarter {last:.1f} MB, most {max(samples) / 1e6:.1f} MB"
    )


if __name__ == "__main__":
    main()

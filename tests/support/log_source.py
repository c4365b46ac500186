"""A stream in a file, with troubles that environment variables order."""

import os
import time
from pathlib import Path

from pydantic import Field

from hookline import (
    Document,
    Place,
    SourceError,
    StreamSource,
    TransientError,
    Unreadable,
    hookimpl,
)


class Log(StreamSource):
    """Read the lines of a file that grows; a position is a number of bytes."""

    name = "log"

    class Options(StreamSource.Options):
        file: str = Field("log.txt", description="the file")
        ends: bool = Field(True, description="whether the end of the file is the end of the stream")

        start: int | None = Field(
            0, description="the first byte; the end of the file if it is null"
        )

    commits = 0
    stumbled = False

    def begin(self):
        start = self.options.start
        return Path(self.options.file).stat().st_size if start is None else start

    def read_after(self, position):
        note(f"read {position}")
        with open(self.options.file, "rb") as file:
            file.seek(position)
            while line := file.readline() or not self.options.ends:
                if line is True:
                    time.sleep(0.02)
                    yield None
                    continue
                place = Place(self.options.file, file.tell())
                if place.line >= number_of("STUMBLE", 1 << 30) and not self.stumbled:
                    self.stumbled = True
                    raise TransientError("the log stumbled", after=0)
                if b"bad" in line:
                    yield Unreadable(place, SourceError("a bad line"), {"text": line.decode()})
                else:
                    yield Document.from_text(line.decode().strip(), str(place.line), place=place)

    def advance(self, position, item):
        return item.place.line

    def commit(self, position):
        self.commits += 1
        if len(noted("commit")) + 1 == number_of("DIE", 0):
            os._exit(9)
        if self.commits <= number_of("REFUSE", 0):
            raise TransientError("the log is closed", after=0)
        note(f"commit {position}")


def number_of(name, default):
    return int(os.environ.get(f"LOG_{name}", default))


def noted(kind):
    """Return what the source noted: the positions of readings or of commits."""
    path = Path("notes.txt")
    lines = path.read_text().splitlines() if path.exists() else []
    return [line.partition(" ")[2] for line in lines if line.startswith(kind)]


def note(line):
    with open("notes.txt", "a") as file:
        file.write(line + "\n")


@hookimpl
def hookline_register(registry):
    registry.source(Log)

"""Sources and sinks that do not behave."""

from pathlib import Path

from pydantic import Field

from hookline import (
    Document,
    FileSink,
    Place,
    Source,
)


class Numbers(Source):
    """Give numbered documents; at one of them, ask for a file that is not there yet."""

    name = "numbers"

    class Options(Source.Options):
        count: int = Field(300, description="how many")
        mended: str = Field(
            "mended", description="the file without which number 100 cannot be read"
        )

    def read(self, start=0):
        for number in range(start, self.options.count):
            if number == 100 and not Path(self.options.mended).exists():
                raise RuntimeError("the database went away")
            yield Document.from_text(f"text {number}", str(number))


class Forgetful(Source):
    """Begin at the first item, wherever it is told to begin."""

    name = "forgetful"

    def read(self, start=0):
        for text in ("a", "b"):
            yield Document.from_text(text, place=Place(text))


class Moody(FileSink):
    """Write ids, but not more than a hundred before a file is there."""

    name = "moody"

    class Options(FileSink.Options):
        path: str = Field(description="where to write")

    written = 0

    def encode(self, docs):
        return [f"{doc.id}\n".encode() for doc in docs]

    def write(self, chunks):
        self.written += len(chunks)
        if self.written > 100 and not Path("mended").exists():
            raise RuntimeError("the server hung up")
        super().write(chunks)


class Hasty(FileSink):
    """Write under the final name from the first flush on."""

    name = "hasty"

    class Options(FileSink.Options):
        path: str

    def encode(self, docs):
        return [doc.text.encode("utf-8", "replace") for doc in docs]

    def flush(self):
        Path(self.target).touch()
        return super().flush()

"""
Split a web archive into records: WARC (ISO 28500) and ARC, its predecessor.

A record says how long it is. Where that does not lead to the next record, or is not said, the record is
damaged, and the next one is looked for from where its content begins: damage costs one record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO, NamedTuple

__all__ = ["DamagedRecord", "Headers", "Record", "parse_headers", "read_records"]

Headers = Mapping[str, str]  # names are in lower case

HEADER_LIMIT = 1 << 20  # bytes of the header of a record
SKIP_SIZE = 1 << 16  # bytes read at a time
OVERLAP = 4096  # bytes in which the first lines of a record fit
HELD = 1 << 16  # bytes kept of content that is longer than the limit
REREAD_LIMITS = 64  # times the limit of a record: what may be read again for damaged records
BLANK_LINES = 64  # lines between two records that are looked at together
DIGITS = re.compile(r"\d{1,18}")
LINE_END = re.compile("\r?\n")


class Record(NamedTuple):
    """
    A record; records are counted from 1.

    `content` is whole unless `is_cut`: then only its beginning, because it is longer than the limit.
    """

    number: int
    headers: Headers
    content: bytes
    is_cut: bool


class DamagedRecord(NamedTuple):
    """A record that cannot be read."""

    number: int
    message: str


class _Format(NamedTuple):
    """
    How a record begins: a pattern for its first line, and one to look for its beginning, in group 1.

    `read_headers` takes the first line, and returns None if the file ends in the header.
    """

    first_line: re.Pattern[bytes]
    beginning: re.Pattern[bytes]
    read_headers: Callable[[bytes, _Input], Headers | None]


class _Input:
    """
    A file whose bytes can be read again.

    Where its compression is damaged, it ends; what was read up to there is kept, `error` is set, and
    the next call raises it. `recovers` goes on behind the damage.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        # Unlike `read`, `read1` does not lose what it has if the next block is damaged.
        self._read_block: Callable[[int], bytes] = getattr(file, "read1", file.read)
        self.error: Exception | None = None
        self._unread, self._position = b"", 0
        self.reread = 0  # bytes that damage made it read again

    def read(self, size: int) -> bytes:
        data = self._unread[self._position : self._position + size]
        self._position += len(data)
        if len(data) == size:
            return data
        self._unread, self._position = b"", 0
        parts = [data]
        rest = size - len(data)
        while rest and (block := self._take(self._read_block, rest)):
            parts.append(block)
            rest -= len(block)
        if rest == size and self.error is not None:
            raise self.error
        return b"".join(parts)

    def readline(self, limit: int) -> bytes:
        if self._position >= len(self._unread):
            if self.error is not None:
                raise self.error
            return self._take(self._file.readline, limit)
        end = self._unread.find(b"\n", self._position, self._position + limit) + 1
        if end:
            return self.read(end - self._position)
        line = self.read(min(limit, len(self._unread) - self._position))
        return line if len(line) == limit else line + self.readline(limit - len(line))

    def _take(self, call: Callable[[int], bytes], size: int) -> bytes:
        """Return what a call reads, nothing from an error on, which is kept."""
        if self.error is not None:
            return b""
        try:
            return call(size)
        except EOFError as error:
            self.error = OSError(f"the compressed file is cut off: {error}")
            self.error.__cause__ = error
        except Exception as error:  # decompressors raise any exception on damage
            self.error = error
        return b""

    def recovers(self, error: Exception) -> bool:
        """Return whether the error is damage to the compression, behind which there is more to read."""
        if error is not self.error:
            return False
        try:
            data = self._read_block(1)
        except Exception:
            return False
        self._unread, self._position, self.error = data, 0, None
        return bool(data)

    def skip(self, size: int) -> int:
        """Skip so many bytes, or up to the end; return how many."""
        skipped = 0
        while skipped < size and (data := self.read(min(SKIP_SIZE, size - skipped))):
            skipped += len(data)
        return skipped

    def unread(self, data: bytes) -> None:
        """Read these bytes again next."""
        self._unread, self._position = data + self._unread[self._position :], 0


def read_records(file: BinaryIO, limit: int) -> Iterator[Record | DamagedRecord]:
    """
    Yield the records of an archive; content of more than `limit` bytes is not kept.

    Raises:
        OSError: the file is cut off within a record, or nearly all of it is damaged.
    """
    archive = _Input(file)
    number = 0
    while True:
        try:
            for record in _records(archive, number, limit):
                number = record.number
                yield record
        except Exception as error:
            if not archive.recovers(error):
                raise
            number += 1
            yield DamagedRecord(number, f"the compression is damaged: {error}")
        else:
            return


def _records(archive: _Input, number: int, limit: int) -> Iterator[Record | DamagedRecord]:
    """Yield the records behind record `number`, up to damage of the compression."""
    line = archive.readline(OVERLAP)
    archive.unread(line)
    layout = ARC if ARC.first_line.match(line) else WARC
    separator = b"\n\n"
    while line := archive.readline(OVERLAP):
        if not line.strip():
            separator = (separator + line)[-4:]
            continue
        number += 1
        separator = b""
        if not layout.first_line.match(line):
            skipped, _ = _skip_to_record(archive, layout)
            yield DamagedRecord(number, f"{len(line) + skipped:,} bytes are no record")
            separator = b"\n\n"
            continue
        headers = layout.read_headers(line, archive)
        if headers is None:
            raise archive.error or OSError("the file is cut off in the header of a record")
        record = _read_content(archive, layout, number, headers, limit)
        yield record
        if isinstance(record, DamagedRecord):
            separator = b"\n\n"
    if archive.error is not None:
        raise archive.error
    if not _ends_record(separator, layout):
        raise OSError("the file does not end at the end of a record: it is cut off")


def parse_headers(lines: bytes) -> Headers:
    """Return the headers in some lines; the first of a name counts, a folded one is joined."""
    headers: dict[str, str] = {}
    name = ""
    for line in LINE_END.split(lines.decode("utf-8", "surrogateescape")):
        if line[:1] in (" ", "\t") and name:
            headers[name] += " " + line.strip()
            continue
        key, colon, value = line.partition(":")
        name = key.strip().lower() if colon else ""
        if name in headers:
            name = ""
        elif name:
            headers[name] = value.strip()
    return {
        key: value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        for key, value in headers.items()
    }


def _read_content(
    archive: _Input, layout: _Format, number: int, headers: Headers, limit: int
) -> Record | DamagedRecord:
    declared = headers.get("content-length")
    if declared is None or not DIGITS.fullmatch(declared):
        problem = "no Content-Length" if declared is None else f"a Content-Length of {declared!r}"
        skipped, _ = _skip_to_record(archive, layout)
        return DamagedRecord(number, f"the record has {problem}; {skipped:,} bytes are skipped")
    length = int(declared)
    is_cut = length > limit
    content = archive.read(HELD if is_cut else length)
    missing = length - len(content)
    if is_cut:
        missing -= archive.skip(missing)
    following = b"" if missing else _read_to_line(archive)
    if not missing and (not following.strip() or layout.first_line.match(following.lstrip())):
        archive.unread(following)
        return Record(number, headers, content, is_cut)
    blank = following[: len(following) - len(following.lstrip())]
    if not is_cut:
        following = content + following
        archive.reread += len(following)
        if archive.reread > REREAD_LIMITS * limit:
            raise OSError("too many records have a wrong length")
    archive.unread(following)
    try:
        skipped, is_found = _skip_to_record(archive, layout)
    except Exception as error:
        if missing or not _ends_record(blank, layout) or error is not archive.error:
            raise
        return Record(
            number, headers, content, is_cut
        )  # what follows is damaged, and not its length
    if missing and not is_found:
        raise OSError(f"the record is cut off, {missing:,} bytes before its end")
    if is_cut:
        skipped += length
    return DamagedRecord(
        number,
        f"the record has a Content-Length of {length:,}, which does not lead to the next record; "
        f"{skipped:,} bytes are skipped",
    )


def _ends_record(separator: bytes, layout: _Format) -> bool:
    """Return whether the white space behind content is what ends a record."""
    return separator.count(b"\n") >= (1 if layout is ARC else 2)


def _read_to_line(archive: _Input) -> bytes:
    """Return what follows up to the end of the first line that is not blank, at most some lines."""
    lines: list[bytes] = []
    while len(lines) < BLANK_LINES and (line := archive.readline(OVERLAP)):
        lines.append(line)
        if line.strip():
            break
    return b"".join(lines)


def _skip_to_record(archive: _Input, layout: _Format) -> tuple[int, bool]:
    """Skip to the next beginning of a record; return the bytes skipped, and whether there is one."""
    skipped = 0
    data = b"\n"  # where the search begins, a line does
    while chunk := archive.read(SKIP_SIZE):
        data += chunk
        if match := layout.beginning.search(data):
            archive.unread(data[match.start(1) :])
            return skipped + match.start(1) - 1, True
        skipped += max(len(data) - OVERLAP, 0)
        data = data[-OVERLAP:]
    return skipped + len(data) - 1, False


def _read_warc_headers(first_line: bytes, archive: _Input) -> Headers | None:
    data = b""
    while (line := archive.readline(OVERLAP)) and len(data) < HEADER_LIMIT:
        if not line.strip():
            return parse_headers(data)
        data += line
    return parse_headers(data) if line else None


def _read_arc_headers(first_line: bytes, archive: _Input) -> Headers | None:
    address, _, date, media_type, *_, length = first_line.decode("utf-8", "replace").split()
    kind = "warcinfo" if address.startswith("filedesc:") else "response"
    time = re.sub(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)", r"\1-\2-\3T\4:\5:\6Z", date)
    return {
        "warc-type": kind,
        "warc-target-uri": address,
        "warc-date": time,
        "content-type": media_type,
        "content-length": length,
    }


ARC_LINE = rb"[a-zA-Z][\w+.-]*:\S+ \S+ \d{14} \S+(?: \S+)* \d+\r?\n"
WARC = _Format(
    re.compile(rb"WARC/\d+\.\d+\s*$", re.IGNORECASE),
    re.compile(rb"\n(WARC/\d+\.\d+[ \t]*\r?\n[\w-]+:)", re.IGNORECASE),
    _read_warc_headers,
)
ARC = _Format(re.compile(ARC_LINE), re.compile(rb"\n(%s)" % ARC_LINE), _read_arc_headers)

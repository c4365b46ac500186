"""Take HTTP messages apart: status, headers, and a body without its codings (RFC 9110, RFC 9112)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import NamedTuple

from hookline import SourceError
from hookline_html.archive.media_types import is_binary
from hookline_html.archive.records import Headers, parse_headers

__all__ = ["HttpMessage", "decode_body", "parse_message"]

STATUS = re.compile(rb"HTTP/\S*[ \t]+(\d{3})\b[^\n]*\n", re.IGNORECASE)
HEADER_END = re.compile(rb"\r?\n\r?\n")
CHUNK_SIZE = re.compile(rb"\s*([0-9a-fA-F]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")
PIECE = 256  # bytes given to a decompressor at once: what it makes of them must fit into memory


class HttpMessage(NamedTuple):
    """A message; `body` is as it was sent."""

    status: int
    headers: Headers
    body: bytes


def parse_message(content: bytes) -> HttpMessage | None:
    """Return the message that content is, or None if it does not begin as one."""
    status = STATUS.match(content)
    if status is None:
        return None
    # The header may be empty, so the search begins with the line end of the status line.
    end = HEADER_END.search(content, status.end(1))
    head, body = (content[: end.start()], content[end.end() :]) if end else (content, b"")
    return HttpMessage(int(status[1]), parse_headers(head[status.end() :]), body)


def decode_body(message: HttpMessage, limit: int, is_truncated: bool = False) -> bytes:
    """
    Return the body without its transfer and content codings, the first `limit` bytes at most.

    Many archives hold bodies that were decoded already, under headers that still name the codings: a
    coding that does not fit the bytes is passed over if these are no binary data. With `is_truncated`
    the body may end within a coding.

    Raises:
        SourceError: a coding is unknown, needs a package that is not installed, or does not fit.
    """
    body = message.body
    if "chunked" in message.headers.get("transfer-encoding", "").lower():
        body = _without_chunks(body, is_truncated)
    codings = message.headers.get("content-encoding", "").lower().split(",")
    for coding in reversed([coding.strip() for coding in codings]):
        if coding in ("", "identity"):
            continue
        if coding not in DECODERS:
            if is_binary(body):
                raise SourceError(f"the body has the unknown content coding {coding!r}")
            continue  # some servers send `utf-8`
        try:
            decoded, is_complete = DECODERS[coding](body, limit)
        except ValueError as error:
            if body and is_binary(body):
                message_text = f"the body does not have its content coding, {coding}: {error}"
                raise SourceError(message_text) from error
            continue
        if not is_complete and not is_truncated:
            raise SourceError(f"the body is cut off in its content coding, {coding}")
        body = decoded
    return body[:limit]


def _without_chunks(body: bytes, is_truncated: bool) -> bytes:
    parts: list[bytes] = []
    position = 0
    while size := CHUNK_SIZE.match(body, position):
        length = int(size[1], 16)
        if not length:
            return b"".join(parts)
        part = body[size.end() : size.end() + length]
        parts.append(part)
        position = size.end() + length
        if len(part) < length:
            break
    if not parts:
        return body  # decoded already
    if position < len(body):
        raise SourceError("the body does not have its transfer coding, chunked, to its end")
    if not is_truncated:
        raise SourceError("the body is cut off in its transfer coding, chunked")
    return b"".join(parts)


def _inflate(window: int) -> Callable[[bytes, int], tuple[bytes, bool]]:
    """Return a decoder of a format of zlib, by its parameter `wbits`."""

    def decode(data: bytes, limit: int) -> tuple[bytes, bool]:
        parts: list[bytes] = []
        size = 0
        while True:
            stream = zlib.decompressobj(window)
            try:
                part = stream.decompress(data, limit - size + 1)
            except zlib.error as error:
                if parts:  # what follows a complete stream is padding
                    return b"".join(parts), True
                raise ValueError(str(error)) from error
            parts.append(part)
            size += len(part)
            if size > limit:
                return b"".join(parts), True
            data = stream.unused_data
            if not stream.eof or not data:
                return b"".join(parts), stream.eof

    return decode


def _deflate(data: bytes, limit: int) -> tuple[bytes, bool]:
    try:
        return _inflate(zlib.MAX_WBITS)(data, limit)
    except ValueError:  # some servers send it without the header of zlib (RFC 9110, 8.4.1.2)
        decoded, is_complete = _inflate(-zlib.MAX_WBITS)(data, limit)
        if not decoded:
            raise
        return decoded, is_complete


def _brotli(data: bytes, limit: int) -> tuple[bytes, bool]:
    try:
        import brotli
    except ImportError as error:
        raise SourceError(
            "the body has the content coding br, for which the package brotli is needed: "
            "pip install 'hookline[warc]'"
        ) from error
    stream = brotli.Decompressor()
    feed = stream.process if hasattr(stream, "process") else stream.decompress
    parts: list[bytes] = []
    size = 0
    try:
        for position in range(0, len(data), PIECE):
            parts.append(feed(data[position : position + PIECE]))
            size += len(parts[-1])
            if size > limit:
                return b"".join(parts), True
    except brotli.error as error:
        raise ValueError(str(error)) from error
    if hasattr(stream, "is_finished"):
        return b"".join(parts), stream.is_finished()
    try:
        parts.append(stream.finish())
    except brotli.error:
        return b"".join(parts), False
    return b"".join(parts), True


def _zstd(data: bytes, limit: int) -> tuple[bytes, bool]:
    import zstandard

    parts: list[bytes] = []
    size = 0
    position = 0
    stream = zstandard.ZstdDecompressor().decompressobj()
    try:
        while position < len(data):
            if stream.eof:
                stream = zstandard.ZstdDecompressor().decompressobj()
            piece = data[position : position + PIECE]
            parts.append(stream.decompress(piece))
            position += len(piece) - len(stream.unused_data)
            size += len(parts[-1])
            if size > limit:
                return b"".join(parts), True
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error
    return b"".join(parts), stream.eof


DECODERS: dict[str, Callable[[bytes, int], tuple[bytes, bool]]] = {
    "gzip": _inflate(16 + zlib.MAX_WBITS),
    "x-gzip": _inflate(16 + zlib.MAX_WBITS),
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}

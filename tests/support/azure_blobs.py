"""An emulator of Azure's blob service on this machine, as far as adlfs asks for it."""

from __future__ import annotations

import base64
import hashlib
import threading
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree
from xml.sax.saxutils import escape

ACCOUNT = "devstoreaccount1"
KEY = base64.b64encode(b"key of the emulator").decode()


class BlobServer:
    """
    A blob service without authorization.

    `containers` has the content of blobs by the name of their container and their own. `held` is called
    with the name of a blob before a request makes it visible.
    """

    def __init__(self) -> None:
        self.containers: dict[str, dict[str, bytes]] = {}
        self.staged: dict[tuple[str, str], dict[str, bytes]] = {}
        self.metadata: dict[tuple[str, str], dict[str, str]] = {}
        self.lock = threading.Lock()
        self.held = lambda name: None
        handler = type("Handler", (_Handler,), {"service": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def connection(self) -> str:
        """The connection string of the service."""
        url = f"http://127.0.0.1:{self._server.server_port}/{ACCOUNT}"
        return f"DefaultEndpointsProtocol=http;AccountName={ACCOUNT};AccountKey={KEY};BlobEndpoint={url};"

    def stop(self) -> None:
        """Stop the service."""
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    """The requests of one connection."""

    protocol_version = "HTTP/1.1"
    service: BlobServer

    def log_message(self, *arguments: Any) -> None:
        """Log nothing."""

    def do_GET(self) -> None:
        """List blobs or containers, or send a blob, or a range of it."""
        query = self._parse()
        if query.get("comp") == "list" and self._container:
            self._list(query)
        elif query.get("restype") == "container":
            self._answer(200 if self._container in self.service.containers else 404)
        else:
            self._send_blob()

    do_HEAD = do_GET

    def do_PUT(self) -> None:
        """Make a container, take a blob or a block of one, or join its blocks."""
        query = self._parse()
        body = self._body()
        service, place = self.service, (self._container, self._blob)
        if query.get("restype") == "container":
            service.containers.setdefault(self._container, {})
            return self._answer(201)
        if self._container not in service.containers:
            return self._answer(404, "ContainerNotFound")
        if query.get("comp") == "block":
            with service.lock:
                service.staged.setdefault(place, {})[query["blockid"]] = body
            return self._answer(201)
        if query.get("comp") == "blocklist":
            with service.lock:
                blocks = service.staged.get(place, {})
            names = [element.text or "" for element in ElementTree.fromstring(body)]
            if not all(name in blocks for name in names):
                return self._answer(400, "InvalidBlockList")
            body = b"".join(blocks[name] for name in names)
        if self.headers.get("If-None-Match") == "*" and self._exists():
            return self._answer(409, "BlobAlreadyExists")
        service.held(self._blob)
        with service.lock:
            service.staged.pop(place, None)
            service.containers[self._container][self._blob] = body
            service.metadata[place] = {
                name.lower(): value
                for name, value in self.headers.items()
                if name.lower().startswith("x-ms-meta-")
            }
        return self._answer(201, headers=self._properties(body))

    def do_DELETE(self) -> None:
        """Remove a blob."""
        self._parse()
        with self.service.lock:
            removed = self.service.containers.get(self._container, {}).pop(self._blob, None)
        self._answer(404 if removed is None else 202, "BlobNotFound")

    def _parse(self) -> dict[str, str]:
        parts = urlsplit(self.path)
        names = unquote(parts.path).lstrip("/").split("/", 2)
        self._container, self._blob = (*names[1:], "", "")[:2]
        return {name: values[0] for name, values in parse_qs(parts.query).items()}

    def _exists(self) -> bool:
        return self._blob in self.service.containers.get(self._container, {})

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _send_blob(self) -> None:
        with self.service.lock:
            body = self.service.containers.get(self._container, {}).get(self._blob)
        if body is None:
            return self._answer(404, "BlobNotFound")
        headers = self._properties(body) | {"x-ms-blob-type": "BlockBlob"}
        headers |= self.service.metadata.get((self._container, self._blob), {})
        wanted = self.headers.get("x-ms-range") or self.headers.get("Range")
        if not wanted or self.command == "HEAD":
            return self._answer(200, body=body, headers=headers)
        first, last = wanted.removeprefix("bytes=").split("-")
        begin, end = int(first), min(int(last or len(body)), len(body) - 1)
        if begin >= len(body):
            return self._answer(416, "InvalidRange")
        headers["Content-Range"] = f"bytes {begin}-{end}/{len(body)}"
        return self._answer(206, body=body[begin : end + 1], headers=headers)

    def _list(self, query: dict[str, str]) -> None:
        if self._container not in self.service.containers:
            return self._answer(404, "ContainerNotFound")
        prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
        with self.service.lock:
            blobs = dict(self.service.containers[self._container])
        entries: dict[str, str] = {}
        for name in sorted(name for name in blobs if name.startswith(prefix)):
            head, found, _ = (
                name[len(prefix) :].partition(delimiter) if delimiter else (name, "", "")
            )
            if found:
                folder = escape(prefix + head + delimiter)
                entries[folder] = f"<BlobPrefix><Name>{folder}</Name></BlobPrefix>"
            else:
                entries[name] = self._entry(name, blobs[name])
        listing = (
            f'<?xml version="1.0" encoding="utf-8"?><EnumerationResults ContainerName="{self._container}">'
            f"<Prefix>{escape(prefix)}</Prefix><Blobs>{''.join(entries.values())}</Blobs><NextMarker />"
            "</EnumerationResults>"
        )
        return self._answer(200, body=listing.encode(), headers={"Content-Type": "application/xml"})

    def _entry(self, name: str, body: bytes) -> str:
        properties = self._properties(body)
        metadata = "".join(
            f"<{key[10:]}>{escape(value)}</{key[10:]}>"
            for key, value in self.service.metadata.get((self._container, name), {}).items()
        )
        return (
            f"<Blob><Name>{escape(name)}</Name><Properties>"
            f"<Last-Modified>{properties['Last-Modified']}</Last-Modified><Etag>{properties['ETag']}</Etag>"
            f"<Content-Length>{len(body)}</Content-Length><BlobType>BlockBlob</BlobType></Properties>"
            f"<Metadata>{metadata}</Metadata></Blob>"
        )

    def _properties(self, body: bytes) -> dict[str, str]:
        digest = hashlib.md5(body, usedforsecurity=False).hexdigest()
        return {"ETag": f'"{digest}"', "Last-Modified": formatdate(0, usegmt=True)}

    def _answer(
        self, code: int, error: str = "", body: bytes = b"", headers: dict[str, str] | None = None
    ) -> None:
        if code >= 400:
            headers = {"x-ms-error-code": error or "ContainerNotFound"}
        self.send_response(code)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("x-ms-version", "2021-08-06")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

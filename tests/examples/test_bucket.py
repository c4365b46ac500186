"""A bucket as input, in an S3 server on this machine."""

import gzip
import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import boto3
import pytest
import s3fs  # noqa: F401  # before a fork, as it takes seconds
from forked import DEAD, die_at, fork, wait
from moto.server import ThreadedMotoServer


@pytest.fixture
def bucket(monkeypatch):
    """A bucket in an S3 server on this machine, and the environment in which s3fs finds it."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    for name, value in {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "none",
        "AWS_SECRET_ACCESS_KEY": "none",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3")
    client.create_bucket(Bucket="news")
    yield client
    client.close()
    server.stop()


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # s3fs leaves its session open
def test_a_bucket_is_read_and_its_changes_are_noticed(project, bucket):
    """Objects are listed, decompressed and read; a new version of one is not taken for the old."""
    bucket.put_object(Bucket="news", Key="a/1.jsonl.gz", Body=gzip.compress(b'{"text": "one"}\n'))
    bucket.put_object(Bucket="news", Key="a/2.jsonl", Body=b'{"text": "two"}\nno JSON\n')
    project.config(path="s3://news/a", more="failures: {path: bad.jsonl}\n")
    result = project.call("run", "c.yaml")
    assert result.code == 1, result.err
    assert [r["text"] for r in project.records()] == ["one", "two"]
    assert project.records("bad.jsonl")[0]["place"] == "s3://news/a/2.jsonl:2"
    assert "finished already" in project.call("run", "c.yaml").err
    bucket.put_object(Bucket="news", Key="a/2.jsonl", Body=b'{"text": "changed"}\n')
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "the input changed" in result.err


def test_an_output_in_a_bucket(project, bucket):
    """The object is what a local run writes, killed between any two steps and run again."""
    project.documents("in.jsonl", [f"Text {n}" for n in range(40)])
    project.config("[{use: shout}]")
    assert wait(fork("run", "c.yaml", "--quiet")) == 0
    expected = (project.folder / "out.jsonl").read_bytes()
    for point in range(1, 60, 8):
        name = f"o{point}.jsonl"
        call = ("run", "c.yaml", "--quiet", "-o", f"s3://news/{name}")
        code = wait(fork(*call, before=lambda point=point: die_at(point, folder=None)))
        assert wait(fork(*call)) == 0
        body = bucket.get_object(Bucket="news", Key=name)["Body"].read()
        assert body == expected
        if code != DEAD:
            assert code == 0
            break
    else:
        pytest.fail("the run never ended by itself")


def parts(bucket, prefix):
    """Return the content of the objects with a prefix, by the rest of their names."""
    found = bucket.list_objects_v2(Bucket="news", Prefix=prefix).get("Contents", [])
    bodies = (bucket.get_object(Bucket="news", Key=entry["Key"])["Body"].read() for entry in found)
    return dict(zip((entry["Key"].removeprefix(prefix) for entry in found), bodies, strict=True))


@pytest.mark.parametrize("kind", ["jsonl.gz", "parquet"])
def test_an_output_in_parts_in_a_bucket(project, bucket, kind):
    """The objects are the files of a local run, killed between any two steps and run again."""
    project.documents("in.jsonl", [f"Text {n}" for n in range(35)])
    project.config("[{use: shout}]")
    sink = {"use": kind.split(".")[0], "path": f"out.{kind}", "parts": {"documents": 10}}
    call = ("run", "c.yaml", "--quiet", "--workers", "1", "--set", f"sink={json.dumps(sink)}")
    assert wait(fork(*call)) == 0
    expected = {path.name: path.read_bytes() for path in (project.folder / f"out.{kind}").iterdir()}
    assert len(expected) == 4
    for point in range(1, 400, 9):
        prefix = f"{point}/out.{kind}/"
        upload = (*call, "-o", f"s3://news/{prefix}")
        code = wait(fork(*upload, before=lambda point=point: die_at(point)))
        if code != DEAD:
            assert code == 0
            break
        seen = parts(bucket, prefix)
        assert seen.items() <= expected.items(), f"killed at point {point}"
        assert wait(fork(*upload)) == 0
        assert parts(bucket, prefix) == expected, f"killed at point {point}"
    else:
        pytest.fail("the run never ended by itself")


EXPIRED = (
    b'<?xml version="1.0" encoding="UTF-8"?><Error><Code>ExpiredToken</Code>'
    b"<Message>The provided token has expired.</Message></Error>"
)


class ExpiredService(BaseHTTPRequestHandler):
    """A service for which the credentials have expired: at once, or only when something is written."""

    protocol_version = "HTTP/1.1"  # in which a client asks before it sends a body
    reads = 403

    def answer(self, code):
        """Send a code, with the reason if the credentials have expired."""
        body = EXPIRED if code == 403 and self.command != "HEAD" else b""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(code)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        """Answer a call that reads."""
        self.answer(self.reads)

    do_HEAD = do_GET

    def do_PUT(self):
        """Refuse a call that writes."""
        self.answer(403)

    do_POST = do_PUT

    def log_message(self, format, *arguments):
        """Log nothing."""


class LateExpiredService(ExpiredService):
    """A service for which the credentials expire while the run computes."""

    reads = 404


@contextmanager
def expired(monkeypatch, service):
    """Let s3fs talk to a service for which the credentials have expired."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), service)
    thread = Thread(target=server.serve_forever)
    thread.start()
    with monkeypatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
        yield
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("service", [ExpiredService, LateExpiredService])
def test_an_upload_with_expired_credentials(project, bucket, monkeypatch, service):
    """The error says so; with new credentials, the same command uploads what is done."""
    project.documents("in.jsonl", [f"Text {n}" for n in range(40)])
    project.config("[{use: shout}]")
    assert wait(fork("run", "c.yaml", "--quiet")) == 0
    call = ("run", "c.yaml", "-o", "s3://news/out.jsonl")
    with expired(monkeypatch, service), project.start(*call) as run:
        _, errors = run.communicate(timeout=120)
    assert run.returncode == 2, errors
    assert "cannot write s3://news/out.jsonl: " in errors
    assert "credentials are valid" in errors
    assert "Traceback" not in errors
    with project.start(*call) as run:
        _, errors = run.communicate(timeout=120)
    assert run.returncode == 0, errors
    began = json.loads(errors.splitlines()[0])
    assert began["resumed_at"] == (40 if service is LateExpiredService else 0)
    body = bucket.get_object(Bucket="news", Key="out.jsonl")["Body"].read()
    assert body == (project.folder / "out.jsonl").read_bytes()


def test_an_input_with_expired_credentials(project, bucket, monkeypatch):
    """The error says so, and there is no output; with new credentials, the same command reads it."""
    bucket.put_object(Bucket="news", Key="a.jsonl", Body=b'{"text": "one"}\n')
    project.config(path="s3://news/a.jsonl")
    with expired(monkeypatch, ExpiredService), project.start("run", "c.yaml") as run:
        _, errors = run.communicate(timeout=120)
    assert run.returncode == 2, errors
    assert "cannot read s3://news/a.jsonl" in errors
    assert "Traceback" not in errors
    assert not (project.folder / "out.jsonl").exists()
    assert wait(fork("run", "c.yaml", "--quiet")) == 0
    assert [record["text"] for record in project.records()] == ["one"]


def test_a_bucket_that_is_not_there(project, bucket):
    """The error says what is wrong; when it is repaired, the same command uploads what is done."""
    project.documents("in.jsonl", ["a"])
    project.config()
    with project.start("run", "c.yaml", "-o", "s3://gone/out.jsonl") as run:
        _, errors = run.communicate(timeout=60)
    assert run.returncode == 2
    assert "cannot write s3://gone/out.jsonl: FileNotFoundError: The specified bucket" in errors
    assert "Traceback" not in errors
    bucket.create_bucket(Bucket="gone")
    assert wait(fork("run", "c.yaml", "--quiet", "-o", "s3://gone/out.jsonl")) == 0
    assert b"a" in bucket.get_object(Bucket="gone", Key="out.jsonl")["Body"].read()

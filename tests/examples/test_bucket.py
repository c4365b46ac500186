"""A bucket as input, in an S3 server on this machine."""

import gzip

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

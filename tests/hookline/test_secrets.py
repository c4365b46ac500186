"""Secret options stay out of messages, logs, dead letters and reports."""

import base64
import json
from urllib.parse import quote, quote_plus

import pytest

from hookline import Failure, Pipeline
from hookline.config.secrets import Secrets

PASSWORD = 's3cr3t\'s "own" w\u00f6rd'
FORMS = ("s3cr3t", "w\u00f6rd", "w\\u00f6rd", "w%C3%B6rd")  # plain, escaped, in an address


@pytest.fixture
def secret(project, monkeypatch):
    """A project whose stage has a password from the environment."""
    monkeypatch.setenv("HOOKLINE_PASSWORD", PASSWORD)
    project.documents("in.jsonl", ["fine", "TELL", f"my text says {PASSWORD}"])
    project.config("[{use: talkative, password: '${HOOKLINE_PASSWORD}'}]")
    return project


def written(project):
    """Return all that was written about runs, but for the record that has the word in its text."""
    files = (path for path in project.folder.rglob("*") if path.suffix in (".jsonl", ".json"))
    return "\n".join(path.read_text() for path in files if path.stem not in ("in", "out"))


def assert_hidden(text):
    """Assert that a text has the value in no form."""
    assert not [form for form in FORMS if form in text]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_failure_tells_no_value_from_the_environment(secret, workers):
    """Log, dead letter, its traceback and the report name the variable; records keep their text."""
    result = secret.call("run", "c.yaml", "--workers", workers, "--report", "r.json")
    assert result.code == 1
    assert_hidden(result.out + result.err)
    assert "cannot log in with" in result.err
    assert "${HOOKLINE_PASSWORD}" in result.err
    (letter,) = secret.records("out.failures.jsonl")
    assert "${HOOKLINE_PASSWORD}" in letter["error"]["message"]
    assert "KeyError" in letter["error"]["traceback"]
    assert_hidden(written(secret))
    assert secret.records()[-1]["text"] == f"my text says {PASSWORD}"


def test_a_stage_that_cannot_be_opened_tells_none(secret):
    """The message that ends a run names the variable, from any number of processes."""
    for command in (["run", "c.yaml"], ["verify", "c.yaml"], ["explain", "c.yaml", "in.jsonl"]):
        result = secret.call(*command, "--set", "stages.talkative.host=null")
        assert result.code == 2
        assert "https://user:${HOOKLINE_PASSWORD}@nowhere" in result.err
        assert_hidden(result.out + result.err)


def test_check_tells_none(secret):
    """A problem that quotes a value quotes the reference."""
    secret.config("[{use: talkative, password: a}, {use: '${HOOKLINE_PASSWORD}'}]")
    result = secret.call("check", "c.yaml")
    assert "there is no stage named `${HOOKLINE_PASSWORD}`" in result.out
    assert_hidden(result.out)


def test_an_override_tells_none(secret):
    """What `--set` takes from the environment is hidden like what the config takes."""
    secret.config("[{use: talkative, password: abcdef}]")
    result = secret.call(
        "run", "c.yaml", "--set", "stages.talkative.password='${HOOKLINE_PASSWORD}"
    )
    assert result.code == 2  # a quote too many: not valid YAML
    assert_hidden(result.err)
    change = 'stages.talkative.password="${HOOKLINE_PLAIN}"'
    secret.folder.joinpath("out.jsonl").unlink(missing_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOOKLINE_PLAIN", "s3cr3t-too")
        result = secret.call("run", "c.yaml", "--set", change)
    assert result.code == 1
    assert_hidden(result.err + written(secret))


def test_a_pipeline_and_explain_tell_none(secret):
    """The failure that an embedding program is given has no value in it."""
    with Pipeline.from_config("c.yaml") as pipeline:
        (failure,) = pipeline.stream(["TELL"])
    assert isinstance(failure, Failure)
    assert_hidden(failure.message + failure.traceback)
    result = secret.call("explain", "c.yaml", "in.jsonl", "--number", "1")
    assert "failed: ValueError: cannot log in with" in result.out
    assert_hidden(result.out)


def test_a_value_that_is_no_secret_is_shown(secret, monkeypatch):
    """A folder from the environment stays in places and ids, and its files can be replayed."""
    folder = secret.folder / "data-folder"
    monkeypatch.setenv("HOOKLINE_FOLDER", str(folder))
    secret.write("data-folder/a.txt", b"caf\xe9")
    secret.write("data-folder/b.txt", "x" * 50)
    secret.config("[{use: words}]", source="text", path="${HOOKLINE_FOLDER}\n  size_limit: 20")
    assert secret.call("run", "c.yaml").code == 1
    letters = secret.records("out.failures.jsonl")
    names = [str(folder / "a.txt"), str(folder / "b.txt")]
    assert [letter["place"] for letter in letters] == names
    assert [letter["id"] for letter in letters] == names
    call = ("replay", "out.failures.jsonl", "-o", "again.jsonl", "--set", "source.size_limit=90")
    result = secret.call(*call, "--set", "source.encoding=latin-1")
    assert result.code == 0, result.err
    assert [record["id"] for record in secret.records("again.jsonl")] == names


@pytest.mark.parametrize("password", ["s3cr3t:pass", "${HOOKLINE_PASSWORD}"])
def test_a_password_in_an_address_is_hidden(secret, monkeypatch, password):
    """The password of an address is in no message, letter or report, written out or referred to."""
    monkeypatch.setenv("HOOKLINE_PASSWORD", "s3cr3t-word")
    secret.documents("in.jsonl", ["fine"])
    secret.config(f"[{{use: caller, url: 'https://me:{password}@host/?a=1&token=s3cr3t-token'}}]")
    result = secret.call("run", "c.yaml", "--report", "r.json")
    assert result.code == 1
    assert "https://me:" in result.err
    assert "@host" in result.err
    assert_hidden(result.err + written(secret))
    result = secret.call("check", "c.yaml", "--set", "stages.caller.url=[https://me:s3cr3t@host]")
    assert result.code == 2
    assert_hidden(result.out)


def test_a_literal_secret_is_hidden(secret):
    """A secret option that the config has in plain text is hidden like one from the environment."""
    secret.documents("in.jsonl", ["TELL"])
    secret.config("[{use: talkative, password: s3cr3t-literal}]")
    result = secret.call("run", "c.yaml", "--report", "r.json")
    assert "cannot log in with '***'" in result.err
    assert_hidden(result.err + written(secret))
    secret.config("[{use: talkative, password: [s3cr3t]}]")
    result = secret.call("check", "c.yaml")
    assert "found ***" in result.out
    assert_hidden(result.out)


def test_a_secret_in_a_place_is_revealed_to_a_replay():
    """Labels of secrets are told apart, and give back what they stand for."""
    secrets = Secrets.of(["first-one", "second-one", "third-one", "abc"], {"NAME": "third-one"})
    text = "https://a:first-one@b/second-one/third-one/abc"
    assert secrets.hide(text) == "https://a:***@b/***2/${NAME}/abc"
    assert secrets.reveal(secrets.hide(text)) == text


def test_a_short_value_hides_nothing(secret, monkeypatch):
    """A value of a few characters, as of a number, does not make messages unreadable."""
    monkeypatch.setenv("HOOKLINE_PASSWORD", "log")
    result = secret.call("run", "c.yaml")
    assert "cannot log in with 'log'" in result.err


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("text", ["LEAVE", "DROP", "WARN"])
def test_other_outcomes_tell_none(secret, text, workers):
    """A stage that ends its process, drops a document or warns has the word in its hands as well."""
    secret.documents("in.jsonl", ["fine", text, "fine"])
    result = secret.call("run", "c.yaml", "--workers", str(workers), "--report", "r.json")
    assert result.code in (0, 1)
    assert_hidden(result.out + result.err)
    assert_hidden(written(secret))
    if text != "LEAVE":
        assert "${HOOKLINE_PASSWORD}" in result.err


@pytest.mark.parametrize("character", "/#?@ &%\u00f6")
@pytest.mark.parametrize("reference", ["me:${HOOKLINE_PASSWORD}", "${HOOKLINE_USER_AND_PASSWORD}"])
def test_a_password_with_any_character_is_hidden_in_an_address(
    secret, monkeypatch, character, reference
):
    """The characters of a password do not matter, though some of them end the part of an address."""
    password = f"s3cr3t{character}@w\u00f6rd"
    monkeypatch.setenv("HOOKLINE_PASSWORD", password)
    monkeypatch.setenv("HOOKLINE_USER_AND_PASSWORD", f"me:{password}")
    secret.documents("in.jsonl", ["fine"])
    secret.config(f"[{{use: caller, url: 'postgresql://{reference}@host/news'}}]")
    result = secret.call("run", "c.yaml", "--report", "r.json")
    assert result.code == 1
    assert "@host/news" in result.err
    assert_hidden(result.err + written(secret))


@pytest.mark.parametrize("character", "/#? &%")
def test_the_password_of_an_address_from_the_environment_is_hidden(secret, monkeypatch, character):
    """An address that is a variable as a whole is read as a database driver reads it."""
    monkeypatch.setenv("HOOKLINE_URL", f"postgresql://me:s3cr3t{character}w\u00f6rd@host/news")
    secret.documents("in.jsonl", ["fine"])
    secret.config("[{use: caller, url: '${HOOKLINE_URL}'}]")
    result = secret.call("run", "c.yaml", "--report", "r.json")
    assert result.code == 1
    assert "postgresql://me:***@host/news" in result.err
    assert_hidden(result.err + written(secret))


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://${HOOKLINE_TOKEN}@host", "https://${HOOKLINE_TOKEN}@host"),
        ("https://host/bot${HOOKLINE_TOKEN}/send", "https://host/bot${HOOKLINE_TOKEN}/send"),
        ("host=h password=${HOOKLINE_TOKEN}", "host=h password=${HOOKLINE_TOKEN}"),
        ("https://host/?sid=${HOOKLINE_TOKEN}", "https://host/?sid=${HOOKLINE_TOKEN}"),
        ("https://${HOOKLINE_HOST}/?day=${HOOKLINE_DAY}", "https://db.example/?day=2026"),
        ("s3://${HOOKLINE_HOST}/news", "s3://db.example/news"),
        ("https://host:8080/@me", "https://host:8080/@me"),
    ],
)
def test_what_may_be_a_token_in_an_address_is_hidden(secret, monkeypatch, url, shown):
    """Tokens in user, path and query are hidden; hosts, buckets, ports and short values are shown."""
    monkeypatch.setenv("HOOKLINE_TOKEN", "s3cr3t-token")
    monkeypatch.setenv("HOOKLINE_HOST", "db.example")
    monkeypatch.setenv("HOOKLINE_DAY", "2026")
    secret.documents("in.jsonl", ["fine"])
    secret.config(f"[{{use: caller, url: '{url}'}}]")
    result = secret.call("run", "c.yaml")
    assert f"no answer from {shown}" in result.err


@pytest.mark.parametrize(
    "value",
    [PASSWORD, "p\u00e4ssw\u00f6rd1", "a/b?c#d@e f+g", "C:\\new\n\U0001f600 '\"", "caf\udce9-bar"],
)
def test_a_value_is_hidden_however_it_is_written(value):
    """Quoted, escaped and encoded forms are the value."""
    data = value.encode("utf-8", "surrogateescape")
    lower = "".join(f"%{byte:02x}" if byte > 127 else chr(byte) for byte in data)
    forms = [value, repr(value), ascii(value), repr(data), repr((value,)), repr(repr(value))]
    forms += [
        json.dumps(value),
        json.dumps(value, ensure_ascii=False),
        json.dumps(json.dumps(value)),
    ]
    forms += [quote(data), quote(data, ""), quote_plus(data), quote(data, "@:"), lower]
    for user in ("", "u:", "me:", "you:"):
        forms.append("Basic " + base64.b64encode(user.encode() + data).decode())
    secrets = Secrets.of([value], {"NAME": value})
    for form in forms:
        hidden = secrets.hide(f"<{form}>")
        assert "${NAME}" in hidden, form
        assert len(hidden) < 30, form  # what stands around it


def test_blank_values_hide_nothing():
    """White space around a value is no part of it, and white space alone is no value."""
    text = "a word     and       more"
    assert Secrets.of(["     ", "", "wor", " \n "], {}).hide(text) == text
    assert Secrets.of([" word\n"], {}).hide(text) == "a ***     and       more"

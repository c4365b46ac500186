"""Secret options stay out of messages, logs, dead letters and reports."""

import pytest

from hookline import Failure, Pipeline

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
    from hookline.config.secrets import Secrets

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

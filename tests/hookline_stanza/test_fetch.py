"""Stanza's own models: fetched with retries, verified, and explained when out of reach."""

import hashlib
import json

import pytest

from hookline import ModelError
from hookline_stanza.loading import stanza_packages as fetch
from hookline_stanza.loading.stanza_packages import Wanted, choose, ensure, is_network_fault

RESOURCES = {
    "xx": {
        "lang_name": "Test",
        "packages": {"default": {"tokenize": "a", "pos": "a"}, "fast": {"tokenize": "b"}},
        "tokenize": {"a": {"md5": hashlib.md5(b"a").hexdigest()}, "b": {"md5": "0"}},
        "pos": {"a": {"md5": hashlib.md5(b"p").hexdigest()}},
    }
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "resources.json").write_text(json.dumps(RESOURCES))
    for processor, content in (("tokenize", b"a"), ("pos", b"p")):
        (tmp_path / "xx" / processor).mkdir(parents=True)
        (tmp_path / "xx" / processor / "a.pt").write_bytes(content)
    return tmp_path


def wanted(folder, package="default", lang="xx"):
    return Wanted(lang, package, None, folder)


def test_models_that_are_there_need_no_network(folder):
    """Verified files are used as they are."""
    assert ensure(wanted(folder), download=False) == {"tokenize": "a", "pos": "a"}


def test_package_is_completed_by_the_default(folder):
    """Processors that a package lacks come from the default one."""
    assert choose(wanted(folder, "fast")) == {"tokenize": "b", "pos": "a"}


def test_damaged_file_is_found(folder):
    """A file with another MD5 is named, with both sums."""
    (folder / "xx/pos/a.pt").write_bytes(b"q")
    with pytest.raises(ModelError, match=r"pos/a\.pt: expected MD5 .*, found "):
        ensure(wanted(folder), download=False)


def test_damaged_file_is_fetched_again(folder, monkeypatch):
    """With a network a damaged file is replaced and verified."""
    path = folder / "xx/pos/a.pt"
    path.write_bytes(b"q")
    monkeypatch.setattr(fetch, "_fetch_models", lambda *_: path.write_bytes(b"p"))
    assert ensure(wanted(folder), download=True)["pos"] == "a"


def test_no_network_is_one_clear_error(tmp_path, monkeypatch):
    """Without a network the error says what was wanted, and two ways out."""
    calls = []

    def refuse(folder):
        calls.append(folder)
        raise ConnectionError("Name or service not known")

    monkeypatch.setattr(fetch, "_fetch_resources", refuse)
    with pytest.raises(ModelError, match="Name or service not known") as caught:
        ensure(wanted(tmp_path), download=True, pause=0)
    assert len(calls) == fetch.ATTEMPTS
    assert "set `model` to it" in str(caught.value)
    assert "package: embedded" in str(caught.value)


def test_download_switched_off_never_asks_the_network(tmp_path, monkeypatch):
    """`download: false` fails at once when the models are not there."""
    monkeypatch.setattr(fetch, "_fetch_resources", lambda _: pytest.fail("asked the network"))
    with pytest.raises(ModelError, match=r"there is no .*resources\.json"):
        ensure(wanted(tmp_path), download=False)


def test_unknown_language_lists_the_known(folder):
    """An unknown language is answered with those there are."""
    with pytest.raises(ModelError, match="no language 'yy'; it has: xx"):
        ensure(wanted(folder, lang="yy"), download=False)


def test_unknown_package_lists_the_known(folder):
    """An unknown package is answered with those there are."""
    with pytest.raises(ModelError, match=r"no package 'fsat'.*default, fast"):
        ensure(wanted(folder, "fsat"), download=False)


def test_only_faults_of_the_network_are_repeated():
    """A refused connection may mend; a missing page does not."""

    class Response:
        status_code = 404

    class HTTPError(OSError):
        response = Response()

    assert is_network_fault(ConnectionResetError())
    assert is_network_fault(TimeoutError())
    assert not is_network_fault(HTTPError())
    assert not is_network_fault(ValueError())

"""Stanza's packages: downloads with retries, checksums, and errors that say what to do."""

import hashlib
import json

import pytest

from hookline import ModelError
from hookline_stanza.loading import stanza_packages
from hookline_stanza.loading.stanza_packages import (
    PackageRequest,
    ensure_packages,
    is_network_error,
    resolve_packages,
)

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


def package_request(folder, package="default", lang="xx"):
    return PackageRequest(lang, package, None, folder)


def test_downloaded_models_need_no_network(folder):
    """Files with the right checksums are used without the network."""
    assert ensure_packages(package_request(folder), download=False) == {"tokenize": "a", "pos": "a"}


def test_package_is_completed_by_the_default(folder):
    """Processors that a package lacks come from the default package."""
    assert resolve_packages(package_request(folder, "fast")) == {"tokenize": "b", "pos": "a"}


def test_damaged_file_is_named(folder):
    """A file with another MD5 is named, with both checksums."""
    (folder / "xx/pos/a.pt").write_bytes(b"q")
    with pytest.raises(ModelError, match=r"pos/a\.pt: expected MD5 .*, found "):
        ensure_packages(package_request(folder), download=False)


def test_damaged_file_is_downloaded_again(folder, monkeypatch):
    """With a network, a damaged file is downloaded again and verified."""
    path = folder / "xx/pos/a.pt"
    path.write_bytes(b"q")
    monkeypatch.setattr(stanza_packages, "_download_packages", lambda *_: path.write_bytes(b"p"))
    assert ensure_packages(package_request(folder), download=True)["pos"] == "a"


def test_error_without_network_says_what_to_do(tmp_path, monkeypatch):
    """The error names the cause and two alternatives."""
    calls = []

    def refuse(folder):
        calls.append(folder)
        raise ConnectionError("Name or service not known")

    monkeypatch.setattr(stanza_packages, "_download_resources", refuse)
    with pytest.raises(ModelError, match="Name or service not known") as caught:
        ensure_packages(package_request(tmp_path), download=True, pause=0)
    assert len(calls) == stanza_packages.MAX_ATTEMPTS
    assert "set `model` to it" in str(caught.value)
    assert "package: embedded" in str(caught.value)


def test_download_switched_off_does_not_use_the_network(tmp_path, monkeypatch):
    """`download: false` fails at once if models are missing."""
    monkeypatch.setattr(
        stanza_packages, "_download_resources", lambda _: pytest.fail("used the network")
    )
    with pytest.raises(ModelError, match=r"there is no .*resources\.json"):
        ensure_packages(package_request(tmp_path), download=False)


def test_unknown_language_lists_the_languages(folder):
    """The error for an unknown language lists the available ones."""
    with pytest.raises(ModelError, match="no language 'yy'; it has: xx"):
        ensure_packages(package_request(folder, lang="yy"), download=False)


def test_unknown_package_lists_the_packages(folder):
    """The error for an unknown package lists the available ones."""
    with pytest.raises(ModelError, match=r"no package 'fsat'.*default, fast"):
        ensure_packages(package_request(folder, "fsat"), download=False)


def test_only_network_errors_are_retried():
    """A refused connection is retried; a missing page is not."""

    class Response:
        status_code = 404

    class HTTPError(OSError):
        response = Response()

    assert is_network_error(ConnectionResetError())
    assert is_network_error(TimeoutError())
    assert not is_network_error(HTTPError())
    assert not is_network_error(ValueError())

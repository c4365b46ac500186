"""Fetch Stanza's own models once, retry what the network may mend, verify every file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential

from hookline import ModelError

from ..logging_guard import unchanged_logging

ORDER = ("tokenize", "mwt", "pos", "lemma", "depparse", "ner")
ATTEMPTS = 4


class Wanted(NamedTuple):
    """The models of one stage: a package per processor, `default` where there is no other."""

    lang: str
    package: str
    ner: str | None
    folder: Path


def default_folder() -> Path:
    """Return the folder in which Stanza keeps what it downloads."""
    with unchanged_logging():
        from stanza.resources.common import DEFAULT_MODEL_DIR
    return Path(DEFAULT_MODEL_DIR)


def ensure(wanted: Wanted, *, download: bool, pause: float = 1.0) -> dict[str, str]:
    """Return the package of each processor, after fetching and verifying what is missing.

    Args:
        wanted: What is asked for.
        download: Whether the network may be used.
        pause: Seconds before the first repetition; doubled each time.

    Raises:
        ModelError: The models are not there and cannot be fetched, or a file is damaged.
    """
    resources = wanted.folder / "resources.json"
    if not resources.is_file():
        if not download:
            raise ModelError(_advice(wanted, f"there is no {resources}"))
        _attempt(wanted, lambda: _fetch_resources(wanted.folder), pause)
    packages = choose(wanted)
    wrong = faults(wanted, packages)
    if wrong and download:
        _attempt(wanted, lambda: _fetch_models(wanted, packages), pause)
        wrong = faults(wanted, packages)
    if wrong:
        raise ModelError(_advice(wanted, "; ".join(wrong)))
    return packages


def choose(wanted: Wanted) -> dict[str, str]:
    """Return the package of every processor that the language has.

    Raises:
        ModelError: Stanza does not know the language or the package.
    """
    with unchanged_logging():
        from stanza.resources.common import get_language_resources, load_resources_json
    resources = load_resources_json(str(wanted.folder))
    offered = get_language_resources(resources, wanted.lang)
    if offered is None:
        known = ", ".join(sorted(key for key, value in resources.items() if len(key) < 9 and value))
        raise ModelError(f"Stanza has no language {wanted.lang!r}; it has: {known}")
    bundles = offered.get("packages", {})
    default = bundles.get("default", {})
    bundle = bundles.get(wanted.package, {})
    chosen = {}
    for processor in ORDER:
        name = (wanted.ner if processor == "ner" else None) or wanted.package
        if name in offered.get(processor, {}):
            chosen[processor] = name
        elif processor in bundle:
            chosen[processor] = bundle[processor]
        elif processor in default and processor != "mwt":
            chosen[processor] = default[processor]
    named = {wanted.package, *([wanted.ner] if wanted.ner else [])}
    unknown = [n for n in named if n not in bundles and n not in chosen.values()]
    if unknown:
        raise ModelError(
            f"Stanza has no package {unknown[0]!r} for {wanted.lang!r}; it has: "
            + ", ".join(sorted({*bundles, *offered.get("ner", {}), *offered.get("pos", {})}))
        )
    return chosen


def faults(wanted: Wanted, packages: dict[str, str]) -> list[str]:
    """Return what is wrong with the files: missing ones, and ones with another MD5."""
    with unchanged_logging():
        from stanza.resources import common
    resources = common.load_resources_json(str(wanted.folder))
    lang = resources[wanted.lang].get("alias", wanted.lang)
    listed = common.maintain_processor_list(resources, lang, None, dict(packages))
    files = common.flatten_processor_list(common.add_dependencies(resources, lang, listed))
    wrong = []
    for processor, package in files:
        path = wanted.folder / lang / processor / f"{package}.pt"
        expected = resources[lang].get(processor, {}).get(package, {}).get("md5")
        if not path.is_file():
            wrong.append(f"{path} is missing")
        elif expected and (found := common.get_md5(str(path))) != expected:
            wrong.append(f"{path}: expected MD5 {expected}, found {found}")
    return wrong


def _fetch_resources(folder: Path) -> None:
    from stanza.resources.common import download_resources_json

    download_resources_json(str(folder))


def _fetch_models(wanted: Wanted, packages: dict[str, str]) -> None:
    import stanza

    stanza.download(
        wanted.lang,
        model_dir=str(wanted.folder),
        package=None,
        processors=dict(packages),
        verbose=False,
    )


def _attempt(wanted: Wanted, action: Callable[[], None], pause: float) -> None:
    """Run a download; repeat it while the network fails, a bounded number of times."""
    retrying = Retrying(
        stop=stop_after_attempt(ATTEMPTS),
        wait=wait_exponential(multiplier=pause, max=20 * pause),
        retry=retry_if_exception(is_network_fault),
        reraise=True,
    )
    try:
        with unchanged_logging():
            retrying(action)
    except Exception as error:
        raise ModelError(_advice(wanted, f"the download failed: {error}")) from error


def is_network_fault(error: BaseException) -> bool:
    """Tell whether an error may be gone at the next attempt: no connection, time out, 5xx."""
    status = getattr(getattr(error, "response", None), "status_code", None)
    if status is not None:
        return bool(status >= 500 or status == 429)
    if isinstance(error, ConnectionError | TimeoutError):
        return True
    kinds = {f"{kind.__module__.split('.')[0]}.{kind.__name__}" for kind in type(error).__mro__}
    return bool(kinds & _NETWORK)


_NETWORK = {
    "requests.ConnectionError",
    "requests.Timeout",
    "requests.ChunkedEncodingError",
    "httpx.TransportError",
    "huggingface_hub.LocalEntryNotFoundError",
}


def _advice(wanted: Wanted, found: str) -> str:
    arguments: list[Any] = [wanted.lang]
    code = f"import stanza; stanza.download({arguments[0]!r}, package={wanted.package!r}"
    return (
        f"expected Stanza's package {wanted.package!r} for {wanted.lang!r} in {wanted.folder}, "
        f'found: {found}. On a machine with network run: python -c "{code})"; copy the folder it '
        "names to this one and set `model` to it. The English model of hookline needs no "
        "network: `package: embedded`"
    )

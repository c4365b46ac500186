"""Download the models that Stanza publishes: once, with retries, and verified by checksum."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential

from hookline import ModelError

from ..logging_guard import unchanged_logging

_PROCESSORS = ("tokenize", "mwt", "pos", "lemma", "depparse", "ner")
MAX_ATTEMPTS = 4


class PackageRequest(NamedTuple):
    """The packages to use: `package` for all processors, `ner` for the entities if it is set."""

    lang: str
    package: str
    ner: str | None
    folder: Path


def download_folder() -> Path:
    """Return the folder that Stanza downloads models to."""
    with unchanged_logging():
        from stanza.resources.common import DEFAULT_MODEL_DIR
    return Path(DEFAULT_MODEL_DIR)


def ensure_packages(
    request: PackageRequest, *, download: bool, pause: float = 1.0
) -> dict[str, str]:
    """
    Return the package of each processor after downloading missing files and verifying all.

    Args:
        request: The packages to use.
        download: Whether the network may be used.
        pause: Seconds before the second attempt; doubled for each further one.

    Raises:
        hookline.ModelError: Files are missing and cannot be downloaded, or a file is damaged.
    """
    resources = request.folder / "resources.json"
    if not resources.is_file():
        if not download:
            raise ModelError(_message(request, f"there is no {resources}"))
        _with_retries(request, lambda: _download_resources(request.folder), pause)
    packages = resolve_packages(request)
    problems = find_problems(request, packages)
    if problems and download:
        _with_retries(request, lambda: _download_packages(request, packages), pause)
        problems = find_problems(request, packages)
    if problems:
        raise ModelError(_message(request, "; ".join(problems)))
    return packages


def resolve_packages(request: PackageRequest) -> dict[str, str]:
    """
    Return the package of every processor of the language; `default` where the request has none.

    Raises:
        hookline.ModelError: Stanza has no such language or package.
    """
    with unchanged_logging():
        from stanza.resources.common import get_language_resources, load_resources_json
    resources = load_resources_json(str(request.folder))
    offered = get_language_resources(resources, request.lang)
    if offered is None:
        # Longer keys are names of languages, which are aliases of codes.
        codes = ", ".join(sorted(key for key, value in resources.items() if len(key) < 9 and value))
        raise ModelError(f"Stanza has no language {request.lang!r}; it has: {codes}")
    bundles = offered.get("packages", {})
    default = bundles.get("default", {})
    bundle = bundles.get(request.package, {})
    resolved = {}
    for processor in _PROCESSORS:
        name = (request.ner if processor == "ner" else None) or request.package
        if name in offered.get(processor, {}):
            resolved[processor] = name
        elif processor in bundle:
            resolved[processor] = bundle[processor]
        elif processor in default and processor != "mwt":
            resolved[processor] = default[processor]
    requested = {request.package, *([request.ner] if request.ner else [])}
    unknown = [n for n in requested if n not in bundles and n not in resolved.values()]
    if unknown:
        raise ModelError(
            f"Stanza has no package {unknown[0]!r} for {request.lang!r}; it has: "
            + ", ".join(sorted({*bundles, *offered.get("ner", {}), *offered.get("pos", {})}))
        )
    return resolved


def find_problems(request: PackageRequest, packages: dict[str, str]) -> list[str]:
    """Return a message for each file that is missing or has another MD5 than Stanza published."""
    with unchanged_logging():
        from stanza.resources import common
    resources = common.load_resources_json(str(request.folder))
    lang = resources[request.lang].get("alias", request.lang)
    listed = common.maintain_processor_list(resources, lang, None, dict(packages))
    files = common.flatten_processor_list(common.add_dependencies(resources, lang, listed))
    problems = []
    for processor, package in files:
        path = request.folder / lang / processor / f"{package}.pt"
        expected = resources[lang].get(processor, {}).get(package, {}).get("md5")
        if not path.is_file():
            problems.append(f"{path} is missing")
        elif expected and (actual := common.get_md5(str(path))) != expected:
            problems.append(f"{path}: expected MD5 {expected}, found {actual}")
    return problems


def _download_resources(folder: Path) -> None:
    from stanza.resources.common import download_resources_json

    download_resources_json(str(folder))


def _download_packages(request: PackageRequest, packages: dict[str, str]) -> None:
    import stanza

    stanza.download(
        request.lang,
        model_dir=str(request.folder),
        package=None,
        processors=dict(packages),
        verbose=False,
    )


def _with_retries(request: PackageRequest, action: Callable[[], None], pause: float) -> None:
    """Run a download, and retry it up to `MAX_ATTEMPTS` times while the network fails."""
    retrying = Retrying(
        stop=stop_after_attempt(MAX_ATTEMPTS),
        wait=wait_exponential(multiplier=pause, max=20 * pause),
        retry=retry_if_exception(is_network_error),
        reraise=True,
    )
    try:
        with unchanged_logging():
            retrying(action)
    except Exception as error:
        raise ModelError(_message(request, f"the download failed: {error}")) from error


def is_network_error(error: BaseException) -> bool:
    """Tell whether an error may be temporary: no connection, a timeout, HTTP 429 or 5xx."""
    status = getattr(getattr(error, "response", None), "status_code", None)
    if status is not None:
        return bool(status >= 500 or status == 429)
    if isinstance(error, ConnectionError | TimeoutError):
        return True
    bases = {f"{base.__module__.split('.')[0]}.{base.__name__}" for base in type(error).__mro__}
    return bool(bases & _NETWORK_ERRORS)


_NETWORK_ERRORS = {
    "requests.ConnectionError",
    "requests.Timeout",
    "requests.ChunkedEncodingError",
    "httpx.TransportError",
    "huggingface_hub.LocalEntryNotFoundError",
}
"""By name, since which of these libraries is installed depends on the version of Stanza."""


def _message(request: PackageRequest, problem: str) -> str:
    code = f"import stanza; stanza.download({request.lang!r}, package={request.package!r})"
    return (
        f"expected Stanza's package {request.package!r} for {request.lang!r} in {request.folder}, "
        f'found: {problem}. On a machine with network run: python -c "{code}"; copy the folder it '
        "names to this machine and set `model` to it. The embedded English model needs no "
        "network: `package: embedded`"
    )

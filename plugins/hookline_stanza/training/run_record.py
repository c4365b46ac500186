"""Tell whether a checkpoint belongs to this run: to its configuration, its data and its start."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..loading.model_folder import manifest_digest
from .config import TrainingConfig, TrainingError

RunRecord = dict[str, str]
"""Values of the configuration by dotted key, and digests of the data by file name."""

_RECORD_FILE = "run.json"


def describe_run(config: TrainingConfig, data: Path, files: Iterable[str]) -> RunRecord:
    """Return the configuration, and digests of the files in the data folder and of the start."""
    record = dict(_flat(json.loads(config.to_json())))
    for name in files:
        with (data / name).open("rb") as file:
            record[name] = hashlib.file_digest(file, "sha256").hexdigest()
    if config.start is not None:
        record["files of start"] = manifest_digest(Path(config.start))
    return record


def _flat(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, json.dumps(value)


def check_same_run(path: Path, found: Mapping[str, str], expected: RunRecord) -> None:
    """
    Check that what is in a file comes from this run.

    Raises:
        TrainingError: Values differ; the message names them.
    """
    keys = dict.fromkeys((*expected, *found))
    different = [
        f"{key} ({_shown(found.get(key))} there, {_shown(expected.get(key))} now)"
        for key in keys
        if found.get(key) != expected.get(key)
    ]
    if different:
        raise TrainingError(
            f"{path} is from another run, which differs in {', '.join(different)}: "
            "train as that run did, or give another folder as --work"
        )


def _shown(value: str | None) -> str:
    if value is None:
        return "nothing"
    return value if len(value) < 64 else f"{value[:8]}…"


def claim_work_folder(work: Path, record: RunRecord, checkpoints: Iterable[Path]) -> None:
    """
    Write the record of this run into its work folder, or compare the one that is there.

    Args:
        work: The folder.
        record: What this run is.
        checkpoints: What a run leaves in the folder.

    Raises:
        TrainingError: The folder has checkpoints of another run, or of an unknown one.
    """
    path = work / _RECORD_FILE
    if path.is_file():
        try:
            found = dict(json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError) as error:
            raise TrainingError(f"{path}: expected the record of a run: {error}") from error
        check_same_run(path, found, record)
        return
    for checkpoint in checkpoints:
        if checkpoint.exists():
            raise TrainingError(
                f"{checkpoint} is there without {path}, which tells the run that it is from: "
                "give another folder as --work"
            )
    work.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    part.replace(path)

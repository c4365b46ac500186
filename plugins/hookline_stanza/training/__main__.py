"""Train the English model from the data folder: `python -m hookline_stanza.training --help`."""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hookline import HooklineError

from .config import TrainingConfig, TrainingError


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command; what the user can correct is a message."""
    parser = argparse.ArgumentParser(prog="python -m hookline_stanza.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with ner/ and parse/")
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        help="model folder to write; only an empty one or another model is replaced",
    )
    parser.add_argument("--work", type=Path, help="folder for checkpoints (default: OUT.work)")
    parser.add_argument("--config", type=Path, help="JSON file; see TrainingConfig")
    parser.add_argument("--device", help="cpu or cuda (default: cuda if there is a GPU)")
    arguments = parser.parse_args(argv)
    try:
        figures = train(
            arguments.data,
            arguments.out.resolve(),
            arguments.work and arguments.work.resolve(),
            TrainingConfig.read(arguments.config),
            arguments.device,
        )
    except (HooklineError, OSError) as error:
        parser.error(str(error))
    print(json.dumps(figures, indent=2))  # noqa: T201  # the output of the program


def train(
    data: Path, out: Path, work: Path | None, config: TrainingConfig, device: str | None
) -> dict[str, Any]:
    """
    Check everything that is needed, train all parts that do not exist yet, then package and evaluate.

    Args:
        data: Data folder.
        out: Model folder to write.
        work: Folder for checkpoints; beside `out` by default.
        config: Configuration.
        device: Device of the joint training; a GPU by default, if there is one.

    Returns:
        The figures of the model.

    Raises:
        hookline.HooklineError: A file, a folder or the device cannot be used.
    """
    import torch

    from ..loading.model_folder import checkpoint_path
    from .corpora import DATA_FILES, check_development_sets
    from .device import choose_device
    from .evaluate import evaluate
    from .joint_training import JointTraining
    from .lemmatizer import train_lemmatizer
    from .packaging import check_replaceable, package, replace_folder, write_manifest
    from .run_record import claim_work_folder, describe_run
    from .tokenizer import train_tokenizer

    torch.set_num_threads(config.threads)
    device = choose_device(device, bf16=config.joint.bf16)
    check_replaceable(out)
    part = out.with_name(f"{out.name}.part")
    check_replaceable(part)
    work = work or out.with_name(f"{out.name}.work")
    if out in (work, *work.parents):
        raise TrainingError(f"{work}: expected a --work outside of --out, which is replaced")
    check_development_sets(data)
    training = JointTraining(data, config, device)
    tokenizer, lemmatizer = work / "tok/tokenizer.pt", work / "lemma/lemmatizer.pt"
    joint = work / "joint.pt"
    record = describe_run(config, data, DATA_FILES)
    claim_work_folder(work, record, (tokenizer, lemmatizer, joint))
    training.resume(joint)
    if config.start is not None:
        for checkpoint, processor in ((tokenizer, "tokenize"), (lemmatizer, "lemma")):
            checkpoint.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(checkpoint_path(Path(config.start), processor), checkpoint)
    if not tokenizer.exists():
        train_tokenizer(data, tokenizer, config)
    if not lemmatizer.exists():
        train_lemmatizer(data, lemmatizer, config)
    training.run(joint)
    training.use_mean_weights()
    package(training, tokenizer, lemmatizer, part, config)
    figures = evaluate(part, data)
    write_manifest(part, config, figures)
    replace_folder(part, out)
    return figures


if __name__ == "__main__":
    main()

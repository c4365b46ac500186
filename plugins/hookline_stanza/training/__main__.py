"""Train the English model from the data folder: `python -m hookline_stanza.training --help`."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

from .config import TrainingConfig


def main() -> None:
    """Train all parts that do not exist yet, then package and evaluate the model."""
    parser = argparse.ArgumentParser(prog="python -m hookline_stanza.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with ner/ and parse/")
    parser.add_argument("--out", type=Path, required=True, help="model folder to write")
    parser.add_argument("--work", type=Path, help="folder for checkpoints (default: OUT.work)")
    parser.add_argument("--config", type=Path, help="JSON file; see TrainingConfig")
    parser.add_argument("--device", help="cpu or cuda (default: cuda if there is a GPU)")
    arguments = parser.parse_args()
    config = TrainingConfig.read(arguments.config)
    work = arguments.work or arguments.out.with_name(arguments.out.name + ".work")

    import torch

    from ..loading.model_folder import checkpoint_path
    from ..numerics.instruction_set import has_native_bf16
    from .evaluate import evaluate
    from .joint_training import JointTraining
    from .lemmatizer import train_lemmatizer
    from .packaging import package, write_manifest
    from .tokenizer import train_tokenizer

    torch.set_num_threads(config.threads)
    device = arguments.device or ("cuda" if torch.cuda.is_available() else "cpu")
    if config.joint.bf16 and device == "cpu" and not has_native_bf16():
        parser.error(
            "expected a CPU that computes in bfloat16, found one that emulates it, dozens of times "
            'slower; set {"joint": {"bf16": false}} in a file for --config'
        )
    work.mkdir(parents=True, exist_ok=True)
    tokenizer, lemmatizer = work / "tok/tokenizer.pt", work / "lemma/lemmatizer.pt"
    if config.start is not None:
        for checkpoint, processor in ((tokenizer, "tokenize"), (lemmatizer, "lemma")):
            checkpoint.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(checkpoint_path(Path(config.start), processor), checkpoint)
    if not tokenizer.exists():
        train_tokenizer(arguments.data, tokenizer.parent, config)
    if not lemmatizer.exists():
        train_lemmatizer(arguments.data, lemmatizer.parent, config)
    training = JointTraining(arguments.data, config, device)
    training.run(work / "joint.pt")
    training.use_mean_weights()
    package(training, tokenizer, lemmatizer, arguments.out, config)
    figures = evaluate(arguments.out, arguments.data)
    write_manifest(arguments.out, config, figures)
    print(json.dumps(figures, indent=2))  # noqa: T201  # the output of the program


if __name__ == "__main__":
    main()

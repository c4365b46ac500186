"""
Train the embedded model, and every model of another plugin that reads its annotations.

    python -m hookline_stanza.training.retrain --data DATA --out OUT

OUT then has the models at the paths that they have below `plugins/`. Each step prints the figures of
the model that is installed, and those of the new one. Steps that are done are not repeated, and the
training of the encoder goes on from its last checkpoint.

Each step is a process over copies of the packages in which the new models so far replace the installed
ones, since the plugins import nothing of one another.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

PACKAGES = ("hookline_stanza", "hookline_relations", "hookline_coref")


@dataclass(frozen=True)
class Step:
    """
    A model, and the commands that train and measure it.

    Arguments follow `python -m`; `{data}`, `{work}` and `{model}`, the path to write, are filled in.
    Without commands to `measure`, `train` prints the figures, and the installed model is compared by
    training one like it on the installed encoder.
    """

    name: str
    model: str
    """The path below `plugins/`."""
    train: str
    measure: tuple[str, ...] = ()


STEPS = (
    Step(
        "encoder",
        "hookline_stanza/model",
        "hookline_stanza.training --data {data} --out {model} --work {work}/encoder",
        (
            "hookline eval ner {data}/ner/ww9.dev.bio.gz --labels all",
            "hookline eval ner {data}/ner/ww9.dev.bio.gz --labels all --tokens raw",
            "hookline eval parse {data}/parse/ewt.dev.conllu.gz",
            "hookline eval parse {data}/parse/gum_open.dev.conllu.gz",
        ),
    ),
    Step(
        "relations",
        "hookline_relations/scorer/model.npz",
        "hookline_relations.training {data}/relations {model}",
    ),
    Step(
        "factuality",
        "hookline_relations/events/factuality.npz",
        "hookline_relations.training.factuality {data}/factuality/uds_ih2.train.jsonl.gz "
        "{data}/factuality/uds_ih2.dev.jsonl.gz {model}",
    ),
    Step(
        "coref",
        "hookline_coref/model.npz",
        "hookline_coref.training {data}/parse/gum_open.train.conllu.gz {model}",
        ("hookline eval coref {data}/parse/gum_open.dev.conllu.gz --tokens raw",),
    ),
)
"""In order: the encoder is first, as the others are trained on its annotations."""


class Retraining:
    """
    The steps over a data folder.

    Args:
        data: Folder with `ner/`, `parse/`, `relations/` and `factuality/`.
        out: Folder of the new models.
        work: Folder for checkpoints, copies of the packages, and what the commands print.
        config: Configuration of the encoder's training; None for the defaults.
    """

    def __init__(self, data: Path, out: Path, work: Path, config: Path | None = None) -> None:
        self._data, self._out, self._work = data, out, work
        self._config = [] if config is None else ["--config", str(config)]
        self._packages = work / "packages"

    def run(self, steps: Sequence[Step] = STEPS) -> None:
        """
        Run the steps that are not done yet, and print the figures of all.

        Raises:
            SystemExit: A command failed.
        """
        self._work.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self._packages, ignore_errors=True)
        for name in PACKAGES:
            shutil.copytree(
                _package_folder(name),
                self._packages / name,
                ignore=shutil.ignore_patterns("__pycache__"),
            )
        for step in steps:
            self._run_step(step)

    def _run_step(self, step: Step) -> None:
        new = self._out / step.model
        partial = new.with_name(f"{new.name}.partial")
        new.parent.mkdir(parents=True, exist_ok=True)
        scratch = self._work / f"{step.name}.before.model"
        for number, command in enumerate(step.measure or (step.train,)):
            path = os.environ.get("PYTHONPATH", "")
            self._show(f"{step.name}.before.{number}", command, scratch, path)
        trained = f"{step.name}.train"
        if not new.exists():
            self._log(trained).unlink(missing_ok=True)
        extra = self._config if step is STEPS[0] else []
        self._show(trained, step.train, partial, self._path(), extra)
        if not new.exists():
            partial.rename(new)
        _replace(self._packages / step.model, new)
        for number, command in enumerate(step.measure):
            self._show(f"{step.name}.after.{number}", command, scratch, self._path())

    def _path(self) -> str:
        """Return the PYTHONPATH with the copies in front."""
        return os.pathsep.join(filter(None, [str(self._packages), os.environ.get("PYTHONPATH")]))

    def _log(self, name: str) -> Path:
        return self._work / f"{name}.txt"

    def _show(
        self, name: str, command: str, model: Path, path: str, extra: Sequence[str] = ()
    ) -> None:
        """Run a command that may write a model, unless its output is there; print the output."""
        log = self._log(name)
        if not log.exists():
            arguments = [
                part.format(data=self._data, work=self._work, model=model)
                for part in command.split()
            ]
            partial = log.with_suffix(".partial")
            _say(f"\n{name}: python -m {' '.join(arguments)} > {partial}")
            with partial.open("wb") as file:
                code = subprocess.run(  # noqa: S603  # our own commands
                    [sys.executable, "-m", *arguments, *extra],
                    stdout=file,
                    stderr=subprocess.STDOUT,
                    env={**os.environ, "PYTHONPATH": path, "PYTHONSAFEPATH": "1"},
                    check=False,
                ).returncode
            if code:
                raise SystemExit(f"{name} failed with exit code {code}; {partial} tells why")
            partial.rename(log)
        _say(f"\n{name}\n{log.read_text(encoding='utf-8', errors='replace')}")


def _package_folder(name: str) -> Path:
    """Return the folder of an installed package."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"expected the package {name}, which is not installed")
    return Path(spec.submodule_search_locations[0])


def _replace(old: Path, new: Path) -> None:
    """Replace a model file or a model folder by a copy of another."""
    if new.is_dir():
        shutil.rmtree(old)
        shutil.copytree(new, old)
    else:
        shutil.copyfile(new, old)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m hookline_stanza.training.retrain")
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with ner/, parse/ and so on"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder of the new models")
    parser.add_argument("--work", type=Path, help="folder to resume from (default: OUT.work)")
    parser.add_argument("--config", type=Path, help="of the encoder, JSON; see TrainingConfig")
    arguments = parser.parse_args()
    out = arguments.out.absolute()
    work = (arguments.work or out.with_name(f"{out.name}.work")).absolute()
    Retraining(arguments.data.absolute(), out, work, arguments.config).run()


if __name__ == "__main__":
    main()

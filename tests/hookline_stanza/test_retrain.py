"""Retraining of the embedded model and of what reads its annotations, with small commands."""

import pytest

from hookline_stanza.training.retrain import Retraining, Step

PROGRAM = """
import sys
from importlib.util import find_spec
from pathlib import Path
folder = Path(find_spec("hookline_coref").origin).parent
used = (folder / "model.npz").read_bytes()[:5]
print("with", used.decode("latin-1"), "for", sys.argv[1])
if len(sys.argv) > 2:
    Path(sys.argv[2]).write_bytes(sys.argv[1].encode())
with open(Path(__file__).with_name("calls"), "a") as file:
    file.write(sys.argv[1] + "\\n")
"""
FIRST = Step("first", "hookline_coref/model.npz", "program first {model}", ("program measured",))
SECOND = Step("second", "hookline_relations/scorer/model.npz", "program second {model}")


@pytest.fixture
def calls(tmp_path, monkeypatch):
    """Put the program on the path; return the file that has a line for each of its calls."""
    (tmp_path / "program.py").write_text(PROGRAM)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=":")
    return tmp_path / "calls"


def retrain(tmp_path, *steps):
    Retraining(tmp_path / "data", tmp_path / "out", tmp_path / "work").run(steps)


def test_later_steps_and_figures_use_the_models_of_earlier_ones(calls, tmp_path, capfd):
    """Figures before are those of the installed model; what follows a model is made with it."""
    retrain(tmp_path, FIRST, SECOND)
    lines = [line for line in capfd.readouterr().out.splitlines() if line.startswith("with ")]
    assert [line.startswith("with first") for line in lines] == [False, False, True, False, True]
    assert lines[2] == "with first for measured"
    assert lines[4] == "with first for second"
    out = tmp_path / "out"
    files = [path for path in out.rglob("*") if path.is_file()]
    assert {path.relative_to(out).as_posix() for path in files} == {FIRST.model, SECOND.model}
    assert (out / SECOND.model).read_bytes() == b"second"


def test_a_failed_step_stops_and_is_the_only_one_that_is_repeated(calls, tmp_path, capfd):
    """The error names the output of the command; another run goes on with that command."""
    broken = Step("second", SECOND.model, "program second {model}", ("no_such_program",))
    with pytest.raises(SystemExit, match=r"second\.before\.0 failed .*second\.before\.0\.partial"):
        retrain(tmp_path, FIRST, broken)
    assert calls.read_text().split() == ["measured", "first", "measured"]
    retrain(tmp_path, FIRST, SECOND)
    assert calls.read_text().split() == ["measured", "first", "measured", "second", "second"]


def test_a_model_that_was_removed_is_trained_again(calls, tmp_path, capfd):
    """The output of a training does not stand for its model."""
    retrain(tmp_path, FIRST)
    (tmp_path / "out" / FIRST.model).unlink()
    retrain(tmp_path, FIRST)
    assert calls.read_text().split() == ["measured", "first", "measured", "first"]

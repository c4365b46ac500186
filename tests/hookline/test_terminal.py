"""What a run shows on a terminal, in real ones."""

import re

import pytest
from terminal import Terminal

from hookline.cli.progress import Pace

SLOW = "[{use: slow, seconds: 0.05, batch_size: 4}, {use: poison}]"


def shown(terminal: Terminal) -> list[str]:
    """Return the lines that are left on the screen."""
    return [line.rstrip() for line in terminal.screen.lines if line.strip()]


def test_the_time_left_is_told_without_the_time_to_load():
    """After a model has been loaded for ten seconds, two documents a second are told as two."""
    pace = Pace(0.0, settled=20)
    pace.add(5.0, 20, 0.2)
    assert not pace.has_begun
    pace.add(10.0, 22, 0.22)
    assert pace.has_begun
    assert pace.rate() == pytest.approx(0.2)
    for second in range(1, 31):
        pace.add(10.0 + second, 22 + 2 * second, 0.22 + 0.02 * second)
    assert pace.rate() == pytest.approx(2)
    assert pace.left(40.0) == pytest.approx(9)
    assert pace.left(41.0) == pytest.approx(8)


@pytest.mark.parametrize("columns", [80, 200])
def test_progress_is_one_line_that_goes(project, columns):
    """It has documents, bytes, rate and time left, fits the width, and leaves only the summary."""
    texts = [f"text {n} " * 20 + "RAISE" * (n % 40 == 7) for n in range(80)]
    project.documents("in.jsonl", texts)
    project.config(SLOW)
    terminal = Terminal("run", "c.yaml", "--workers", "1", columns=columns)
    assert terminal.wait() == 1
    lines = re.findall(r"━[^\r\n]*left", re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", terminal.written))
    assert lines
    pattern = r"━+ +\d+%  \d+ documents  \d+\.\d/\d+\.\d kB  (\d failed  )?[\d.,]+/s  \d:\d\d left"
    assert all(re.fullmatch(pattern, line) for line in lines), lines
    assert all(len(line) < columns for line in lines)
    assert len(lines[0].split()[0]) == (10 if columns == 80 else 24)
    left = shown(terminal)
    assert left[:2] == [
        "in.jsonl:8: ValueError in `poison`: poison",
        "in.jsonl:48: ValueError in `poison`: poison",
    ]
    assert left[2].startswith("stage ")
    assert left[-2:] == ["output: out.jsonl", "dead letters: out.failures.jsonl"]


def test_the_total_of_files_is_known(project):
    """With one document per file, the line counts to the number of files in the folder."""
    for number in range(12):
        project.write(f"in/{number}.txt", "some text")
    project.config("[{use: slow, seconds: 0.2, batch_size: 1}]", source="text", path="in")
    terminal = Terminal("run", "c.yaml", "--workers", "1")
    terminal.read_until("/12 documents")
    assert terminal.wait() == 0


def test_the_line_moves_while_no_document_is_done(project):
    """The line is drawn anew while documents are computed, before their count moves."""
    project.documents("in.jsonl", ["text"] * 40)
    project.config("[{use: slow, seconds: 0.1, batch_size: 1}]")
    terminal = Terminal("run", "c.yaml", "--workers", "1")
    assert terminal.wait() == 0
    plain = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", terminal.written)
    lines = re.findall(r"([⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]) [^\r\n]*?(\d+) documents", plain)
    assert lines
    assert len({spinner for spinner, count in lines if count == lines[0][1]}) > 1


def test_a_failure_is_told_whole(project):
    """What to try, at the end of a long message, is on the screen of a narrow terminal."""
    project.write("a.txt", b"\xff" * 3)
    project.config("[]", source="text", path="a.txt")
    terminal = Terminal("run", "c.yaml", columns=60)
    assert terminal.wait() == 1
    assert "or set `errors: replace`" in terminal.written
    assert "stage " not in terminal.written


def test_an_interrupted_run_leaves_no_progress_behind(project):
    """After Ctrl-C the messages and the summary stand on the screen, and no stale line."""
    project.documents("in.jsonl", ["text"] * 400)
    project.config(SLOW)
    terminal = Terminal("run", "c.yaml", "--workers", "1")
    terminal.read_until("left")
    terminal.press("\x03")
    assert terminal.wait() == 130
    left = shown(terminal)
    assert "stopping: finishing current batches" in left[0]
    assert left[-1] == "not finished: run the same command again to continue"
    assert not any("━" in line for line in left)


def test_records_on_the_terminal_are_not_mixed_with_progress(project):
    """With `-o -` and nothing behind it, records and summary are the whole of what is shown."""
    project.documents("in.jsonl", [f"text {n}" for n in range(20)])
    project.config("[{use: slow, seconds: 0.05, batch_size: 4}]")
    terminal = Terminal("run", "c.yaml", "-o", "-", "--workers", "1", columns=200)
    assert terminal.wait() == 0
    assert "loading" not in terminal.written
    assert "━" not in terminal.written
    left = shown(terminal)
    assert all(line.startswith('{"id":"d') for line in left[:20]), left
    assert left[20].startswith("stage ")


def test_a_warning_stands_above_the_progress(project):
    """A warning of a stage, from any number of workers, is one line, and the progress goes on below."""
    project.write(
        "own.py",
        "import time, warnings\nfrom hookline import Stage\n"
        "class Warn(Stage):\n"
        "    name = 'warn'\n"
        "    def process(self, docs):\n"
        "        warnings.warn('look here')\n"
        "        for doc in docs:\n"
        "            time.sleep(0.05)\n"
        "            yield doc\n",
    )
    project.documents("in.jsonl", ["text"] * 100)
    project.config("[{use: 'own:Warn', batch_size: 4}]")
    terminal = Terminal("run", "c.yaml", "--workers", "2")
    assert terminal.wait() == 0
    left = shown(terminal)
    assert left[0] == "warning: look here"
    assert left[1].startswith("stage ")


def test_tables_keep_to_the_width(project):
    """The list of plugins fits a narrow terminal."""
    terminal = Terminal("plugins", columns=80)
    assert terminal.wait() == 0
    assert all(len(line) <= 80 for line in shown(terminal))

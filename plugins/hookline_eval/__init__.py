"""
Measure what a config finds against annotated files: `hookline eval TASK FILE`.

Every module of `hookline_eval.tasks` is a task. It defines `command`, a click command with a
`short_help` and the name of the module, and imports nothing heavy at import:

    @click.command("colours", short_help="Colour names in JSON lines.")
    @click.argument("file")
    @common_options
    def command(file: str, options: EvalOptions) -> int:
        gold = read_gold(file)                           # with `hookline_eval.gold.lines`
        run = EvalRun(options, layer="entities")         # opens the stages of --config
        scores = Scores()
        for case, doc in run.process((case, case.document) for case in gold):
            scores.open(case.document.id, case.group)    # a resampling unit, also if doc is None
            wanted, found = set(case.colours), set(colours(doc)) if doc else set()
            scores.add("colours", right=len(wanted & found), found=len(found), wanted=len(wanted))
        return print_report(EvalReport("colours", file, scores, run.summary), options)

- `common_options` (evaluation/options.py) adds --config, --set, --limit, --json, --resamples and
  --seed, and passes them on as `options`.
- `EvalRun` (evaluation/run.py) runs the config. `doc` is None for a document that failed or was
  dropped: its gold annotations still count as wanted, and the report says how many there were.
- `Scores.add(measure, label, right=, found=, wanted=)` (scoring/scores.py) adds counts to the document
  opened last. A label is a row of the table of the measure and a part of its total. If the number of
  right predictions differs from that of the wanted annotations they match, `recalled=` gives the
  latter. For an accuracy, found equals wanted. `Scores.note(name, count)` keeps other numbers.
- `print_report` (output/printing.py) prints tables, or JSON with --json, and returns the exit code.

Imports run one way: tasks, output, evaluation and scoring, matching, gold.
"""

from __future__ import annotations

from hookline import Registrar, hookimpl
from hookline_eval.command import command

__all__ = ["command", "hookline_register"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the command `eval`."""
    registry.command("eval", command)

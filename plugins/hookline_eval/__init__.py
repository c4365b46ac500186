"""
Measure what a config finds against annotated files: `hookline eval TASK FILE`.

Every task is a module of `hookline_eval.tasks` and is found by being there. It defines `command`, a
click command named like the module, with a `short_help`, and imports nothing heavy at import:

    @click.command("colours", short_help="Colour names in JSON lines.")
    @click.argument("file")
    @common
    def command(file: str, call: Call) -> int:
        gold = read_gold(file)                          # `hookline_eval.files`: numbered lines, faults
        trial = Trial(call, layer="entities")           # opens the stages of --config
        scores = Scores()
        for case, doc in trial.over((case, case.document) for case in gold):
            scores.open(case.document.id, case.group)   # one resampling unit; also where doc is None
            wanted, found = set(case.colours), set(colours(doc)) if doc else set()
            scores.add("colours", right=len(wanted & found), found=len(found), wanted=len(wanted))
        return finish(Report("colours", file, scores, trial.account), call)

- `common` (options.py) adds --config, --set, --limit, --json, --resamples and --seed, and passes them
  on as `call`.
- `Trial` (pipeline.py) runs the config. `doc` is None for a document that failed or was dropped: what
  it should hold still counts as wanted, so nothing is lost, and the account says how many there were.
- `Scores.add(measure, label, right=, found=, wanted=)` (score.py) counts for the document that was
  opened last. A label is one row of the measure's table, and part of its total. Where the right ones
  among what was found and the wanted ones that were found differ in number, `recalled=` gives the
  second. An accuracy has found = wanted. `Scores.note(name, count)` keeps what is no ratio.
- `finish` (show.py) prints the tables, or JSON with --json, and returns the exit code.
"""

from __future__ import annotations

from hookline import Registrar, hookimpl

from .group import command

__all__ = ["command", "hookline_register"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the command `eval`."""
    registry.command("eval", command)

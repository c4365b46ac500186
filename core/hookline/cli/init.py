"""`hookline init`."""

from __future__ import annotations

from pathlib import Path

import click

from hookline.errors import HooklineError

__all__ = ["CONFIG", "command"]

CONFIG = """\
# What hookline does with your documents: read them, apply stages, write records.
# Check it with `hookline check`, run it with `hookline run`; the same command resumes.
# For completion in an editor: `hookline schema > hookline.schema.json`, then in the first line
# yaml-language-server: $schema=hookline.schema.json

source:
  use: text             # one document a file; `jsonl` reads {"id": ..., "text": ...} lines
  path: docs/*.txt      # a file, a folder, a pattern or a list of them; .gz and .zst are read too

stages:
  - use: clean          # mojibake, quotes, spaces, line ends: offsets stay exact
  - use: boilerplate    # newsletter, share, related and other lines outside the article
    # keep: [caption, byline]
  - use: stanza         # sentences, tokens, syntax and entities, with the embedded English model
    # package: default  # Stanza's own model instead, downloaded once; `lang: de` for German
  - use: coref          # which names and pronouns mean the same person, place or body
  - use: values         # dates as ISO 8601, amounts of money as numbers
  - use: relations      # who does what to whom
    # kinds: [typed]    # without the open relations
    # types: [leads, meets]

sink:
  use: jsonl
  path: out/records.jsonl
  # include: [tokens]   # one row for each word: lemma, part of speech, head

failures:               # documents that fail go to a file beside the output; see `hookline replay`
  limit: 100            # more failures than this stop the run

# batch_size: 32        # documents per call of a stage; can be set for each stage
# ${NAME} and ${NAME:-default} read the environment
"""


@click.command("init", short_help="Write a commented config to start from.")
@click.argument("path", default="hookline.yaml")
def command(path: str) -> int:
    """Write a commented config to PATH, hookline.yaml by default; `-` is standard output."""
    if path == "-":
        click.echo(CONFIG, nl=False)
        return 0
    target = Path(path)
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(CONFIG)
    except FileExistsError:
        raise HooklineError(f"{target} exists already; choose another name") from None
    except OSError as error:
        raise HooklineError(f"cannot write {target}: {error.strerror or error}") from error
    click.echo(
        f"wrote {target}; next: put texts into docs/, or change `path` in it, then\n"
        f"  hookline check {target}\n"
        f"  hookline run {target}\n"
        "  hookline view out/records.jsonl"
    )
    return 0

"""The command `redact-key`: make the key of the stage `redact`, and look up pseudonyms."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.command(
    "redact-key",
    short_help="Make a key for the stage `redact`, or look up pseudonyms.",
    epilog="""\b
Examples:
  hookline redact-key redact.key --new
  hookline redact-key redact.key --label PERSON < names.txt > pseudonyms.tsv""",
)
@click.argument("key_file", type=click.Path())
@click.option("--new", is_flag=True, help="Write a new key to KEY_FILE, which must not exist.")
@click.option("--label", default="PERSON", show_default=True, help="Label of the names.")
def command(key_file: str, new: bool, label: str) -> int:
    """
    Make the key file of the stage `redact`, or print the pseudonyms of names.

    Without `--new`, names are read from standard input, one a line, and written behind their
    pseudonyms and a tab. That is how to find out which name a pseudonym stands for: with the key, and
    with a list of the names that it may be.
    """
    from hookline_redact.pseudonyms import make_key, pseudonym, read_key

    if new:
        make_key(key_file)
        return 0
    key = read_key(key_file)
    with click.open_file("-", encoding="utf-8") as names:
        for line in names:
            if name := line.strip():
                click.echo(f"{pseudonym(key, label, name)}\t{name}")
    return 0

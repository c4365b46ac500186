"""Read sentences with judgements of whether their events happened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hookline_eval.gold.lines import json_lines, line_error
from hookline_eval.gold.spacing import spaces_after

__all__ = ["EventSentence", "JudgedEvent", "read_event_sentences"]


class JudgedEvent(NamedTuple):
    """An event: the offset of its trigger, its factuality from -3 to 3, the group it was drawn in."""

    start: int
    factuality: float
    group: str | None = None


class EventSentence(NamedTuple):
    """A sentence and its events."""

    id: str
    text: str
    events: tuple[JudgedEvent, ...]


def read_event_sentences(path: str) -> Iterator[EventSentence]:
    """
    Yield the sentences of a JSON-lines file.

    A line has `events`, and `text` with `start` in each event, or `tokens` with the index `token`. An
    event may have a `group`.

    Raises:
        SourceError: a line is not of this form.
    """
    for number, row in json_lines(path):
        try:
            if "text" in row:
                text = str(row["text"])
                starts = [int(event["start"]) for event in row["events"]]
            else:
                text, offsets = _joined(row["tokens"])
                starts = [offsets[event["token"]] for event in row["events"]]
            values = [float(event["factuality"]) for event in row["events"]]
            groups = [event.get("group") for event in row["events"]]
        except (KeyError, TypeError, ValueError, IndexError) as error:
            message = (
                "expected `events` with `factuality`, and `text` with `start` or `tokens` with "
                f"`token`; found {type(error).__name__}: {error}"
            )
            raise line_error(path, number, message) from error
        events = tuple(map(JudgedEvent, starts, values, groups))
        yield EventSentence(str(row.get("id", number)), text, events)


def _joined(tokens: list[str]) -> tuple[str, list[int]]:
    """Return the text of a tokenized sentence, and the offset of each token."""
    text, offsets = "", []
    for token, space in zip(tokens, spaces_after(tokens), strict=True):
        offsets.append(len(text))
        text += token + " " * space
    return text.rstrip(), offsets

"""Read sentences with judgements of whether their events happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from hookline import SourceError, shown
from hookline_eval.gold.fields import field, identifier, index, items, number, optional
from hookline_eval.gold.lines import FormatError, json_lines, located
from hookline_eval.gold.spacing import spaces_after

__all__ = ["EventSentence", "JudgedEvent", "read_event_sentences"]

LEAST, MOST = -3, 3
"""The factuality of what certainly did not happen, and of what certainly did."""


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


def read_event_sentences(path: str) -> list[EventSentence]:
    """
    Read the sentences of a JSON-lines file.

    A line has `events`, and `text` with `start` in each event, or `tokens` with the index `token`. An
    event may have a `group`.

    Raises:
        SourceError: A line is not of this form, a judgement or a place is out of its range, or there is
            no event.
    """
    sentences = []
    for line, row in json_lines(path):
        with located(f"{path}:{line}"):
            sentences.append(_sentence(row, line))
    if not any(sentence.events for sentence in sentences):
        raise SourceError(f"{shown(path)}: holds no event; expected JSON lines with `events`")
    return sentences


def _sentence(row: Mapping[str, Any], line: int) -> EventSentence:
    if "events" not in row or not row.keys() & {"text", "tokens"}:
        keys = ", ".join(sorted(row)) or "none"
        raise FormatError(f"expected `events`, and `text` or `tokens`; found the keys {keys}")
    events = items(row, "events", dict)
    if "text" in row:
        text = field(row, "text", str)
        starts = [index(event, "start", len(text), "characters") for event in events]
    else:
        text, offsets = _joined(items(row, "tokens", str))
        starts = [offsets[index(event, "token", len(offsets), "tokens")] for event in events]
    judged = tuple(
        JudgedEvent(start, number(event, "factuality", LEAST, MOST), optional(event, "group", str))
        for start, event in zip(starts, events, strict=True)
    )
    return EventSentence(identifier(row, "id", line), text, judged)


def _joined(tokens: list[str]) -> tuple[str, list[int]]:
    """Return the text of a tokenized sentence, and the offset of each token."""
    text, offsets = "", []
    for token, space in zip(tokens, spaces_after(tokens), strict=True):
        offsets.append(len(text))
        text += token + " " * space
    return text.rstrip(), offsets

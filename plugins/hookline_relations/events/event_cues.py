"""The layer `event_cues`: the words by which events were judged."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from hookline import Index

__all__ = ["EventCue"]


class EventCue(NamedTuple):
    """A word that decides the polarity, the modality or the claim of an event."""

    start: int
    end: int
    event: Annotated[int, Index("events")]
    decides: Literal["polarity", "modality", "claim"]

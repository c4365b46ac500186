"""What is said of an event: its polarity, its modality, who vouches for it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from hookline_relations.events.cues import Modality
from hookline_relations.events.reports import Attribution

__all__ = ["PLAIN", "Cue", "EventStatus"]


class Cue(NamedTuple):
    """A word that decides the `polarity`, `modality` or `claim` of an event."""

    aspect: Literal["polarity", "modality", "claim"]
    word: int


class EventStatus(NamedTuple):
    """Whether an event is denied, in what mode it is spoken of, who vouches for it, and the cues."""

    negative: bool = False
    modality: Modality = "actual"
    claim: Attribution | None = None
    cues: tuple[Cue, ...] = ()
    undermined: bool = False
    """Whether the word that would assert the event is denied: "no proof that", "did not say that"."""

    def with_modality(self, modality: Modality, cue: int) -> EventStatus:
        """Return this status in another modality, unless it has one that is not `actual`."""
        if self.modality != "actual":
            return self
        return self._replace(modality=modality, cues=(*self.cues, Cue("modality", cue)))


PLAIN = EventStatus()
"""What a clause says by itself."""

"""Extract events and relations: open ones from every clause, typed ones by rules and a scorer."""

from hookline import Layer, Registrar, hookimpl
from hookline_relations.command import command
from hookline_relations.events.event_cues import EventCue
from hookline_relations.stage import Relations

__all__ = ["EventCue", "Relations"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the stage `relations`, its layer, and the command that fits relation types."""
    registry.stage(Relations)
    registry.layer(Layer("event_cues", EventCue, written="asked"))
    registry.command("relations", command)

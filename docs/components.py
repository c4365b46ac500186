"""Write the reference of all installed components from their declarations."""

from collections.abc import Iterator
from inspect import cleandoc
from typing import Any

from hookline import Registry

KINDS = {"stage": "Stages", "source": "Sources", "sink": "Sinks", "engine": "Engines"}


def page() -> str:
    """Return the page in Markdown: every component with its options, layers and labels."""
    lines = ["# Components", "", "What `use:` can name, made from the installed plugins.", ""]
    registry = Registry.discover()
    for kind, title in KINDS.items():
        lines += [f"## {title}", ""]
        for name in registry.names(kind):
            lines += [*_component(kind, name, registry.find(kind, name)), ""]
    return "\n".join(lines)


def _component(kind: str, name: str, component: Any) -> Iterator[str]:
    yield f"### `{name}`"
    yield ""
    yield cleandoc(component.__doc__ or "")
    yield ""
    for word in ("requires", "provides", "labels", "endings"):
        found = getattr(component, word, None)
        if found:
            yield f"- {word}: {', '.join(f'`{item}`' for item in found)}"
    if getattr(component, "edits_text", False):
        yield "- edits the text"
    fields = component.Options.model_fields
    if not fields:
        return
    yield ""
    yield "| option | type | default | |"
    yield "| - | - | - | - |"
    for option, field in fields.items():
        default = (
            "required"
            if field.is_required()
            else f"`{field.get_default(call_default_factory=True)!r}`"
        )
        kind_of = (
            str(field.annotation).replace("typing.", "").replace("<class '", "").replace("'>", "")
        )
        cells = (f"`{option}`", f"`{kind_of}`", default, field.description or "")
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

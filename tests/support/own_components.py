"""Run configs with components that a test defines."""

import hookline


def run(
    project,
    stages="[]",
    plugin=None,
    more="",
    source="{use: jsonl, path: in.jsonl}",
    sink="",
    workers=None,
):
    path = project.write(
        "c.yaml",
        f"source: {source}\nstages: {stages}\nsink: {sink or '{use: jsonl, path: out.jsonl}'}\n{more}",
    )
    plan = hookline.read_plan(path, plugins=[plugin] if plugin else [])
    return hookline.run(plan, workers=workers)


def plugin_of(**components):
    class Plugin:
        @hookline.hookimpl
        def hookline_register(self, registry):
            for kind, component in components.items():
                getattr(registry, kind)(component)

    return Plugin()


def plan_of(source):
    """Return a plan without stages from a source to o.jsonl."""
    ends = {"source": {"use": source.name}, "sink": {"use": "jsonl", "path": "o.jsonl"}}
    return hookline.read_plan({**ends, "stages": []}, plugins=[plugin_of(source=source)])

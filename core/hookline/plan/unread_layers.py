"""Leave out layers that no sink reads."""

from __future__ import annotations

from dataclasses import replace

from hookline.components.sink import Sink
from hookline.components.stage import Stage
from hookline.errors import blaming
from hookline.plan.plan import Plan

__all__ = ["without_unread_layers"]


def without_unread_layers(plan: Plan) -> Plan:
    """
    Return the plan with a last stage that does not compute layers which no sink reads.

    Only the last stage: an earlier one can be followed by a stage that uses a layer where there is
    one. A plan with a cache is not changed, as its outcomes are also for configs with more stages.
    """
    if plan.cache is not None or not plan.stages:
        return plan
    *stages, last = plan.stages
    stage, sink = last.component, plan.sink.component
    assert issubclass(stage, Stage)
    assert issubclass(sink, Sink)
    with blaming(f"the sink `{plan.sink.name}` cannot say which layers it does not read"):
        unread = sink.unread_layers(plan.sink.options)
    with blaming(f"the stage `{last.name}` cannot leave out layers"):
        options = stage.without_layers(last.options, unread)
    return replace(plan, stages=(*stages, replace(last, options=options)))

"""Check a config as a whole against the plugins, and bind it to them, without opening anything."""

from hookline.plan.build import read_plan
from hookline.plan.plan import BoundComponent, Plan

__all__ = ["BoundComponent", "Plan", "read_plan"]

"""Check a config whole against the installed plugins, and bind it to them, without opening anything."""

from hookline.plan.build import build, check_tree, read_plan
from hookline.plan.plan import BoundComponent, Plan

__all__ = ["BoundComponent", "Plan", "build", "check_tree", "read_plan"]

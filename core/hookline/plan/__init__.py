"""Validate a config against the plugins and bind it to their components, without opening them."""

from hookline.plan.build import find_problems, read_plan
from hookline.plan.plan import BoundComponent, Plan
from hookline.plan.unread_layers import without_unread_layers

__all__ = ["BoundComponent", "Plan", "find_problems", "read_plan", "without_unread_layers"]

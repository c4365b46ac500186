"""Validate a config against the plugins and bind it to their components, without opening them."""

from hookline.plan.build import read_plan
from hookline.plan.plan import BoundComponent, Plan

__all__ = ["BoundComponent", "Plan", "read_plan"]

"""Read a config: YAML with places, references to the environment, overrides, and its shape."""

from hookline.config.overrides import apply_overrides
from hookline.config.secrets import Secrets
from hookline.config.settings import (
    CacheSettings,
    CheckSettings,
    ComponentSettings,
    FailureSettings,
    Settings,
    StageSettings,
)
from hookline.config.tree import Key, Tree, read_file, read_mapping

__all__ = [
    "CacheSettings",
    "CheckSettings",
    "ComponentSettings",
    "FailureSettings",
    "Key",
    "Secrets",
    "Settings",
    "StageSettings",
    "Tree",
    "apply_overrides",
    "read_file",
    "read_mapping",
]

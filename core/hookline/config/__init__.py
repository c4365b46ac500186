"""Read a config file: YAML with places, references to the environment, overrides, and its shape."""

from hookline.config.overrides import Override, override
from hookline.config.secrets import Secrets
from hookline.config.settings import CacheSettings, ComponentSettings, FailureSettings, Settings
from hookline.config.tree import Tree, read_file, read_values

__all__ = [
    "CacheSettings",
    "ComponentSettings",
    "FailureSettings",
    "Override",
    "Secrets",
    "Settings",
    "Tree",
    "override",
    "read_file",
    "read_values",
]

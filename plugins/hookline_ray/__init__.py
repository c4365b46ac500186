"""Compute on a Ray cluster: the engine `ray`, whole shards, and stages inside a Ray Data pipeline."""

from typing import TYPE_CHECKING, Any

from hookline import Registrar, hookimpl
from hookline_ray.command import command
from hookline_ray.engine import RayEngine

if TYPE_CHECKING:
    from hookline_ray.ray_data import Annotate
    from hookline_ray.shards import run_shards

__all__ = ["Annotate", "RayEngine", "run_shards"]


def __getattr__(name: str) -> Any:
    if name == "Annotate":  # loads numpy, which listing plugins must not
        from hookline_ray.ray_data import Annotate

        return Annotate
    if name == "run_shards":  # loads Ray
        from hookline_ray.shards import run_shards

        return run_shards
    raise AttributeError(f"module 'hookline_ray' has no attribute {name!r}")


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the engine and the command."""
    registry.engine(RayEngine)
    registry.command("ray", command)

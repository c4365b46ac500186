"""The engine `ray`: compute on a Ray cluster; and the stages of a config inside a Ray Data pipeline."""

from typing import TYPE_CHECKING, Any

from hookline import Registrar, hookimpl
from hookline_ray.engine import RayEngine

if TYPE_CHECKING:
    from hookline_ray.ray_data import Annotate

__all__ = ["Annotate", "RayEngine"]


def __getattr__(name: str) -> Any:
    if name == "Annotate":  # loads numpy, which listing plugins must not
        from hookline_ray.ray_data import Annotate

        return Annotate
    raise AttributeError(f"module 'hookline_ray' has no attribute {name!r}")


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the engine."""
    registry.engine(RayEngine)

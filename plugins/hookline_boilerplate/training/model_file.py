"""Write trees and words into a model file."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["nodes", "packed"]


def packed(
    odds: Sequence[tuple[str, float]],
    words: Sequence[str],
    trees: Any,
    network: Mapping[str, NDArray[Any]],
) -> bytes:
    """Return the model file of a lexicon, a LightGBM booster, and a network with vectors of words."""
    values = np.array([value for _, value in odds] or [0.0], np.float32)
    scale = max(float(np.abs(values).max()), 1e-6) / 127
    arrays: dict[str, NDArray[Any]] = {
        "lexicon.tokens": np.frombuffer("\n".join(token for token, _ in odds).encode(), np.uint8),
        "lexicon.odds": np.round(values / scale).astype(np.int8),
        "lexicon.scale": np.array(scale, np.float32),
        "words": np.frombuffer("\n".join(words).encode(), np.uint8),
        **{f"trees.{field}": array for field, array in nodes(trees).items()},
    }
    arrays |= {f"network.{name}": array for name, array in network.items()}
    buffer = BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def nodes(booster: Any) -> dict[str, NDArray[Any]]:
    """Return the nodes of a booster's trees in the order that `Trees` wants, with nothing missing."""
    columns: list[int] = []
    bounds: list[float] = []
    following: list[int] = []
    values: list[float] = []
    roots: list[int] = []
    depth = 0
    for tree in booster.dump_model()["tree_info"]:
        roots.append(len(columns))
        queue = deque([(tree["tree_structure"], 0)])
        free = len(columns) + 1
        while queue:
            node, level = queue.popleft()
            at = len(columns)
            depth = max(depth, level)
            if "left_child" in node:
                columns.append(node["split_feature"])
                bounds.append(_below(node["threshold"]))
                following.append(free)
                values.append(0.0)
                free += 2
                queue += [(node["left_child"], level + 1), (node["right_child"], level + 1)]
            else:
                columns.append(0)
                bounds.append(np.inf)
                following.append(at)
                values.append(node["leaf_value"])
    return {
        "column": np.array(columns, np.uint16),
        "bound": np.array(bounds, np.float32),
        "next": np.array(following, np.uint32),
        "value": np.array(values, np.float32),
        "roots": np.array(roots, np.uint32),
        "depth": np.array(depth),
    }


def _below(bound: float) -> float:
    """Return the greatest 32-bit number not above a bound: 32-bit numbers compare the same."""
    near = np.float32(bound)
    return float(np.nextafter(near, np.float32(-np.inf)) if float(near) > bound else near)

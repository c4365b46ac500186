"""Encode a trained model as a model file."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["encode_model", "tree_arrays"]


def encode_model(
    odds: Sequence[tuple[str, float]],
    words: Sequence[str],
    booster: Any,
    network: Mapping[str, NDArray[Any]],
) -> bytes:
    """
    Return the content of a model file, which `LineModel` reads.

    `odds` are tokens with their log odds, `booster` is LightGBM's, and `network` has the arrays of the
    network, with a vector for each of `words`.
    """
    values = np.array([value for _, value in odds] or [0.0], np.float32)
    scale = max(float(np.abs(values).max()), 1e-6) / 127
    arrays: dict[str, NDArray[Any]] = {
        "lexicon.tokens": _encode_strings([token for token, _ in odds]),
        "lexicon.odds": np.round(values / scale).astype(np.int8),
        "lexicon.scale": np.array(scale, np.float32),
        "words": _encode_strings(words),
        **{f"trees.{field}": array for field, array in tree_arrays(booster).items()},
        **{f"network.{name}": array for name, array in network.items()},
    }
    buffer = BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def _encode_strings(strings: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(strings).encode(), np.uint8)


def tree_arrays(booster: Any) -> dict[str, NDArray[Any]]:
    """Return the nodes of a booster's trees as the arrays that `BoostedTrees.read` expects."""
    columns: list[int] = []
    bounds: list[float] = []
    lower_children: list[int] = []
    values: list[float] = []
    roots: list[int] = []
    depth = 0
    for tree in booster.dump_model()["tree_info"]:
        roots.append(len(columns))
        queue = deque([(tree["tree_structure"], 0)])
        next_free = len(columns) + 1
        while queue:
            node, level = queue.popleft()
            depth = max(depth, level)
            if "left_child" in node:
                lower_children.append(next_free)
                columns.append(node["split_feature"])
                bounds.append(_round_down(node["threshold"]))
                values.append(0.0)
                next_free += 2
                queue += [(node["left_child"], level + 1), (node["right_child"], level + 1)]
            else:
                lower_children.append(len(columns))  # a leaf is its own child
                columns.append(0)
                bounds.append(np.inf)
                values.append(node["leaf_value"])
    return {
        "column": np.array(columns, np.uint16),
        "bound": np.array(bounds, np.float32),
        "next": np.array(lower_children, np.uint32),
        "value": np.array(values, np.float32),
        "roots": np.array(roots, np.uint32),
        "depth": np.array(depth),
    }


def _round_down(bound: float) -> float:
    """Return the greatest 32-bit number up to `bound`: 32-bit numbers compare with it alike."""
    nearest = np.float32(bound)
    below = np.nextafter(nearest, np.float32(-np.inf))
    return float(below if float(nearest) > bound else nearest)

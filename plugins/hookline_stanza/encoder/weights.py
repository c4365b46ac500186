"""Read the encoder's weights and its word pieces without `transformers`, which takes seconds to import.

Enough for our own forward pass; a plain `stanza.Pipeline` needs what `folder.load_encoder` returns.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch
from torch import nn

Tensor = torch.Tensor


class Weights(nn.Module):
    """The parameters of a `transformers.BertModel` under the same names, with nothing to call.

    Args:
        state: What its `state_dict` would give.
        config: Its sizes.
    """

    def __init__(self, state: Mapping[str, Tensor], config: Mapping[str, Any]) -> None:
        super().__init__()
        self.config = SimpleNamespace(**config)
        _fill(self, state.items())
        for name, module in self.named_modules():
            if name.endswith("LayerNorm"):
                module.eps = config["layer_norm_eps"]

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return next(self.parameters()).device


def _fill(module: nn.Module, items: Iterable[tuple[str, Tensor]]) -> None:
    """Give a module these parameters, a submodule for each dot in a name, a list for numbers."""
    parts: dict[str, list[tuple[str, Tensor]]] = {}
    for name, value in items:
        first, dot, rest = name.partition(".")
        if dot:
            parts.setdefault(first, []).append((rest, value))
        else:
            module.register_parameter(name, nn.Parameter(value, requires_grad=False))
    for name, inner in sorted(parts.items(), key=lambda part: (len(part[0]), part[0])):
        numbered = all(key.partition(".")[0].isdigit() for key, _ in inner)
        child = nn.ModuleList() if numbered else nn.Module()
        module.add_module(name, child)
        _fill(child, inner)


class Pieces:
    """Split words into the encoder's pieces: called as a tokenizer of `transformers` is, and as fast.

    Args:
        file: The `tokenizer.json`.
    """

    def __init__(self, file: Path) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(file))
        self.cls_token_id = self._tokenizer.token_to_id("[CLS]")
        self.sep_token_id = self._tokenizer.token_to_id("[SEP]")

    def __call__(
        self, words: Sequence[str], *, add_special_tokens: bool
    ) -> dict[str, list[list[int]]]:
        """Return the numbers of the pieces of each word, under `input_ids`."""
        found = self._tokenizer.encode_batch_fast(
            list(words), add_special_tokens=add_special_tokens
        )
        return {"input_ids": [encoding.ids for encoding in found]}


def load_weights(folder: Path) -> tuple[Weights, Pieces]:
    """Return the encoder of a model folder, in float32, and its pieces."""
    from safetensors.torch import load_file

    config = json.loads((folder / "encoder/config.json").read_text(encoding="utf-8"))
    state = load_file(folder / "encoder/model.safetensors")
    weights = Weights({name: value.float() for name, value in state.items()}, config)
    return weights, Pieces(folder / "encoder/tokenizer.json")

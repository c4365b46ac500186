"""
Read and write the encoder of a model folder; its config is the one source of all sizes.

`load_encoder` does without `transformers`, which takes seconds to import, and is enough for `bert`;
Stanza's own processors need `stanza_encoder.load_stanza_encoder`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch
from torch import Tensor, nn

WEIGHTS_FILE = "encoder/model.safetensors"
CONFIG_FILE = "encoder/config.json"
TOKENIZER_FILE = "encoder/tokenizer.json"
RANGES_FILE = "encoder/ranges.safetensors"

SPECIAL_TOKENS = {
    f"{name}_token": f"[{name.upper()}]" for name in ("unk", "pad", "cls", "sep", "mask")
}
"""Special tokens of the tokenizer, by their names in `transformers`."""

_CONFIG_KEYS = (
    "vocab_size",
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size",
    "hidden_act",
    "max_position_embeddings",
    "type_vocab_size",
    "layer_norm_eps",
    "pad_token_id",
    "model_type",
)


class BertParameters(nn.Module):
    """
    The parameters of a `transformers.BertModel`, under the same attribute names, without a forward.

    Args:
        state: State dict of the `BertModel`.
        config: Its configuration.
    """

    def __init__(self, state: Mapping[str, Tensor], config: Mapping[str, Any]) -> None:
        super().__init__()
        self.config = SimpleNamespace(**config)
        _add_parameters(self, state.items())
        for name, module in self.named_modules():
            if name.endswith("LayerNorm"):
                module.eps = config["layer_norm_eps"]

    @property
    def device(self) -> torch.device:
        """The device of the parameters."""
        return next(self.parameters()).device


def _add_parameters(module: nn.Module, items: Iterable[tuple[str, Tensor]]) -> None:
    """Register parameters by dotted name; numbered names become a `ModuleList`."""
    children: dict[str, list[tuple[str, Tensor]]] = {}
    for name, value in items:
        first, dot, rest = name.partition(".")
        if dot:
            children.setdefault(first, []).append((rest, value))
        else:
            module.register_parameter(name, nn.Parameter(value, requires_grad=False))
    for name, inner in sorted(children.items(), key=lambda item: (len(item[0]), item[0])):
        is_list = all(key.partition(".")[0].isdigit() for key, _ in inner)
        child = nn.ModuleList() if is_list else nn.Module()
        module.add_module(name, child)
        _add_parameters(child, inner)


class PieceTokenizer:
    """
    Split words into word pieces; called like a fast tokenizer of `transformers`.

    Args:
        file: Path of `tokenizer.json`.
    """

    def __init__(self, file: Path) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(file))
        self.cls_token_id = self._tokenizer.token_to_id(SPECIAL_TOKENS["cls_token"])
        self.sep_token_id = self._tokenizer.token_to_id(SPECIAL_TOKENS["sep_token"])

    def __call__(
        self, words: Sequence[str], *, add_special_tokens: bool
    ) -> dict[str, list[list[int]]]:
        """Return the piece ids of each word, under `input_ids`."""
        encodings = self._tokenizer.encode_batch_fast(
            list(words), add_special_tokens=add_special_tokens
        )
        return {"input_ids": [encoding.ids for encoding in encodings]}


def read_config(folder: Path) -> dict[str, Any]:
    """Return the encoder's configuration, under the names of `transformers.BertConfig`."""
    config: dict[str, Any] = json.loads((folder / CONFIG_FILE).read_text(encoding="utf-8"))
    return config


def read_state(folder: Path) -> dict[str, Tensor]:
    """Return the encoder's state dict, in float32."""
    from safetensors.torch import load_file

    return {name: value.float() for name, value in load_file(folder / WEIGHTS_FILE).items()}


def load_encoder(folder: Path) -> tuple[BertParameters, PieceTokenizer]:
    """Return the encoder of a model folder, in float32, and its tokenizer."""
    parameters = BertParameters(read_state(folder), read_config(folder))
    return parameters, PieceTokenizer(folder / TOKENIZER_FILE)


def write_encoder(folder: Path, model: Any, tokenizer: Any) -> None:
    """
    Write an encoder to a model folder, its weights at half precision.

    Args:
        folder: The model folder.
        model: A `transformers.BertModel`.
        tokenizer: A fast tokenizer of `transformers`.
    """
    from safetensors.torch import save

    (folder / WEIGHTS_FILE).parent.mkdir()
    state = {
        name: value.detach().cpu().half().contiguous() for name, value in model.state_dict().items()
    }
    (folder / WEIGHTS_FILE).write_bytes(save(state))
    settings = model.config.to_dict()
    config = json.dumps({key: settings[key] for key in _CONFIG_KEYS}, indent=2)
    (folder / CONFIG_FILE).write_text(config + "\n", encoding="utf-8")
    backend = tokenizer.backend_tokenizer
    backend.no_truncation()
    backend.no_padding()
    backend.save(str(folder / TOKENIZER_FILE))

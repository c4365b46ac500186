"""Turn text into what Stanza's tokenizer reads: character numbers and features."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import numpy as np

from ..numerics.lstm import Array

_SPACE = re.compile(r"[\s\u0080-\u009f]")
_ADDRESS = ("@", "://", "www.", ".gov", ".org", ".edu", ".net", ".co")
"""What an e-mail or web address has in it, as Stanza recognizes them."""

_UNKNOWN = -1
_CODE_POINTS = 0x110000


class Units(NamedTuple):
    """The units of a text, one a character; runs of white space are one, and none at its ends."""

    text: str
    """The units as a string."""
    offsets: Array
    """Where each is in the text it was made of, code points."""
    space: Array
    ids: Array
    features: Array


class Characters:
    """Know, of every character met so far, its number and features.

    Args:
        trainer: Stanza's tokenization trainer with a loaded model.
    """

    def __init__(self, trainer: Any) -> None:
        from stanza.models.tokenization.data import TokenizationDataset
        from stanza.models.tokenization.utils import update_pred_regex

        self._data = TokenizationDataset(
            trainer.args,
            input_text="",
            vocab=trainer.vocab,
            evaluation=True,
            dictionary=trainer.dictionary,
        )
        self._mend = update_pred_regex
        _, first = self._learn(" ")
        self._ids = np.full(_CODE_POINTS, _UNKNOWN, dtype=np.int64)
        self._features = np.zeros((_CODE_POINTS, first.shape[1]), dtype=np.float32)
        self._space = np.zeros(_CODE_POINTS, dtype=bool)
        # the flags of the first and the last character of a block
        self._opening, self._closing = first[0] - first[1], first[2] - first[1]

    def read(self, text: str) -> Units:
        """Return the units of a text."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        self._know(codes)
        space = self._space[codes]
        kept = ~space
        kept[1:] |= ~space[:-1]  # the first of every run of white space
        seen = np.nonzero(~space)[0]
        if not len(seen):
            kept[:] = False
        else:
            kept[: seen[0]] = kept[seen[-1] + 1 :] = False
        offsets = np.nonzero(kept)[0]
        codes, space = np.where(space, np.uint32(32), codes)[offsets], space[offsets]
        features = self._features[codes]
        if len(codes):
            features[0] += self._opening
            features[-1] += self._closing
        units = codes.tobytes().decode("utf-32-le", "surrogatepass")
        return Units(units, offsets, space, self._ids[codes], features)

    def keep_addresses(self, row: Units, marks: Array) -> None:
        """Take away the marks inside of e-mail and web addresses, as Stanza does."""
        if any(part in row.text for part in _ADDRESS):
            marks[:] = self._mend(list(row.text), marks)

    def _know(self, codes: Array) -> None:
        new = np.unique(codes[self._ids[codes] == _UNKNOWN])
        if not len(new):
            return
        for code in [32, *new.tolist()]:
            character = chr(code)
            self._space[code] = _SPACE.match(character) is not None
            number, features = self._learn(character)
            self._features[code] = features[1]
            self._ids[code] = number

    def _learn(self, character: str) -> tuple[int, Array]:
        """Return a character's number, and its features at the start, inside and at the end."""
        ((units, _, features, _),) = self._data.para_to_sentences([(character, 0)] * 3)
        return int(units[1]), features.astype(np.float32)

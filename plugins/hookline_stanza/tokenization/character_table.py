"""Convert text to the input of Stanza's tokenizer: ids and features of characters."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

_SPACE = re.compile(r"[\s\u0080-\u009f]")
_ADDRESS_PARTS = ("@", "://", "www.", ".gov", ".org", ".edu", ".net", ".co")
"""One of these is in every e-mail or web address that Stanza recognizes."""

_UNKNOWN = -1
_CODE_POINTS = 0x110000


_BEHIND = frozenset(".,;:!?…'’”»*>")
"""What no web address ends in."""

_BRACKETS = {")": "(", "]": "["}


class TokenizerInput(NamedTuple):
    """The characters of a text as the tokenizer reads them, with white space collapsed and trimmed."""

    text: str
    """The characters."""
    offsets: NDArray[Any]
    """[characters] position of each in the original text, in code points."""
    is_space: NDArray[Any]
    """[characters] whether each is white space."""
    ids: NDArray[Any]
    """[characters] numbers in Stanza's vocabulary."""
    features: NDArray[Any]
    """[characters, features] in float32."""


class CharacterTable:
    """
    Look up ids and features of characters, computed by Stanza once per character.

    Args:
        trainer: Stanza's tokenization trainer with a loaded model.
    """

    def __init__(self, trainer: Any) -> None:
        from stanza.models.tokenization.data import TokenizationDataset
        from stanza.models.tokenization.utils import MASK_RE, update_pred_regex

        self._dataset = TokenizationDataset(
            trainer.args,
            input_text="",
            vocab=trainer.vocab,
            evaluation=True,
            dictionary=trainer.dictionary,
        )
        self._addresses = MASK_RE
        self._remove_marks_in_addresses = update_pred_regex
        _, features = self._compute(" ")
        self._ids = np.full(_CODE_POINTS, _UNKNOWN, dtype=np.int64)
        self._features = np.zeros((_CODE_POINTS, features.shape[1]), dtype=np.float32)
        self._is_space = np.zeros(_CODE_POINTS, dtype=bool)
        # what the first and the last character of a block have in addition
        self._at_start, self._at_end = features[0] - features[1], features[2] - features[1]

    def convert(self, text: str) -> TokenizerInput:
        """Return the tokenizer's input for a text."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        self._add_missing(codes)
        is_space = self._is_space[codes]
        kept = ~is_space
        kept[1:] |= ~is_space[:-1]  # the first of every run of white space
        visible = np.nonzero(~is_space)[0]
        if not len(visible):
            kept[:] = False
        else:
            kept[: visible[0]] = kept[visible[-1] + 1 :] = False
        offsets = np.nonzero(kept)[0]
        codes, is_space = np.where(is_space, np.uint32(32), codes)[offsets], is_space[offsets]
        features = self._features[codes]
        if len(codes):
            features[0] += self._at_start
            features[-1] += self._at_end
        characters = codes.tobytes().decode("utf-32-le", "surrogatepass")
        return TokenizerInput(characters, offsets, is_space, self._ids[codes], features)

    def keep_addresses_whole(self, characters: TokenizerInput, marks: NDArray[Any]) -> None:
        """
        Remove, in place, boundary marks inside e-mail and web addresses, as Stanza does.

        Stanza also takes what stands behind a web address into it; here such marks are tokens.
        """
        text = characters.text
        if not any(part in text for part in _ADDRESS_PARTS):
            return
        marks[:] = self._remove_marks_in_addresses(list(text), marks)
        for match in self._addresses.finditer(text):
            start, end = match.span()
            while _stands_behind(text, start, end - 1):
                end -= 1
            for number in range(end - 1, match.end()):
                if number < end or text[number : number + 2] != "..":  # dots are one token
                    marks[number] = max(1, marks[number])

    def _add_missing(self, codes: NDArray[Any]) -> None:
        new = np.unique(codes[self._ids[codes] == _UNKNOWN])
        if not len(new):
            return
        for code in [32, *new.tolist()]:
            character = chr(code)
            self._is_space[code] = _SPACE.match(character) is not None
            number, features = self._compute(character)
            self._features[code] = features[1]
            self._ids[code] = number

    def _compute(self, character: str) -> tuple[int, NDArray[Any]]:
        """Return a character's id, and its features at the start, inside and at the end."""
        ((ids, _, features, _),) = self._dataset.para_to_sentences([(character, 0)] * 3)
        return int(ids[1]), features.astype(np.float32)


def _stands_behind(text: str, start: int, last: int) -> bool:
    """Tell whether a character is no part of the address from `start` to it: a mark, a bracket."""
    if last <= start:
        return False
    bracket = _BRACKETS.get(text[last])
    if bracket is not None:
        return text.count(bracket, start, last) <= text.count(text[last], start, last)
    return text[last] in _BEHIND

"""Find lemmas: in the dictionary of Stanza's lemmatizer, else with its model, each pair once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from threading import Lock
from typing import Any

Pair = tuple[str, str]
"""Word and UPOS."""

LONGEST = 101
"""Characters; a longer word is its own lemma."""

_REMEMBERED = 50_000
_BLOCK = 256
_FEWEST = 16


class Lemmatizer:
    """Look lemmas up; several threads may ask at once.

    The model reads words of one length together, and never only a few, so that what it says of a
    word does not depend on the others.

    Args:
        processor: What has Stanza's lemma trainer as `trainer`.
    """

    def __init__(self, processor: Any) -> None:
        self._trainer = processor.trainer
        self._lock = Lock()
        self._known: dict[Pair, str] = {}

    def look_up(self, pairs: Sequence[Pair]) -> list[str]:
        """Return a lemma for each word and tag."""
        with self._lock:
            new = sorted({pair for pair in pairs if pair not in self._known})
            if len(self._known) + len(new) > _REMEMBERED:
                self._known = {}
                new = sorted(set(pairs))
            if new:
                self._learn(new)
            known = self._known
            return [known[pair] for pair in pairs]

    def _learn(self, new: Sequence[Pair]) -> None:
        trainer = self._trainer
        hard: list[Pair] = []
        for pair, listed in zip(new, trainer.skip_seq2seq(new), strict=True):
            if len(pair[0]) >= LONGEST:
                self._known[pair] = pair[0]
            elif listed:
                self._known[pair] = trainer.ensemble([pair], [None])[0] or "_"
            else:
                hard.append(pair)
        for block in _alike(hard):
            asked = [*block, *(block[:1] * (_FEWEST - len(block)))]
            self._known.update(zip(block, self._predict(asked), strict=False))

    def _predict(self, pairs: Sequence[Pair]) -> Iterable[str]:
        """Return what the model says of pairs that are not in the dictionary."""
        from stanza.models.common.doc import Document
        from stanza.models.lemma.data import DataLoader

        trainer = self._trainer
        rows = Document([[{"id": (1,), "text": text, "upos": upos}] for text, upos in pairs])
        data = DataLoader(
            rows,
            _BLOCK,
            trainer.args,
            vocab=trainer.vocab,
            evaluation=True,
            expand_unk_vocab=True,
        )
        (batch,) = data
        found, edits = trainer.predict(batch, trainer.args["beam_size"], data.vocab)
        words = [text for text, _ in pairs]
        return (lemma or "_" for lemma in trainer.postprocess(words, found, edits=edits))


def _alike(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    """Yield the pairs in blocks of words of one length."""
    groups: dict[int, list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(len(pair[0]), []).append(pair)
    for group in groups.values():
        for start in range(0, len(group), _BLOCK):
            yield group[start : start + _BLOCK]

"""Tag, lemmatize and parse sentences and find names, with one run of the encoder.

Results do not depend on the company a sentence keeps. Where sentences are filled up, it is to a size
that follows from their own (`pieces`); no product is made of so few rows that libraries would
round it another way; and what the threads of a library would share out between them is
computed by one thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch

from ..conversion.layers import Columns, Word
from ..encoder.bert import Transformer
from ..encoder.ragged_batch import Rows, Run
from ..numerics.calibration import Ranges
from ..numerics.lstm import Format, Grid, Tensor
from ..tokenization.segmenter import LONGEST_SENTENCE, clause_end
from .heads import Parser, Tagger, Tags
from .lemmas import LONGEST, Lemmatizer
from .ner import Namer, Names
from .sentence_inputs import Row, held, row_of
from .trees import Decoder, best_trees, log_softmax
from .word_cache import Letters, Lexicon

MOST_PIECES = 1024
"""Word pieces of a batch: enough to multiply at full speed, few enough to stay in the cache."""

_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character: no tokenizer takes it
_MARKS = frozenset("?？︖﹖⁇!！︕﹗‼")


class Annotator:
    """Run the tagger, the lemmatizer, the parser and the entity model of a pipeline.

    Args:
        parts: What `open_parts` returns for a model folder.
        format: What the encoder and the hidden layers of the heads compute in.
        ranges: Of the encoder's inputs, for its products in integers.
        syntax: Whether to tag, lemmatize and parse.
        names: Whether to find entities.
        device: Where the encoder computes; the heads are small and compute on the CPU.
    """

    def __init__(
        self,
        parts: Any,
        format: Format = Format(),  # noqa: B008  # a constant
        ranges: Ranges | None = None,
        *,
        syntax: bool = True,
        names: bool = True,
        device: str = "cpu",
    ) -> None:
        from stanza.models.common.vocab import VOCAB_PREFIX_SIZE

        parts = parts.processors
        self._tagger = self._parser = self._namer = None
        letters = []
        with torch.inference_mode():
            if syntax:
                tags, trees = parts["pos"].trainer, parts["depparse"].trainer
                model = tags.model
                letters.append(Letters(model.charmodel, tags.vocab["char"], model.trans_char))
                self._tagger, self._parser = Tagger(tags, format), Parser(trees, format)
                relations = trees.vocab["deprel"]
                numbers = list(range(VOCAB_PREFIX_SIZE, len(relations)))
                self._decoder = Decoder(relations.unmap(numbers))
                self._lemmas = Lemmatizer(parts["lemma"])
                self._own = model.trans_char.weight.size(0)
            if names:
                trainer = parts["ner"].trainer
                model = trainer.model
                letters.append(Letters(model.charmodel, trainer.vocab["char"]))
                self._namer = Namer(trainer, format)
            heads = [head for head in (self._tagger, self._parser, self._namer) if head]
            encoder = model.bert_model.to(device)
            seen = ranges if format.integers else None
            self._encoder = Transformer(encoder, format.dtype, len(heads[0].mixture), seen)
        self._shares = {type(head): head.mixture.tolist() for head in heads}
        self._device = encoder.device
        tokenizer = model.bert_tokenizer
        self._ends = tokenizer.cls_token_id, tokenizer.sep_token_id
        self._lexicon = Lexicon(tokenizer, letters)

    def annotate(self, sentences: Sequence[Sequence[str]]) -> list[list[Word]]:
        """Return one Word per token of every sentence, in order."""
        return [columns.words() for columns in self.columns(sentences)]

    def columns(self, sentences: Sequence[Sequence[str]]) -> list[Columns]:
        """Return the columns of every sentence, in order.

        A sentence of more than `LONGEST_SENTENCE` tokens, or of more pieces than the encoder takes,
        is analysed in parts; the roots of the later parts then hang on the first.
        """
        with torch.inference_mode():
            parts, rows, twins = self._rows(sentences)
            found: list[Any] = [None] * len(rows)
            for batch in self._batches(rows):
                run = self._run([rows[number] for number in batch])
                for number, columns in zip(batch, run, strict=True):
                    found[number] = columns
        done = []
        for numbers in parts:
            named = [found[n].with_names(found[twins.get(n, n)]) for n in numbers]
            done.append(named[0] if len(named) == 1 else Columns.joined(named))
        return self._with_lemmas(done, sentences)

    def _rows(
        self, sentences: Sequence[Sequence[str]]
    ) -> tuple[list[list[int]], list[Row], dict[int, int]]:
        """Return the rows of each sentence, all rows, and which row to take names from.

        Stanza's tagger and parser read a run of question or exclamation marks as one mark, and its
        entity model reads it as it is: a part with such a run makes two rows.
        """
        words = [_SURROGATE.sub("\ufffd", w[:LONGEST]) for s in sentences for w in s]
        simple = self._simple(words)
        pieces, features = self._lexicon.look_up(words)
        other = self._lexicon.look_up(simple) if simple is not words else (pieces, features)
        parts: list[list[int]] = []
        rows: list[Row] = []
        twins: dict[int, int] = {}
        at = 0
        for sentence in sentences:
            numbers = []
            for size in self._cuts(sentence, [len(pieces[at + i]) for i in range(len(sentence))]):
                here = slice(at, at + size)
                numbers.append(len(rows))
                rows.append(row_of(self._ends, other[0][here], other[1][here]))
                if words[here] != simple[here] and self._namer and self._tagger:
                    twins[len(rows) - 1] = len(rows)
                    rows.append(row_of(self._ends, pieces[here], features[here]))
                at += size
            parts.append(numbers)
        return parts, rows, twins

    def _simple(self, words: list[str]) -> list[str]:
        """Return the words with runs of marks made one, or the very list where there are none."""
        if self._tagger is None:
            return words
        changed = {w: _one_mark(w) for w in set(words) if len(w) > 1 and _MARKS.issuperset(w)}
        return [changed.get(word, word) for word in words] if changed else words

    def _cuts(self, words: Sequence[str], pieces: list[int]) -> Iterator[int]:
        """Yield how many words of a sentence go into each part."""
        room = self._encoder.most - 2
        while len(words) > LONGEST_SENTENCE or sum(pieces) > room:
            fits = int(np.searchsorted(np.cumsum(pieces), room, side="right"))
            cut = clause_end(words[: min(fits, LONGEST_SENTENCE)])
            yield cut
            words, pieces = words[cut:], pieces[cut:]
        yield len(words)

    def _batches(self, rows: Sequence[Row]) -> Iterator[list[int]]:
        """Yield numbers of rows, rows of like length together, of a bounded number of pieces."""
        batch: list[int] = []
        room = MOST_PIECES
        for number in sorted(
            range(len(rows)), key=lambda n: (len(rows[n].pieces), len(rows[n].last))
        ):
            size = len(rows[number].pieces)
            if batch and size > room:
                yield batch
                batch, room = [], MOST_PIECES
            batch.append(number)
            room -= size
        if batch:
            yield batch

    def _run(self, rows: Sequence[Row]) -> list[Columns]:
        """Return the columns, all but the lemmas, of rows sorted by length."""
        laid = Rows([len(row.pieces) for row in rows], self._device)
        ids = np.zeros(laid.places, dtype=np.int64)
        flat = [piece for row in rows for piece in row.pieces]
        ids[: len(flat)] = flat
        states = self._encoder(torch.from_numpy(ids).to(self._device), laid)
        states = [state.cpu() for state in states]

        sizes = [len(row.last) for row in rows]
        last = np.zeros(
            (len(rows), 1 + max(sizes)), dtype=np.int64
        )  # the root reads the first piece
        for number, row in enumerate(rows):
            last[number, 1 : 1 + len(row.last)] = row.last
        last += laid.starts[:, None]
        states_of_words = held(states, laid.starts, rows)
        words = Grid(sizes)
        starts = np.cumsum([0, *sizes[:-1]])
        letters = torch.cat([row.features for row in rows])
        letters = letters.index_select(0, torch.from_numpy(starts[words.row] + words.step))
        places = torch.from_numpy(last[words.row, words.step + 1])
        tags: list[Any] = [None] * len(rows)
        trees, names = tags, tags
        if self._tagger is not None and self._parser is not None:
            mixed = self._mixed(states, places, Tagger)
            tagged = self._tagger(torch.cat([letters[:, : self._own], mixed], 1), words)
            tags = [
                [tagged[n] for n in row[:size]]
                for row, size in zip(words.place, sizes, strict=True)
            ]
            rooted = Grid([size + 1 for size in sizes])
            places_too = torch.from_numpy(last[rooted.row, rooted.step])
            trees = self._trees(self._mixed(states, places_too, Parser), rooted, laid.runs)
        if self._namer is not None:
            mixed = self._mixed(states, places, Namer)
            own = letters[:, self._own :] if self._tagger is not None else letters
            names = self._namer(torch.cat([mixed, own], 1), words)
        return list(map(_columns, sizes, tags, trees, names, states_of_words))

    def _mixed(self, states: Sequence[Tensor], places: Tensor, head: type) -> Tensor:
        """Return the sum of the states that a head reads, at some places."""
        first, *others = zip(states, self._shares[head], strict=True)
        mixed: Tensor = first[0].index_select(0, places).mul_(first[1])
        for state, share in others:
            mixed.add_(state.index_select(0, places), alpha=share)
        return mixed

    def _trees(
        self, rows: Tensor, grid: Grid, runs: Sequence[Run]
    ) -> list[tuple[list[int], list[str]]]:
        """Return heads and relations of every sentence."""
        if self._parser is None:
            raise AssertionError("only the parser asks for trees")
        arcs, relations = self._parser(rows, grid, runs)
        sizes = [size - 1 for size in grid.sizes]
        heads = np.zeros((len(sizes), max(sizes) + 1), dtype=np.int64)
        for run, scores in zip(runs, arcs, strict=True):
            part = slice(run.first, run.first + run.count)
            found = best_trees(scores, sizes[part])[:, : heads.shape[1]]
            heads[part, : found.shape[1]] = found
        row, word = np.nonzero(np.arange(1, heads.shape[1]) <= np.asarray(sizes)[:, None])
        word += 1
        wanted = grid.place[row, heads[row, word]]
        labels = np.full(heads.shape, -1)
        labels[row, word] = relations(grid.place[row, word], wanted[:, None])[:, 0].argmax(1)
        names = self._decoder.labels
        trees = [
            (heads[n, 1 : size + 1].tolist(), [names[k] for k in labels[n, 1 : size + 1].tolist()])
            for n, size in enumerate(sizes)
        ]
        each = [scores[n] for scores in arcs for n in range(len(scores))]
        for n in self._decoder.clashing(heads, labels):
            size = sizes[n] + 1
            every = np.tile(grid.place[n, :size], (size, 1))
            own = each[n][:size, :size].copy()
            np.fill_diagonal(own, -np.inf)
            mended = self._decoder.decode(log_softmax(own), relations(grid.place[n, :size], every))
            trees[n] = [head for head, _ in mended], [name for _, name in mended]
        return trees

    def _with_lemmas(
        self, done: list[Columns], sentences: Sequence[Sequence[str]]
    ) -> list[Columns]:
        if self._tagger is None:
            return done
        pairs = [
            (text, upos or "")
            for texts, columns in zip(sentences, done, strict=True)
            for text, upos in zip(texts, columns.upos, strict=True)
        ]
        with torch.inference_mode():
            lemmas: list[str | None] = [*self._lemmas.look_up(pairs)]
        out = []
        at = 0
        for columns in done:
            out.append(columns._replace(lemma=lemmas[at : at + len(columns.upos)]))
            at += len(columns.upos)
        return out


def _one_mark(word: str) -> str:
    """Return one plain mark for a run of them, of the kind that comes first, as Stanza does."""
    return "?" if word[0] in "?？︖﹖⁇" else "!"


def _columns(
    size: int,
    tags: list[Tags] | None,
    tree: tuple[list[int], list[str]] | None,
    names: Names | None,
    states: list[bytes],
) -> Columns:
    nothing: list[Any] = [None] * size
    upos, xpos, feats = zip(*tags, strict=True) if tags else (nothing, nothing, nothing)
    heads, relations = tree if tree is not None else (nothing, nothing)
    return Columns(
        nothing,
        list(upos),
        list(xpos),
        list(feats),
        heads,
        relations,
        names.tags if names else ["O"] * size,
        states,
        names.senses if names else nothing,
    )

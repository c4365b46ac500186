"""Tag, lemmatize and parse sentences in batches that run the shared encoder once.

Results do not depend on the company a sentence keeps: sentences share a batch only when they
fill the same multiple of `WIDTH` word pieces, so each is padded the same wherever it comes, and
small batches are filled up, because libraries multiply very small matrices another way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import torch

from .encoder import WIDTH
from .layers import Word
from .segment import LONGEST_SENTENCE, clause_end
from .trees import Decoder

MOST_PIECES = 3200
MOST_SENTENCES = 96  # Stanza splits batches of more than 128 and the encoder would run again
_FEWEST_WORDS = 32
_FILLER = ("The", "man", "saw", "a", "new", "house", "in", "the", "city", "last", "year", ".")
_LONGEST = 101  # characters; the encoder takes no word of more than 100 apart
_REMEMBERED = 50_000
_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character: no tokenizer takes it


def in_parts(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield a sentence in parts of at most `LONGEST_SENTENCE` tokens, cut behind a clause."""
    while len(words) > LONGEST_SENTENCE:
        cut = clause_end(words)
        yield words[:cut]
        words = words[cut:]
    yield words


def joined(parts: Sequence[list[Word]]) -> list[Word]:
    """Return the words of the parts as one tree."""
    words = list(parts[0])
    root = next((place for place, word in enumerate(words, 1) if not word.head), 0)
    for part in parts[1:]:
        shift = len(words)
        words += [
            word._replace(head=word.head + shift)
            if word.head
            else word._replace(head=root, deprel="parataxis")
            for word in part
        ]
    return words


class _NoLoss(torch.nn.Module):
    """Stand in for the CRF where only its transitions are wanted, not the loss of a guess."""

    def __init__(self, crf: Any) -> None:
        super().__init__()
        self._transitions = crf._transitions

    def forward(self, *_: Any) -> tuple[float, Any]:
        """Return no loss, and the transitions."""
        return 0.0, self._transitions


class Annotator:
    """Run the tagger, the lemmatizer, the parser and the entity model of a pipeline.

    Args:
        pipeline: A `stanza.Pipeline` whose encoder is a SharedEncoder.
    """

    def __init__(self, pipeline: Any) -> None:
        from stanza.models.common.doc import Document
        from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
        from stanza.models.depparse.data import DataLoader as ParseLoader
        from stanza.models.depparse.trainer import unpack_batch
        from stanza.models.ner.data import DataLoader as NerLoader
        from stanza.models.pos.data import Dataset as TagData

        parts = pipeline.processors
        self._lemma = parts["lemma"]
        self._tags, self._parse, self._ner = (
            parts[name].trainer for name in ("pos", "depparse", "ner")
        )
        empty: Any = Document([])
        self._tag_data = TagData(
            empty, self._tags.args, None, vocab=self._tags.vocab, evaluation=True
        )
        self._parse_data = ParseLoader(
            empty, 1, self._parse.args, None, vocab=self._parse.vocab, evaluation=True
        )
        self._ner_data = NerLoader(
            empty, 1, self._ner.args, vocab=self._ner.vocab, evaluation=True, preprocess_tags=False
        )
        self._unpack = unpack_batch
        relations = self._parse.vocab["deprel"]
        self._decoder = Decoder(relations.unmap(list(range(VOCAB_PREFIX_SIZE, len(relations)))))
        self._ner.model.crits = torch.nn.ModuleList(map(_NoLoss, self._ner.model.crits))
        self._tokenizer = self._ner.model.bert_tokenizer
        self._lemmas: dict[tuple[str, str], str] = {}

    def annotate(self, sentences: Sequence[Sequence[str]]) -> list[list[Word]]:
        """Return one Word per token of every sentence, in order.

        A sentence of more than `LONGEST_SENTENCE` tokens is analysed in parts; the roots of the
        later parts then hang on the first.
        """
        parts = [list(in_parts(sentence)) for sentence in sentences]
        found = iter(self._annotate([words for sentence in parts for words in sentence]))
        return [joined([next(found) for _ in sentence]) for sentence in parts]

    def _annotate(self, sentences: Sequence[Sequence[str]]) -> list[list[Word]]:
        short = [
            [_SURROGATE.sub("\ufffd", word[:_LONGEST]) for word in sentence]
            for sentence in sentences
        ]
        out: list[list[Word]] = [[] for _ in short]
        with torch.no_grad():
            for batch in self._batches(short):
                for index, words in zip(batch, self._run([short[i] for i in batch]), strict=True):
                    out[index] = words
        return self._with_lemmas(out, sentences)

    def _batches(self, sentences: Sequence[Sequence[str]]) -> list[list[int]]:
        """Return indices grouped by padded length in word pieces, each group in bounds."""
        if not sentences:
            return []
        pieces = self._tokenizer(list(sentences), is_split_into_words=True)["input_ids"]
        groups: dict[int, list[int]] = {}
        for index, ids in enumerate(pieces):
            groups.setdefault(-(-len(ids) // WIDTH), []).append(index)
        batches = []
        for width, members in sorted(groups.items()):
            most = max(1, min(MOST_SENTENCES, MOST_PIECES // (width * WIDTH)))
            batches += [members[i : i + most] for i in range(0, len(members), most)]
        return batches

    def _run(self, sentences: list[list[str]]) -> list[list[Word]]:
        size = len(sentences)
        if sum(map(len, sentences)) < _FEWEST_WORDS:
            sentences = [*sentences, *([list(_FILLER)] * (_FEWEST_WORDS // len(_FILLER) + 1))]
        tags = self._run_tags(sentences)
        arcs = self._run_parser(sentences)
        entities = self._run_ner(sentences)
        return [
            [
                Word("", tag[0], tag[1], tag[2], int(arc[0]), arc[1], entity)
                for tag, arc, entity in zip(tags[i], arcs[i], entities[i], strict=True)
            ]
            for i in range(size)
        ]

    def _rows(self, sentences: list[list[str]]) -> list[list[list[Any]]]:
        from stanza.models.common.utils import simplify_punct

        rows = [[[word, "_", "_", "_", "_", 0, "_"] for word in words] for words in sentences]
        simple: list[list[list[Any]]] = simplify_punct(rows)
        return simple

    def _run_tags(self, sentences: list[list[str]]) -> list[Any]:
        data = self._tag_data
        data.data = data.preprocess(self._rows(sentences), data.vocab, None, data.args)
        batch = data.collate_fn([data[i] for i in range(len(sentences))])
        predicted: list[Any] = self._tags.predict(batch)
        return predicted

    def _run_parser(self, sentences: list[list[str]]) -> list[Any]:
        data, model = self._parse_data, self._parse.model.eval()
        records = data.dataset.preprocess(
            self._rows(sentences), self._parse.vocab, None, self._parse.args
        )
        inputs, order, *rest = self._unpack(data.collate(records), self._parse.model.get_device())
        scores, labels, *_ = model.forward_scores(*inputs, *rest)
        arcs = torch.log_softmax(scores, 2).cpu().numpy()
        labels = labels.cpu().numpy()
        found: list[Any] = [None] * len(sentences)
        for row, index in enumerate(order):
            size = len(sentences[index]) + 1
            found[index] = self._decoder.decode(arcs[row, :size, :size], labels[row, :size, :size])
        return found

    def _run_ner(self, sentences: list[list[str]]) -> list[Any]:
        data = self._ner_data
        rows = [[(word, ("O",)) for word in words] for words in sentences]
        data.data = [data.preprocess(rows, self._ner.vocab, self._ner.args)]
        predicted: list[Any] = self._ner.predict(data[0])
        return predicted

    def _with_lemmas(
        self, annotated: list[list[Word]], sentences: Sequence[Sequence[str]]
    ) -> list[list[Word]]:
        pairs = [
            (text, word.upos or "")
            for texts, words in zip(sentences, annotated, strict=True)
            for text, word in zip(texts, words, strict=True)
        ]
        lemmas = iter(self._look_up(pairs))
        return [[word._replace(lemma=next(lemmas)) for word in words] for words in annotated]

    def _look_up(self, pairs: list[tuple[str, str]]) -> list[str]:
        """Return lemmas; the lemmatizer sees each new word and tag once, in sorted order."""
        from stanza.models.common.doc import Document

        new = sorted({pair for pair in pairs if pair not in self._lemmas})
        if len(self._lemmas) + len(new) > _REMEMBERED:
            self._lemmas.clear()
            new = sorted(set(pairs))
        if new:
            rows = [[{"id": (1,), "text": text[:_LONGEST], "upos": upos}] for text, upos in new]
            done = self._lemma.process(Document(rows))
            found = (sentence.words[0].lemma for sentence in done.sentences)
            for pair, lemma in zip(new, found, strict=True):
                self._lemmas[pair] = pair[0] if len(pair[0]) >= _LONGEST else lemma
        return [self._lemmas[pair] for pair in pairs]

"""Build Stanza's own NER, POS and parser models on one shared encoder, and feed them.

The classes, vocabularies and collation are Stanza's, so that the saved files load in a plain
`stanza.Pipeline`; only sampling and optimization are ours.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from stanza.models.common.doc import Document
from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
from stanza.models.depparse.data import DataLoader as ParseLoader
from stanza.models.depparse.model import GraphParser
from stanza.models.depparse.trainer import unpack_batch as unpack_parse
from stanza.models.ner.data import DataLoader as NerLoader
from stanza.models.ner.model import NERTagger
from stanza.models.ner.trainer import unpack_batch as unpack_ner
from stanza.models.ner.vocab import MultiVocab as NerVocab
from stanza.models.pos.data import Dataset as TagData
from stanza.models.pos.model import Tagger
from stanza.models.pos.trainer import unpack_batch as unpack_tags
from stanza.models.pos.vocab import (
    CharVocab,
    CompositeVocab,
    FeatureVocab,
    MultiVocab,
    WordVocab,
)

from ..encoder.stanza_encoder import SharedEncoder
from .augmentation import vary_tagged, vary_tree
from .config import JointConfig
from .corpora import Tagged, Tree
from .head_arguments import NEVER, SHORT, ner_args, parse_args, tag_args


def _with_ones(states: torch.Tensor) -> torch.Tensor:
    return torch.cat([states, states.new_ones(states.size(0), 1)], 1)


def _row(tree: Tree) -> list[list[Any]]:
    return [[w.text, w.upos, w.xpos, w.feats, w.lemma, w.head, w.deprel] for w in tree.words]


@dataclass
class Heads:
    """The three models, their vocabularies and loaders.

    `ner_loss` and `syntax_losses` take sentences and return mean losses per word, with the
    graph attached.
    """

    ner: Any
    tags: Any
    parse: Any
    config: JointConfig
    _ner_data: Any
    _tag_data: Any
    _parse_data: Any

    @classmethod
    def build(
        cls,
        entities: Sequence[Tagged],
        trees: Sequence[Tree],
        encoder: SharedEncoder,
        tokenizer: Any,
        config: JointConfig,
    ) -> Heads:
        """Build untrained models whose vocabularies come from the given sentences."""
        chars = [[(word,) for word in s.words] for s in entities]
        chars += [[(w.text,) for w in tree.words] for tree in trees]
        char_vocab = CharVocab(chars, SHORT)
        shared = {"bert_model": encoder, "bert_tokenizer": tokenizer}

        n_args = ner_args(config)
        labels = [[((tag,),) for tag in s.tags] for s in entities]
        n_vocab = NerVocab(
            {"char": char_vocab, "tag": CompositeVocab(labels, SHORT, idx=0, sep=None)}
        )
        n_data = NerLoader(
            Document([]), 1, n_args, vocab=n_vocab, evaluation=False, preprocess_tags=False
        )

        rows = [_row(tree) for tree in trees]
        words = WordVocab(rows, SHORT, cutoff=NEVER, lower=True)
        upos = WordVocab(rows, SHORT, idx=1)
        xpos = WordVocab(rows, SHORT, idx=2)
        feats = FeatureVocab(rows, SHORT, idx=3)
        tag_vocab = {"char": char_vocab, "word": words, "upos": upos, "xpos": xpos, "feats": feats}
        t_args = tag_args(config)
        t_vocab = MultiVocab(tag_vocab)
        t_data = TagData(Document([]), t_args, None, vocab=t_vocab, evaluation=False)
        t_data.has_tags = dict.fromkeys(t_data.has_tags, True)

        p_args = parse_args(config)
        p_vocab = MultiVocab(
            {
                **tag_vocab,
                "char": CharVocab([[("a",)]], SHORT),
                "lemma": WordVocab(rows, SHORT, cutoff=NEVER, idx=4, lower=True),
                "deprel": WordVocab(rows, SHORT, idx=6),
            }
        )
        p_data = ParseLoader(Document([]), 1, p_args, None, vocab=p_vocab, evaluation=False)
        return cls(
            NERTagger(n_args, n_vocab, **shared),
            Tagger(t_args, t_vocab, **shared),
            GraphParser(p_args, p_vocab, **shared),
            config,
            n_data,
            t_data,
            p_data,
        )

    def ner_loss(self, sentences: Sequence[Tagged], rng: random.Random | None) -> torch.Tensor:
        """Return the CRF loss per word of one batch; `rng` draws the variants."""
        if rng is not None:
            sentences = [vary_tagged(s, self.config, rng) for s in sentences]
        data = [[(w, (t,)) for w, t in zip(s.words, s.tags, strict=True)] for s in sentences]
        self._ner_data.data = [self._ner_data.preprocess(data, self.ner.vocab, self.ner.args)]
        device = next(self.ner.parameters()).device
        inputs, _, word_idx, char_idx, lens, word_lens, char_lens, offsets = unpack_ner(
            self._ner_data[0], device
        )
        words, chars, mask, text_chars, tags = inputs
        loss, _, _ = self.ner(
            words,
            chars,
            mask,
            tags,
            word_idx,
            lens,
            word_lens,
            text_chars,
            offsets,
            char_lens,
            char_idx,
        )
        mean: torch.Tensor = loss * len(sentences) / sum(lens)
        return mean

    def syntax_losses(
        self, trees: Sequence[Tree], rng: random.Random | None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the tagger's and the parser's loss per word of one batch."""
        if rng is not None:
            trees = [vary_tree(tree, self.config, rng) for tree in trees]
        rows = [_row(tree) for tree in trees]
        device = next(self.tags.parameters()).device
        data = self._tag_data
        data.data = data.preprocess(rows, data.vocab, None, data.args)
        batch = data.collate_fn([data[i] for i in range(len(rows))])
        inputs, _, word_idx, lens, word_lens, text = unpack_tags(batch, device)
        tag_loss, _ = self.tags(*inputs, word_idx, lens, word_lens, text)

        records = self._parse_data.dataset.preprocess(rows, self.parse.vocab, None, self.parse.args)
        inputs, _, word_idx, lens, word_lens, text = unpack_parse(
            ParseLoader.collate(records), device
        )
        self.parse.bert_finetuning = True
        parse_loss = self._parse_loss(inputs, word_idx, lens, word_lens, text)
        return tag_loss, parse_loss

    def _parse_loss(
        self, inputs: list[Any], word_idx: Any, lens: Any, word_lens: Any, text: Any
    ) -> torch.Tensor:
        """Return what GraphParser's own loss returns, scoring labels of the gold arcs only."""
        mask, head, deprel = inputs[1], inputs[9], inputs[10]
        model = self.parse
        states = model.drop(model.embed(*inputs, word_idx, lens, word_lens, text))
        arcs = model.unlabeled(states, states).squeeze(3)
        size = arcs.size(1)
        diagonal = torch.eye(size, dtype=torch.bool, device=arcs.device)
        arcs = arcs.masked_fill(diagonal | mask.unsqueeze(1), -float("inf"))[:, 1:]
        target = head.masked_fill(mask[:, 1:], -1)
        loss = model.crit(arcs.reshape(-1, size), target.view(-1))

        scorer = model.deprel
        child = scorer.dropout(scorer.hidden_func(scorer.W1(states[:, 1:])))
        parent = scorer.dropout(scorer.hidden_func(scorer.W2(states)))
        parent = torch.gather(parent, 1, head.unsqueeze(2).expand(-1, -1, parent.size(2)))
        keep = ~mask[:, 1:]
        child, parent = _with_ones(child[keep]), _with_ones(parent[keep])
        bilinear = scorer.scorer.W_bilin
        mixed = torch.einsum("wi,ijo->wjo", child, bilinear.weight)
        labels = torch.einsum("wj,wjo->wo", parent, mixed) + bilinear.bias
        loss = loss + model.crit(labels, deprel[keep] - VOCAB_PREFIX_SIZE)
        mean: torch.Tensor = loss / sum(lens)
        return mean

    def models(self) -> dict[str, Any]:
        """Return the models by the name of their Stanza processor."""
        return {"ner": self.ner, "pos": self.tags, "depparse": self.parse}

"""
Build Stanza's NER, POS and parser models on one shared encoder, and compute their losses.

Classes, vocabularies and collation are Stanza's, so that the saved files load in a plain
`stanza.Pipeline`; sampling and optimization are not.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from stanza.models.common.doc import Document
from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
from stanza.models.depparse.data import DataLoader as ParserLoader
from stanza.models.depparse.model import GraphParser
from stanza.models.depparse.trainer import unpack_batch as unpack_parser_batch
from stanza.models.ner.data import DataLoader as NerLoader
from stanza.models.ner.model import NERTagger
from stanza.models.ner.trainer import unpack_batch as unpack_ner_batch
from stanza.models.ner.vocab import MultiVocab as NerVocab
from stanza.models.pos.data import Dataset as PosDataset
from stanza.models.pos.model import Tagger
from stanza.models.pos.trainer import unpack_batch as unpack_pos_batch
from stanza.models.pos.vocab import (
    CharVocab,
    CompositeVocab,
    FeatureVocab,
    MultiVocab,
    WordVocab,
)
from torch import Tensor

from ..encoder.stanza_encoder import StanzaEncoder
from .augmentation import vary_tagged, vary_tree
from .config import JointConfig
from .corpora import Tagged, Tree
from .head_arguments import NO_WORDS, SHORTHAND, ner_arguments, parser_arguments, pos_arguments


@dataclass
class TrainableHeads:
    """
    The three models with Stanza's data loaders.

    `ner_loss` and `syntax_losses` take sentences and return mean losses per word, with gradients.
    """

    ner: Any
    pos: Any
    parser: Any
    config: JointConfig
    _ner_data: Any
    _pos_data: Any
    _parser_data: Any

    @classmethod
    def build(
        cls,
        entities: Sequence[Tagged],
        trees: Sequence[Tree],
        encoder: StanzaEncoder,
        tokenizer: Any,
        config: JointConfig,
    ) -> TrainableHeads:
        """Build untrained models with the vocabularies of the given sentences."""
        chars = [[(word,) for word in sentence.words] for sentence in entities]
        chars += [[(word.text,) for word in tree.words] for tree in trees]
        char_vocab = CharVocab(chars, SHORTHAND)
        shared = {"bert_model": encoder, "bert_tokenizer": tokenizer}

        ner_args = ner_arguments(config)
        tags = [[((tag,),) for tag in sentence.tags] for sentence in entities]
        ner_vocab = NerVocab(
            {"char": char_vocab, "tag": CompositeVocab(tags, SHORTHAND, idx=0, sep=None)}
        )
        ner_data = NerLoader(
            Document([]), 1, ner_args, vocab=ner_vocab, evaluation=False, preprocess_tags=False
        )

        rows = [_row(tree) for tree in trees]
        vocabs = {
            "char": char_vocab,
            "word": WordVocab(rows, SHORTHAND, cutoff=NO_WORDS, lower=True),
            "upos": WordVocab(rows, SHORTHAND, idx=1),
            "xpos": WordVocab(rows, SHORTHAND, idx=2),
            "feats": FeatureVocab(rows, SHORTHAND, idx=3),
        }
        pos_args = pos_arguments(config)
        pos_vocab = MultiVocab(vocabs)
        pos_data = PosDataset(Document([]), pos_args, None, vocab=pos_vocab, evaluation=False)
        pos_data.has_tags = dict.fromkeys(pos_data.has_tags, True)

        parser_args = parser_arguments(config)
        parser_vocab = MultiVocab(
            {
                **vocabs,
                "char": CharVocab([[("a",)]], SHORTHAND),
                "lemma": WordVocab(rows, SHORTHAND, cutoff=NO_WORDS, idx=4, lower=True),
                "deprel": WordVocab(rows, SHORTHAND, idx=6),
            }
        )
        parser_data = ParserLoader(
            Document([]), 1, parser_args, None, vocab=parser_vocab, evaluation=False
        )
        return cls(
            NERTagger(ner_args, ner_vocab, **shared),
            Tagger(pos_args, pos_vocab, **shared),
            GraphParser(parser_args, parser_vocab, **shared),
            config,
            ner_data,
            pos_data,
            parser_data,
        )

    def models(self) -> dict[str, Any]:
        """Return the models by the name of their Stanza processor."""
        return {"ner": self.ner, "pos": self.pos, "depparse": self.parser}

    def ner_loss(self, sentences: Sequence[Tagged], rng: random.Random) -> Tensor:
        """Return the CRF loss per word of one batch of randomly varied sentences."""
        sentences = [vary_tagged(sentence, self.config, rng) for sentence in sentences]
        data = [
            [(word, (tag,)) for word, tag in zip(sentence.words, sentence.tags, strict=True)]
            for sentence in sentences
        ]
        self._ner_data.data = [self._ner_data.preprocess(data, self.ner.vocab, self.ner.args)]
        device = next(self.ner.parameters()).device
        inputs, _, word_idx, char_idx, lens, word_lens, char_lens, offsets = unpack_ner_batch(
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
        mean: Tensor = loss * len(sentences) / sum(lens)
        return mean

    def syntax_losses(self, trees: Sequence[Tree], rng: random.Random) -> tuple[Tensor, Tensor]:
        """Return the tagger's and the parser's loss per word of one batch of randomly varied trees."""
        rows = [_row(vary_tree(tree, self.config, rng)) for tree in trees]
        device = next(self.pos.parameters()).device
        data = self._pos_data
        data.data = data.preprocess(rows, data.vocab, None, data.args)
        batch = data.collate_fn([data[i] for i in range(len(rows))])
        inputs, _, word_idx, lens, word_lens, text = unpack_pos_batch(batch, device)
        pos_loss, _ = self.pos(*inputs, word_idx, lens, word_lens, text)

        records = self._parser_data.dataset.preprocess(
            rows, self.parser.vocab, None, self.parser.args
        )
        inputs, _, word_idx, lens, word_lens, text = unpack_parser_batch(
            ParserLoader.collate(records), device
        )
        self.parser.bert_finetuning = True
        return pos_loss, self._parser_loss(inputs, word_idx, lens, word_lens, text)

    def _parser_loss(
        self, inputs: list[Any], word_idx: Any, lens: Any, word_lens: Any, text: Any
    ) -> Tensor:
        """Return the loss of `GraphParser`, with relations scored for the gold arcs alone."""
        mask, head, deprel = inputs[1], inputs[9], inputs[10]
        model = self.parser
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
        is_word = ~mask[:, 1:]
        child, parent = _append_one(child[is_word]), _append_one(parent[is_word])
        bilinear = scorer.scorer.W_bilin
        partial = torch.einsum("wi,ijo->wjo", child, bilinear.weight)
        relations = torch.einsum("wj,wjo->wo", parent, partial) + bilinear.bias
        loss = loss + model.crit(relations, deprel[is_word] - VOCAB_PREFIX_SIZE)
        mean: Tensor = loss / sum(lens)
        return mean


def head_state(model: Any) -> dict[str, Tensor]:
    """Return the weights of a head, without those of the encoder."""
    return {
        name: value
        for name, value in model.state_dict().items()
        if name.split(".")[0] not in model.unsaved_modules
    }


def _row(tree: Tree) -> list[list[Any]]:
    return [[w.text, w.upos, w.xpos, w.feats, w.lemma, w.head, w.deprel] for w in tree.words]


def _append_one(states: Tensor) -> Tensor:
    return torch.cat([states, states.new_ones(states.size(0), 1)], 1)

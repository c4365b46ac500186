"""
Predict syntax and entities of sentences with one pass of the encoder.

The result of a sentence does not depend on the others: padding depends on the sentence alone
(`encoder.ragged_batch`), the kernels of products do not depend on the size of the batch
(`numerics.products`, `numerics.invariance`), and each call computes in one thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch

from ..conversion.columns import SentenceColumns, Tasks
from ..encoder.bert import BertEncoder
from ..encoder.calibration import ActivationRanges
from ..encoder.ragged_batch import RaggedBatch
from ..numerics.lstm import StepGrid
from ..numerics.precision import ComputeFormat
from .character_reader import CharacterReader
from .layer_mix import mix_layers
from .lemmas import Lemmatizer
from .ner import EntityColumns, EntityTagger
from .parser import Parser, TreeColumns
from .sentence_inputs import InputBuilder, SentenceInput, batches_by_length, quantize_states
from .tagger import Tagger, Tags
from .word_cache import WordCache


class Annotator:
    """
    Run tagger, lemmatizer, parser and entity model of a model folder.

    Args:
        trainers: What `loading.checkpoint.load_trainers` returns; those of the tasks are required.
        format: Number format of the encoder and of the hidden layers of the heads.
        ranges: Calibrated input ranges of the encoder, for a format with 8-bit integers.
        tasks: What to predict; at least one task.
        device: Device of the encoder; the heads are small and run on the CPU.
    """

    def __init__(
        self,
        trainers: Mapping[str, Any],
        format: ComputeFormat,
        ranges: ActivationRanges | None,
        tasks: Tasks,
        device: str = "cpu",
    ) -> None:
        self._tagger = self._parser = self._ner = None
        self._tagger_char_features = 0
        readers = []
        with torch.inference_mode():
            if tasks.syntax:
                trainer = trainers["pos"]
                model = trainer.model
                readers.append(
                    CharacterReader(model.charmodel, trainer.vocab["char"], model.trans_char)
                )
                self._tagger_char_features = model.trans_char.weight.size(0)
                self._tagger = Tagger(trainer, format)
                self._parser = Parser(trainers["depparse"], format)
                self._lemmatizer = Lemmatizer(trainers["lemma"], fixed_shapes=format.fixed_shapes)
            if tasks.entities:
                trainer = trainers["ner"]
                model = trainer.model
                readers.append(CharacterReader(model.charmodel, trainer.vocab["char"]))
                self._ner = EntityTagger(trainer, format)
            heads = [head for head in (self._tagger, self._parser, self._ner) if head]
            self._encoder = BertEncoder(
                model.bert_model.to(device),
                format.dtype,
                len(heads[0].layer_weights),
                ranges if format.int8 else None,
                fixed_shapes=format.fixed_shapes,
            )
        self._device = model.bert_model.device
        tokenizer = model.bert_tokenizer
        self._inputs = InputBuilder(
            WordCache(tokenizer, readers, fixed_shapes=format.fixed_shapes),
            (tokenizer.cls_token_id, tokenizer.sep_token_id),
            self._encoder.max_pieces,
            tasks,
        )

    def annotate(self, sentences: Sequence[Sequence[str]]) -> list[SentenceColumns]:
        """
        Return the columns of every sentence of words, in order.

        A sentence that is too long for the encoder, or has more tokens than `MAX_SENTENCE_TOKENS`, is
        annotated in parts, which are joined as `SentenceColumns.concatenate` says.
        """
        with torch.inference_mode():
            inputs, parts, entity_inputs = self._inputs.prepare(sentences)
            predicted: list[Any] = [None] * len(inputs)
            for batch in batches_by_length(inputs):
                columns_of_batch = self._annotate_batch([inputs[index] for index in batch])
                for index, columns in zip(batch, columns_of_batch, strict=True):
                    predicted[index] = columns
        annotated = []
        for indices in parts:
            same_sentence = [
                predicted[index].with_entities_of(predicted[entity_inputs.get(index, index)])
                for index in indices
            ]
            annotated.append(
                same_sentence[0]
                if len(same_sentence) == 1
                else SentenceColumns.concatenate(same_sentence)
            )
        return self._with_lemmas(annotated, sentences)

    def _annotate_batch(self, inputs: Sequence[SentenceInput]) -> list[SentenceColumns]:
        """Return the columns, without lemmas, of inputs sorted by length."""
        batch = RaggedBatch([len(row.pieces) for row in inputs], self._device)
        ids = np.zeros(batch.packed_size, dtype=np.int64)
        pieces = [piece for row in inputs for piece in row.pieces]
        ids[: len(pieces)] = pieces
        states = self._encoder(torch.from_numpy(ids).to(self._device), batch)
        states = [state.cpu() for state in states]

        sizes = [len(row.last_pieces) for row in inputs]
        # Packed index of the last piece of each word; the root, word 0, reads the first piece.
        last_pieces = np.zeros((len(inputs), 1 + max(sizes)), dtype=np.int64)
        for number, row in enumerate(inputs):
            last_pieces[number, 1 : 1 + len(row.last_pieces)] = row.last_pieces
        last_pieces += batch.starts[:, None]
        grid = StepGrid(sizes)
        word_pieces = torch.from_numpy(last_pieces[grid.row, grid.step + 1])
        characters = torch.cat([row.char_features for row in inputs])
        characters = characters.index_select(0, torch.from_numpy(grid.cell_sources()))

        nothing: list[Any] = [None] * len(inputs)
        tags, trees, entities = nothing, nothing, nothing
        if self._tagger is not None and self._parser is not None:
            mixed = mix_layers(states, self._tagger.layer_weights, word_pieces)
            own = characters[:, : self._tagger_char_features]
            flat_tags = self._tagger(torch.cat([own, mixed], 1), grid)
            tags = [
                [flat_tags[number] for number in numbers[:size]]
                for numbers, size in zip(grid.item_numbers, sizes, strict=True)
            ]
            rooted = StepGrid([size + 1 for size in sizes])
            rooted_pieces = torch.from_numpy(last_pieces[rooted.row, rooted.step])
            mixed = mix_layers(states, self._parser.layer_weights, rooted_pieces)
            trees = self._parser(mixed, rooted, batch.groups)
        if self._ner is not None:
            mixed = mix_layers(states, self._ner.layer_weights, word_pieces)
            own = characters[:, self._tagger_char_features :]
            entities = self._ner(torch.cat([mixed, own], 1), grid)
        word_states = quantize_states(states, batch.starts, inputs)
        return list(map(_columns, tags, trees, entities, word_states))

    def _with_lemmas(
        self, annotated: list[SentenceColumns], sentences: Sequence[Sequence[str]]
    ) -> list[SentenceColumns]:
        if self._tagger is None:
            return annotated
        pairs = [
            (text, upos or "")
            for words, columns in zip(sentences, annotated, strict=True)
            for text, upos in zip(words, columns.upos, strict=True)
        ]
        with torch.inference_mode():
            lemmas = iter(self._lemmatizer.look_up(pairs))
        return [
            columns._replace(lemma=[next(lemmas) for _ in columns.upos]) for columns in annotated
        ]


def _columns(
    tags: list[Tags] | None,
    tree: TreeColumns | None,
    entities: EntityColumns | None,
    states: list[bytes],
) -> SentenceColumns:
    columns = SentenceColumns.empty(len(states))._replace(state=states)
    if tags is not None and tree is not None:
        upos, xpos, feats = map(list, zip(*tags, strict=True))
        heads, relations = tree
        columns = columns._replace(upos=upos, xpos=xpos, feats=feats, head=heads, deprel=relations)
    if entities is not None:
        columns = columns._replace(ner=entities.tags, label_scores=entities.label_scores)
    return columns

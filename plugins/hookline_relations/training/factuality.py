"""
Train the factuality of events on UDS It-Happened.

    python -m hookline_relations.training.factuality uds_ih2.train.jsonl.gz uds_ih2.dev.jsonl.gz OUT.npz

Texts are annotated with the embedded model. The last 8 % of the training sentences choose the epoch;
the second file only measures.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch

from hookline import Document, Pipeline
from hookline_relations.encoder_states import document_states
from hookline_relations.events.cues import builtin_cues
from hookline_relations.events.factuality import FEATURES, cue_features, trigger_states
from hookline_relations.events.reports import ReportFinder
from hookline_relations.events.status import StatusReader
from hookline_relations.events.triggers import event_triggers
from hookline_relations.syntax.clauses import find_clauses
from hookline_relations.syntax.sentences import sentence_trees

HIDDEN, DROPOUT, DECAY, EPOCHS, BATCH, SEED = 64, 0.2, 1e-2, 25, 128, 1
HELD_BACK = 0.08
LEAST_SEEN = 20
"""The fewest examples with a cue of which the regression learns anything."""
JOINED_LEFT = re.compile(r"[.,;:!?%)]+|n['’]t|['’](s|m|d|re|ve|ll)", re.IGNORECASE)


class Examples(NamedTuple):
    """Inputs of shape [events, width + FEATURES], judgements, and the encoder of the states."""

    inputs: Any
    values: Any
    encoder: str


def read_examples(path: str) -> Examples:
    """Annotate the sentences of a file, and return the events whose triggers are found."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        sentences = [json.loads(line) for line in file]
    texts = [_text(sentence["tokens"]) for sentence in sentences]
    cues, inputs, judged, encoder = builtin_cues(), [], [], ""
    with Pipeline.from_config({"stages": [{"use": "stanza"}]}) as pipeline:
        docs = pipeline.stream(Document.from_text(text) for text, _ in texts)
        for sentence, (_, starts), doc in zip(sentences, texts, docs, strict=True):
            assert isinstance(doc, Document)
            assert doc.vectors is not None
            encoder = doc.vectors.model
            states = document_states(doc, encoder)
            wanted = {starts[event["token"]]: event["factuality"] for event in sentence["events"]}
            for tree in sentence_trees(doc):
                clauses = find_clauses(tree)
                reports = ReportFinder(tree, {clause.head: clause for clause in clauses}, cues)
                triggers = event_triggers(tree, clauses, cues)
                for word, status in StatusReader(tree, triggers, reports, cues).read().items():
                    if tree.words[word].start in wanted:
                        assert states is not None
                        row = trigger_states(states, tree, word), cue_features(tree, word, status)
                        inputs.append(np.concatenate(row))
                        judged.append(wanted[tree.words[word].start])
    return Examples(np.stack(inputs), np.array(judged, np.float32), encoder)


def _text(tokens: Sequence[str]) -> tuple[str, list[int]]:
    """Return the words of a sentence as text, and where each begins."""
    text, starts = "", []
    for token in tokens:
        if text and not JOINED_LEFT.fullmatch(token) and not text.endswith(("(", "$", "#")):
            text += " "
        starts.append(len(text))
        text += token
    return text, starts


def fit(train: Examples, test: Examples) -> dict[str, Any]:
    """Return the weights of the epoch that correlates best with the held-back judgements."""
    torch.manual_seed(SEED)
    rare = np.flatnonzero((train.inputs[:, -FEATURES:] != 0).sum(0) < LEAST_SEEN)
    rare += train.inputs.shape[1] - FEATURES
    for examples in (train, test):
        examples.inputs[:, rare] = 0
    mean, deviation = train.inputs.mean(0), train.inputs.std(0) + 1e-3
    cut = int(len(train.values) * (1 - HELD_BACK))
    rows = torch.tensor((train.inputs - mean) / deviation)
    judged = torch.tensor(train.values)
    network = torch.nn.Sequential(
        torch.nn.Dropout(DROPOUT),
        torch.nn.Linear(rows.shape[1], HIDDEN),
        torch.nn.ReLU(),
        torch.nn.Dropout(DROPOUT),
        torch.nn.Linear(HIDDEN, 1),
    )
    optimizer = torch.optim.AdamW(network.parameters(), 1e-3, weight_decay=DECAY)
    best, state = -1.0, network.state_dict()
    for _ in range(EPOCHS):
        network.train()
        order = torch.randperm(cut)
        for start in range(0, cut, BATCH):
            batch = order[start : start + BATCH]
            loss = torch.nn.functional.huber_loss(network(rows[batch])[:, 0], judged[batch])
            optimizer.zero_grad()
            # torch gives this method no types
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
        network.eval()
        with torch.no_grad():
            correlation = np.corrcoef(network(rows[cut:])[:, 0].numpy(), train.values[cut:])[0, 1]
        if correlation > best:
            best = correlation
            state = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    network.load_state_dict(state)
    with torch.no_grad():
        tested = network(torch.tensor((test.inputs - mean) / deviation))[:, 0].numpy()
    print(f"held back r {best:.3f}, test r {np.corrcoef(tested, test.values)[0, 1]:.3f}")  # noqa: T201  # its output
    hidden = state["1.weight"].numpy() / deviation
    hidden[:, rare] = 0
    cues = np.hstack([train.inputs[:, -FEATURES:], np.ones((len(train.inputs), 1))])
    ridge = np.linalg.solve(cues.T @ cues + np.eye(FEATURES + 1), cues.T @ train.values)
    return {
        "encoder": np.frombuffer(train.encoder.encode("ascii"), np.uint8),
        "hidden.weight": hidden.astype(np.float16),
        "hidden.bias": (state["1.bias"].numpy() - hidden @ mean).astype(np.float32),
        "output.weight": state["4.weight"].numpy()[0].astype(np.float32),
        "output.bias": state["4.bias"].numpy()[0].astype(np.float32),
        "cues.weight": ridge[:-1].astype(np.float32),
        "cues.bias": np.float32(ridge[-1]),
    }


if __name__ == "__main__":
    training, testing, output = sys.argv[1:]
    weights = fit(read_examples(training), read_examples(testing))
    with Path(output).open("wb") as file:
        np.savez_compressed(file, **weights)

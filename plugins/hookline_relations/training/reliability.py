"""
Train the reliability of open relations on treebanks.

    python -m hookline_relations.training.reliability OUT.json *.conllu.gz

The sentences of the treebanks are annotated with the embedded model. A statement of the predicted tree
is wrong if the annotated tree makes none with about the same words; sentences whose words differ are
left out. For a fifth of the sentences, which another model did not see, it prints how many wrong ones
are doubtful at limits that make a share of the others doubtful.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch

from hookline import Document, Pipeline, Sentence, Token
from hookline_relations.events.cues import builtin_cues
from hookline_relations.events.document_events import DocumentEvents
from hookline_relations.events.factuality import FactualityModel
from hookline_relations.mentions.resolver import MentionResolver
from hookline_relations.open.extraction import open_statements
from hookline_relations.open.reliability import Property, statement_properties
from hookline_relations.open.statements import Statement
from hookline_relations.syntax.clauses import find_clauses
from hookline_relations.syntax.rows import is_row
from hookline_relations.syntax.sentences import sentence_trees

ALIKE = 0.5
"""The least share of common words in each part of two statements that are the same."""
MIN_COUNT = 15
"""The least number of statements with a property and without it."""
MIN_SCORE = 0.65
"""The least score of a statement that is written by default."""
PENALTY = 40.0
FOLDS = 5
DOUBTFUL_SHARES = (0.05, 0.08, 0.1, 0.15)
SHIPPED_SHARE = 0.045


class Example(NamedTuple):
    """A statement of a predicted tree."""

    sentence: int
    properties: frozenset[Property]
    wrong: bool


def read_treebank(path: str) -> Iterator[Document]:
    """Yield a document with tokens for each sentence of a CoNLL-U file whose words lie in its text."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        blocks = file.read().split("\n\n")
    for block in blocks:
        lines = block.splitlines()
        texts = [line[9:] for line in lines if line.startswith("# text = ")]
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        if texts and rows:
            doc = _document(texts[0], [row for row in rows if row[0].isdigit()])
            if doc is not None:
                yield doc


def _document(text: str, rows: Sequence[Sequence[str]]) -> Document | None:
    tokens: list[Token] = []
    start = 0
    for row in rows:
        start = text.find(row[1], start)
        if start < 0 or text[tokens[-1].end if tokens else 0 : start].strip():
            return None  # words that are fused in the text
        head = int(row[6]) - 1 if row[6] != "0" else None
        end = start + len(row[1])
        lemma, upos, xpos, feats = row[2:6]
        tokens.append(Token(start, end, row[1], 0, lemma, upos, xpos, feats, head, row[7]))
        start = end
    doc = Document.from_text(text)
    return doc.with_layers(sentences=[Sentence(0, tokens[-1].end)], tokens=tokens)


def read_examples(paths: Sequence[str]) -> list[Example]:
    """Annotate the sentences of treebanks, and compare what both trees of each state."""
    annotated = [doc for path in paths for doc in read_treebank(path)]
    cues, factuality, examples = builtin_cues(), FactualityModel(), list[Example]()

    def statements(doc: Document) -> Iterator[tuple[Statement, frozenset[Property]]]:
        resolver = MentionResolver(doc.entities or (), doc.text, ())
        found = DocumentEvents(doc, cues, factuality)
        for tree in sentence_trees(doc):
            resolver.start_sentence(tree)
            if not is_row(tree, doc.text):
                clauses = find_clauses(tree)
                events = found.add(tree, clauses, resolver)
                for statement in open_statements(tree, clauses, events):
                    yield statement, frozenset(statement_properties(tree, statement))

    with Pipeline.from_config({"stages": [{"use": "stanza"}]}) as pipeline:
        results = pipeline.stream(doc.text for doc in annotated)
        for number, (known, doc) in enumerate(zip(annotated, results, strict=True)):
            assert isinstance(doc, Document)
            if [token[:2] for token in doc.tokens or ()] != [t[:2] for t in known.tokens or ()]:
                continue
            if any(token.sentence for token in doc.tokens or ()):
                continue
            known = known.with_layers(entities=list(doc.entities or ()))
            stated = [statement for statement, _ in statements(known)]
            examples += [
                Example(number, properties, not any(_alike(statement, other) for other in stated))
                for statement, properties in statements(doc)
                if statement.score >= MIN_SCORE
            ]
    return examples


def _alike(first: Statement, second: Statement) -> bool:
    """Return whether the parts of two statements have most of their words in common."""
    for words, others in zip(first[:3], second[:3], strict=True):
        union = {*words, *others}
        if union and len({*words} & {*others}) < ALIKE * len(union):
            return False
    return True


def fit(examples: Sequence[Example], names: Sequence[Property]) -> Any:
    """Return the weights of properties, of shape [names], fitted by L-BFGS; deterministic."""
    column = {name: index for index, name in enumerate(names)}
    cells = [
        (row, column[name])
        for row, example in enumerate(examples)
        for name in sorted(example.properties, key=repr)
        if name in column
    ]
    rows = torch.sparse_coo_tensor(
        torch.tensor(cells).T,
        torch.ones(len(cells), dtype=torch.float64),
        (len(examples), len(names)),
        check_invariants=True,
    )
    targets = torch.tensor([float(example.wrong) for example in examples], dtype=torch.float64)
    weight = torch.zeros(len(names), 1, dtype=torch.float64, requires_grad=True)
    bias = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        odds = torch.sparse.mm(rows, weight)[:, 0] + bias
        total = torch.nn.functional.binary_cross_entropy_with_logits(odds, targets, reduction="sum")
        total = total + PENALTY * (weight * weight).sum()
        total.backward()  # type: ignore[no-untyped-call]  # torch
        return total

    optimizer.step(loss)  # type: ignore[no-untyped-call]  # torch
    return weight.detach().numpy()[:, 0]


def train(examples: Sequence[Example]) -> dict[str, Any]:
    """Return the model file's content, and print figures of sentences that were held back."""
    counts = Counter(name for example in examples for name in example.properties)
    most = len(examples) - MIN_COUNT
    names = sorted((name for name, n in counts.items() if MIN_COUNT <= n <= most), key=repr)
    wrong = np.array([example.wrong for example in examples])
    _print(f"{len(examples)} statements, {wrong.sum()} wrong, {len(names)} properties")
    is_held = np.array([example.sentence % FOLDS == 0 for example in examples])
    seen = [example for example in examples if example.sentence % FOLDS]
    held = [example for example in examples if example.sentence % FOLDS == 0]
    doubts = _doubts(held, names, fit(seen, names))
    for share in DOUBTFUL_SHARES:
        limit = np.quantile(doubts[~wrong[is_held]], 1 - share)
        caught = (doubts > limit)[wrong[is_held]].mean()
        _print(f"held back: {share:.0%} of the right ones doubtful, {caught:.1%} of the wrong ones")
    weights = np.round(fit(examples, names), 3)
    limit = np.quantile(_doubts(examples, names, weights)[~wrong], 1 - SHIPPED_SHARE)
    triples = [
        [*name, float(weight)] for name, weight in zip(names, weights, strict=True) if weight
    ]
    return {"limit": round(float(limit), 3), "weights": triples}


def _doubts(examples: Sequence[Example], names: Sequence[Property], weights: Any) -> Any:
    by_name = dict(zip(names, weights.tolist(), strict=True))
    return np.array([sum(by_name.get(name, 0.0) for name in row.properties) for row in examples])


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    output, *treebanks = sys.argv[1:]
    model = train(read_examples(treebanks))
    lines = ",\n".join(json.dumps(triple, ensure_ascii=False) for triple in model["weights"])
    text = f'{{"limit": {model["limit"]}, "weights": [\n{lines}\n]}}\n'
    Path(output).write_text(text, encoding="utf-8")

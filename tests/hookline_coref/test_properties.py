"""Invariants of clusters for any output of a parser, and bounds on time."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hookline import Document, Entity, Sentence, Token, TokenVectors
from hookline.testing import check_stage
from hookline_coref import Coref
from hookline_coref.resolution.scorer import AntecedentScorer

WORDS = [
    *(
        "Ann",
        "Lee",
        "Peru",
        "WHO",
        "Acme",
        "Mr",
        "he",
        "she",
        "it",
        "they",
        "I",
        "we",
        "you",
        "his",
    ),
    *(
        "himself",
        "the",
        "both",
        "countries",
        "ministry",
        "said",
        "said",
        "“",
        "”",
        '"',
        "(",
        ")",
        ":",
    ),
    *("known", "as", "president", "not", "is", "who", "'s", ".", "\n"),
]
TAGS = ["NOUN", "PROPN", "VERB", "AUX", "ADJ", "ADP", "DET", "PRON", "PUNCT", "PART", "X", None]
RELATIONS = [
    *("nsubj", "obj", "obl", "nmod", "nmod:poss", "appos", "flat", "cop", "conj", "det", "amod"),
    *("compound", "root", "expl", "ccomp", "xcomp", "nmod:desc", None),
]
LABELS = ["PERSON", "LOC", "ORG", "NORP", "DATE", "MONEY", "MISC", "GPE"]
FEATS = ["Number=Sing", "Number=Plur", None]


def random_document(seed: int, words: int, id: str = "d", vectors: bool = True) -> Document:
    """Return a document of random words, tags, heads and entities."""
    choose = random.Random(seed)
    text, tokens, sentences = "", [], []
    while len(tokens) < words:
        first, start = len(tokens), len(text)
        for _ in range(choose.randint(1, 12)):
            form = choose.choice(WORDS)
            if form == "\n":
                text += form
                continue
            tokens.append((len(text), len(text) + len(form), form, len(sentences), first))
            text += form + choose.choice([" ", " ", ""])
        if len(tokens) > first:
            sentences.append(
                Sentence(start if text[start] != "\n" else tokens[first][0], tokens[-1][1])
            )
    made = []
    for start, end, form, sentence, _ in tokens:
        head = choose.choice([None, choose.randrange(len(tokens))])
        made.append(
            Token(start, end, form, sentence, choose.choice([form.lower(), None]), choose.choice(TAGS),
                  None, choose.choice(FEATS), head, choose.choice(RELATIONS))
        )  # fmt: skip
    entities, position = [], 0
    while position < len(made):
        size = choose.randint(1, 3)
        if choose.random() < 0.3 and position + size <= len(made):
            span = made[position].start, made[position + size - 1].end
            entities.append(Entity(*span, choose.choice(LABELS)))
        position += size
    layers = {"sentences": sentences, "tokens": made, "entities": entities}
    if vectors:
        rows = choose.randbytes(384 * len(made))
        layers["vectors"] = TokenVectors(AntecedentScorer().encoder, 384, rows)
    return Document.from_text(text, id).with_layers(**layers)


def run(docs):
    """Return what the stage makes of documents in one batch."""
    return list(Coref(Coref.read_options({})).process(docs))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 60), st.booleans())
def test_every_named_entity_is_in_one_cluster(seed, words, vectors):
    """Entities but dates and money point at the one cluster that mentions them; all is in order."""
    doc = random_document(seed, words, vectors=vectors)
    (result,) = run([doc])
    seen = {}
    starts = []
    for number, cluster in enumerate(result.clusters):
        assert cluster.name
        assert list(cluster.mentions) == sorted(cluster.mentions)
        starts.append(cluster.mentions[0].start)
        for mention in cluster.mentions:
            if mention.entity is not None:
                assert mention.kind == "name"
                assert seen.setdefault(mention.entity, number) == number
                assert mention[:2] == result.entities[mention.entity][:2]
        named = [m.entity for m in cluster.mentions if m.entity is not None]
        assert cluster.label in {result.entities[index].label for index in named}
    assert starts == sorted(starts)
    for index, (entity, before) in enumerate(zip(result.entities, doc.entities, strict=True)):
        assert entity._replace(cluster=None) == before
        assert entity.cluster == seen.get(index)
        assert (entity.cluster is None) == (entity.label in ("DATE", "MONEY"))


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 2**32), min_size=2, max_size=5), st.integers(1, 4))
def test_the_result_does_not_depend_on_the_batch(seeds, size):
    """Each document has the same clusters alone, in any batch, and twice."""
    docs = [random_document(seed, 40, f"d{number}") for number, seed in enumerate(seeds)]
    together = run(docs)
    parts = [
        item for first in range(0, len(docs), size) for item in run(docs[first : first + size])
    ]
    assert together == parts == run(docs)


def test_the_stage_keeps_its_contract():
    """The kit of the host finds nothing."""
    check_stage(Coref, documents=[random_document(seed, 80, f"r{seed}") for seed in range(4)])


@pytest.mark.parametrize("kind", ["one name", "new names", "pronouns", "short names", "nouns"])
def test_time_is_bounded(kind):
    """Twice as many mentions take about twice as long, whatever they are."""
    patterns = {
        "one name": lambda number: ("Ann Lee", "PERSON"),
        "new names": lambda number: (f"Ann Lee{number}", "PERSON"),
        "pronouns": lambda number: ("he", None) if number % 9 else ("Ann Lee", "PERSON"),
        "short names": lambda number: (
            (f"A{number % 3000} Lee", "PERSON") if number % 2 else ("Lee", "PERSON")
        ),
        "nouns": lambda number: ("ministry", None) if number % 3 else (f"Ministry {number}", "ORG"),
    }
    times = []
    for count in (2_000, 4_000):
        doc = repeated(patterns[kind], count)
        started = time.process_time()
        run([doc])
        times.append(time.process_time() - started)
    assert times[1] < 20
    assert times[1] < 3.2 * times[0] + 1


def repeated(pattern, count: int) -> Document:
    """Return a document of sentences such as "the X left", each with one mention."""
    text, tokens, sentences, entities = [], [], [], []
    position = 0
    for number in range(count):
        form, label = pattern(number)
        first, start = len(tokens), position
        parts = form.split()
        forms = ["the", *parts] if form == "ministry" else parts
        verb = first + len(forms)
        for index, word in enumerate([*forms, "left"]):
            head, rel, tag = (verb, "nsubj", "PROPN") if index == 0 else (first, "flat", "PROPN")
            if word == "left":
                head, rel, tag = None, "root", "VERB"
            elif word == "the":
                head, rel, tag = first + 1, "det", "DET"
            elif word == "ministry":
                head, rel, tag = verb, "nsubj", "NOUN"
            elif word == "he":
                tag = "PRON"
            token = Token(position, position + len(word), word, number, word.lower(), tag)
            tokens.append(token._replace(head=head, deprel=rel))
            text.append(word)
            position += len(word) + 1
        if label:
            entities.append(Entity(start, start + len(form), label))
        sentences.append(Sentence(start, position - 1))
    doc = Document.from_text(" ".join(text))
    return doc.with_layers(sentences=sentences, tokens=tokens, entities=entities)

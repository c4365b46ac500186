"""Invariants of relations for any output of a parser."""

import gc
import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hookline import Document, Entity, Sentence, Span, Token
from hookline_relations import Relations
from hookline_relations.syntax.sentences import sentence_trees
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.typed.schema import builtin_schema

WORDS = [
    "Ann",
    "Peru",
    "met",
    "leads",
    "said",
    "president",
    "of",
    "in",
    "between",
    "and",
    "which",
    "that",
    ",",
    "if",
    "not",
    "to",
    "was",
    "agreed",
    "Acme",
    "wife",
    "attack",
    "with",
    "“",
    "”",
    "(",
    ")",
    "the",
    "'s",
    "including",
]
TAGS = [
    "NOUN",
    "PROPN",
    "VERB",
    "AUX",
    "ADJ",
    "ADP",
    "DET",
    "PRON",
    "CCONJ",
    "SCONJ",
    "PUNCT",
    "PART",
    "ADV",
    "NUM",
    "X",
]
RELS = [
    "nsubj",
    "nsubj:pass",
    "obj",
    "iobj",
    "obl",
    "obl:agent",
    "obl:unmarked",
    "nmod",
    "nmod:poss",
    "nmod:desc",
    "appos",
    "acl",
    "acl:relcl",
    "advcl",
    "ccomp",
    "xcomp",
    "conj",
    "cc",
    "case",
    "mark",
    "aux",
    "aux:pass",
    "cop",
    "det",
    "amod",
    "compound",
    "compound:prt",
    "flat",
    "punct",
    "advmod",
    "parataxis",
    "root",
    "dep",
    "fixed",
    "expl",
    "csubj",
    "nummod",
]
LABELS = ("PERSON", "LOC", "ORG", "NORP", "DATE", "FAC")


def random_document(seed: int, length: int, sentences: int = 1, loops: bool = False) -> Document:
    """Return a document of random, non-projective trees; with `loops` heads may form cycles."""
    draw = random.Random(seed)
    text, tokens, spans, entities = "", [], [], []
    for number in range(sentences):
        first, start = len(tokens), len(text)
        for index in range(length):
            word = draw.choice(WORDS)
            head = draw.randrange(length) if loops else draw.randrange(index) if index else None
            offset = len(text)
            text += word + " "
            tokens.append(
                Token(
                    offset,
                    offset + len(word),
                    word,
                    number,
                    draw.choice((word, None, "meet", "attack", "minister")),
                    draw.choice((*TAGS, None)),
                    draw.choice(("VBN", "VBG", "MD", "WDT", None)),
                    draw.choice(("VerbForm=Fin", None)),
                    None if head is None else first + head,
                    draw.choice((*RELS, None)),
                )
            )
            if draw.random() < 0.3:
                entities.append(Entity(offset, offset + len(word), draw.choice(LABELS)))
        text = text.rstrip(" ")
        spans.append(Sentence(start, len(text)))
        text += "\n"
    return Document.from_text(text).with_layers(sentences=spans, tokens=tokens, entities=entities)


def process(*docs: Document) -> list[Document]:
    return list(Relations(Relations.read_options({"threshold": 0})).process(docs))


def check(doc: Document) -> None:
    starts = {token.start for token in doc.tokens}
    ends = {token.end for token in doc.tokens}
    for relation in doc.relations:
        start, end = doc.sentences[relation.sentence]
        assert relation.object is not None
        for mention in (relation.subject, relation.predicate, relation.object):
            if not isinstance(mention, Span):
                continue
            pieces = mention.pieces or (mention[:2],)
            assert start <= mention.start < mention.end <= end
            assert (pieces[0][0], pieces[-1][1]) == mention[:2]
            assert len(mention.pieces) != 1
            assert all(first[1] < second[0] for first, second in pairwise(pieces))
            assert {piece[0] for piece in pieces} <= starts
            assert {piece[1] for piece in pieces} <= ends
            assert mention.entity is None or 0 <= mention.entity < len(doc.entities)
        if builtin_schema().type(relation.type).symmetric:
            assert relation.subject.start <= relation.object.start
    keys = [(item.type, item.subject, item.predicate, item.object) for item in doc.relations]
    assert len(keys) == len(set(keys))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 40), st.integers(1, 3), st.booleans())
def test_every_span_lies_in_its_sentence(seed, length, sentences, loops):
    """Spans consist of words of their sentence, for any heads, tags and lemmas."""
    (doc,) = process(random_document(seed, length, sentences, loops))
    check(doc)


@pytest.mark.parametrize(("seed", "loops"), [(7, False), (7, True), (59, True)])
def test_long_sentence_is_bounded(seed, loops):
    """A sentence of 500 words ends, with a bounded number of relations."""
    (doc,) = process(random_document(seed, 500, loops=loops))
    check(doc)
    assert len([item for item in doc.relations if item.type == "open"]) <= 400


def test_chain_of_500_verbs_is_bounded(document):
    """A chain in which each verb governs the next is processed in bounded time."""
    row = " ".join(f"go/VERB:VB/{head}/xcomp" for head in range(1, 500))
    (doc,) = process(document(f"Ann/PROPN/2/nsubj go/VERB/0/root {row} Bob/PROPN/500/obj"))
    check(doc)


def test_coordination_of_500_names_is_bounded(document):
    """A list of hundreds of subjects does not make a relation of each pair."""
    rest = " ".join(f"N{number}/PROPN/1/conj" for number in range(498))
    (doc,) = process(
        document(f"Ann/PROPN/500/nsubj {rest} met=meet/VERB/0/root", PERSON="Ann|N450")
    )
    check(doc)
    assert len(doc.relations) <= 400


def test_batch_makes_no_difference():
    """A document has the same relations alone and among others."""
    docs = [random_document(seed, 30, 2) for seed in range(6)]
    alone = [process(doc)[0] for doc in docs]
    assert process(*docs) == alone


def test_document_without_words_has_no_relations():
    """A document without words has an empty layer of relations."""
    (doc,) = process(Document.from_text("").with_layers(sentences=(), tokens=(), entities=()))
    assert doc.relations == ()


def test_nested_complements_are_bounded(document):
    """A noun with dozens of coordinated complements, each with its own, gives a bounded number."""
    words = ["Ann/PROPN/2/nsubj", "saw=see/VERB/0/root", "men=man/NOUN/2/obj"]
    for number in range(60):
        head = 3 if number % 3 == 0 else len(words)
        words += [f"of/ADP/{len(words) + 2}/case", f"N{number}/NOUN/{head}/nmod"]
        words += [f"and/CCONJ/{len(words) + 2}/cc", f"M{number}/NOUN/{len(words)}/conj"]
    (doc,) = process(document(" ".join(words)))
    check(doc)
    assert len(doc.relations) <= 50


def test_trees_are_built_one_by_one():
    """Few trees of a long document are in memory at a time."""
    tokens = [
        Token(number * 4, number * 4 + 3, "Ann", number, "Ann", "PROPN", "NNP", None, None, "root")
        for number in range(300)
    ]
    doc = Document.from_text("Ann " * 300).with_layers(
        sentences=[Sentence(token.start, token.end) for token in tokens], tokens=tokens
    )
    gc.collect()
    gc.freeze()  # so that only later objects are looked at
    try:
        assert max(_trees_alive() for _ in sentence_trees(doc)) <= 2
    finally:
        gc.unfreeze()


def _trees_alive():
    return sum(type(item) is SentenceTree for item in gc.get_objects())


def test_mark_that_is_read_as_an_opening_phrase_stays_where_it_is():
    """A parser may read a mark of punctuation as an oblique of the verb of saying."""
    rows = [
        ("–", "PUNCT", "-", 2, "obl"),
        ("Ann", "PROPN", "Ann", 2, "nsubj"),
        ("said", "VERB", "say", None, "root"),
        (",", "PUNCT", ",", 4, "punct"),
        ("won", "VERB", "win", 2, "ccomp"),
    ]
    words, start = [], 0
    for text, upos, lemma, head, deprel in rows:
        words.append(
            Token(start, start + len(text), text, 0, lemma, upos, None, None, head, deprel)
        )
        start += len(text) + 1
    tree = SentenceTree(0, 0, words, (), [None] * len(words))
    assert tree.heads == [2, 2, -1, 4, 2]

"""The sinks `conllu` and `conll`, read by Stanza, pyconll and spaCy."""

import pyconll
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hookline import Document, Entity, Sentence, Token
from hookline_conll import ConllSink, ConlluSink
from hookline_conll.entity_tags import entity_tags


def test_stanza_reads_what_the_sink_writes(annotated):
    """Words, tags, trees, offsets and entities are read back."""
    from stanza.utils.conll import CoNLL

    assert annotated.call("run", "c.yaml", "-o", "out.conllu").code == 0
    doc = CoNLL.conll2doc("out.conllu")
    first = doc.sentences[0]
    assert first.text == "Ana, née Roe leads Acme."
    assert [(w.text, w.lemma, w.upos, w.head, w.deprel) for w in first.words][3:6] == [
        ("Roe", "Roe", "PROPN", 1, "appos"), ("leads", "lead", "VERB", 0, "root"),
        ("Acme", "Acme", "PROPN", 5, "obj"),
    ]  # fmt: skip
    assert [(t.start_char, t.end_char) for t in first.tokens][:2] == [(0, 3), (3, 4)]
    first.build_ents()
    assert [(e.type, e.start_char, e.end_char) for e in first.ents] == [
        ("PERSON", 0, 12),
        ("ORG", 19, 23),
    ]
    assert doc.sentences[1].words[2].feats is None
    assert [token.text for token in doc.sentences[-1].tokens] == ["du", "pain"]


def test_pyconll_reads_what_the_sink_writes(annotated):
    """Blocks, comments and spaces follow the format."""
    assert annotated.call("run", "c.yaml", "-o", "out.conllu").code == 0
    sentences = list(pyconll.load_from_file("out.conllu"))
    assert [s.id for s in sentences] == [
        "d0-1",
        "d0-2",
        "d1-1",
        "d3-1",
    ]
    assert [s.text for s in sentences][1] == "She didn't go."
    full_stop = sentences[0][6]
    assert full_stop.misc["SpacesAfter"] == {"\\n\\n"}
    assert "SpaceAfter" in sentences[0][0].misc
    assert sentences[3][0].id == "1-2"


def test_spacy_reads_the_columns(annotated):
    """The converter of spaCy reads documents, sentences and entities."""
    from spacy.training.converters import conll_ner_to_docs

    assert annotated.call("run", "c.yaml", "-o", "out.conll").code == 0
    text = (annotated.folder / "out.conll").read_text()
    assert text.count("-DOCSTART- -X- O O") == 4
    docs = list(conll_ner_to_docs(text, no_print=True))
    entities = [(e.text, e.label_) for doc in docs for e in doc.ents]
    assert entities == [("Ana , née Roe", "PERSON"), ("Acme", "ORG"), ('Bo " B " Li', "PERSON")]


@pytest.mark.parametrize("name", ["out.conllu", "out.conll"])
def test_layers_are_required(project, name):
    """A config that provides no tokens is refused."""
    project.documents("in.jsonl", ["a"])
    project.config()
    result = project.call("run", "c.yaml", "-o", name)
    assert result.code == 2
    assert "needs tokens, which no stage provides" in result.err


def test_one_of_two_overlapping_entities_is_tagged():
    """It is the one that begins first, or the longer of two that begin together."""
    tokens = [Token(n * 2, n * 2 + 1, "x", 0) for n in range(6)]
    entities = [Entity(0, 1, "A"), Entity(0, 5, "B"), Entity(4, 9, "C"), Entity(8, 9, "D")]
    assert entity_tags(tokens, entities, "BIO") == ["B-B", "I-B", "I-B", "O", "B-D", "O"]
    assert entity_tags(tokens, entities, "BIOES") == ["B-B", "I-B", "E-B", "O", "S-D", "O"]


@settings(max_examples=50, deadline=None)
@given(
    words=st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=8),
    gap=st.text(" \n\t|", max_size=3),
)
def test_any_word_keeps_the_columns(words, gap):
    """Whatever characters a word has, the number of rows and columns stays the same."""
    text, tokens = "", []
    for word in words:
        tokens.append(Token(len(text), len(text) + len(word), word, 0, word, deprel="dep"))
        text += word + gap
    doc = Document.from_text(text).with_layers(
        sentences=[Sentence(0, len(text))], tokens=tokens, entities=[]
    )
    (chunk,) = ConlluSink(ConlluSink.read_options({"path": "x"})).encode([doc])
    rows = [line for line in chunk.decode().split("\n") if line and not line.startswith("# ")]
    assert [row.count("\t") for row in rows] == [9] * len(words)
    (chunk,) = ConllSink(ConllSink.read_options({"path": "x"})).encode([doc])
    rows = [line for line in chunk.decode().split("\n") if line]
    assert [len(row.split()) for row in rows] == [4] * (len(words) + 1)

"""Given tokens: the stage keeps the sentences and tokens of a reader and adds to them."""

import pytest

from hookline import Document, LayerError, Sentence, Token
from hookline_stanza.stage import StanzaStage
from hookline_stanza.tokenization.segmenter import LONGEST_SENTENCE

LINES = ["Angela Merkel can not visit Kenya .", "Rain in Lisbon"]


@pytest.fixture(scope="module")
def given():
    opened = StanzaStage(StanzaStage.read_options({"device": "cpu", "tokens": "given"}))
    yield opened
    opened.close()


def document(*lines):
    """Return a document whose tokens stand between spaces, a sentence a line."""
    text = "\n".join(lines)
    sentences, tokens, at = [], [], 0
    for number, line in enumerate(lines):
        start = at
        for word in line.split(" "):
            tokens.append(Token(at, at + len(word), word, number))
            at += len(word) + 1
        sentences.append(Sentence(start, at - 1))
    return Document.from_text(text).with_layers(sentences=sentences, tokens=tokens)


def test_given_tokens_are_declared_as_required():
    """Sentences and tokens are asked for, not provided."""
    declared = StanzaStage.declare(StanzaStage.read_options({"tokens": "given"}))
    assert declared.requires == {"sentences", "tokens"}
    assert declared.provides == {"syntax", "entities"}


def test_given_tokens_stay_and_gain_syntax_and_entities(given):
    """Spans, texts and sentences are kept; tags, lemmas, heads and entities are added."""
    doc = document(*LINES)
    (found,) = given.process([doc])
    assert found.sentences == doc.sentences
    assert [t[:4] for t in found.tokens] == [t[:4] for t in doc.tokens]
    assert all(t.upos and t.deprel and t.lemma for t in found.tokens)
    roots = [t.sentence for t in found.tokens if t.head is None]
    assert roots == [0, 1]
    assert found.tokens[0].head == 4
    assert [(found.text[e.start : e.end], e.label) for e in found.entities] == [
        ("Angela Merkel", "PERSON"),
        ("Kenya", "LOC"),
        ("Lisbon", "LOC"),
    ]


def test_words_of_a_fused_token_are_taken_by_their_own_text(given):
    """Words that share the characters of one token are analysed as what they say."""
    tokens = [Token(0, 4, "They", 0), Token(5, 11, "can", 0), Token(5, 11, "not", 0)]
    doc = Document.from_text("They cannot").with_layers(sentences=[Sentence(0, 11)], tokens=tokens)
    (found,) = given.process([doc])
    assert [t.lemma for t in found.tokens] == ["they", "can", "not"]


def test_document_without_tokens_is_refused(given):
    """A document that carries no tokens is refused with what to try."""
    with pytest.raises(LayerError, match=r"has no sentences: .*`tokens: make`"):
        list(given.process([Document.from_text("Rain.")]))


def test_endless_given_sentence_stays_one_tree(given):
    """A given sentence longer than the model takes keeps its tokens and has one root."""
    doc = document(" ".join(["the road and"] * LONGEST_SENTENCE))
    (found,) = given.process([doc])
    assert found.sentences == doc.sentences
    assert [t.head for t in found.tokens].count(None) == 1
    assert all(t.deprel for t in found.tokens)


def test_empty_sentences_and_documents_pass(given):
    """A document without a token, and a sentence without one, stay as they are."""
    empty = Document.from_text("").with_layers(sentences=[], tokens=[])
    hollow = document("Rain in Lisbon").with_layers(sentences=[Sentence(0, 14), Sentence(14, 14)])
    first, second = given.process([empty, hollow])
    assert first.tokens == first.entities == ()
    assert second.sentences == hollow.sentences
    assert len(second.tokens) == 3


def test_given_tokens_do_not_depend_on_company(given):
    """A document gets the same analysis alone and among others."""
    docs = [document(*LINES), document("Kenya Airways told Reuters ."), document(LINES[1])]
    assert list(given.process(docs)) == [out for doc in docs for out in given.process([doc])]

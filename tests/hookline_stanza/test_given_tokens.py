"""With `tokens: given`, the stage annotates the sentences and tokens that documents have."""

import pytest

from hookline import Document, LayerError, Sentence, Token
from hookline_stanza.stage import StanzaStage
from hookline_stanza.tokenization.segmenter import MAX_SENTENCE_TOKENS

LINES = ["Angela Merkel can not visit Kenya .", "Rain in Lisbon"]


@pytest.fixture(scope="module")
def given_stage():
    opened = StanzaStage(StanzaStage.read_options({"device": "cpu", "tokens": "given"}))
    yield opened
    opened.close()


def document(*lines):
    """Return a document with a sentence per line and tokens separated by spaces."""
    text = "\n".join(lines)
    sentences, tokens, position = [], [], 0
    for number, line in enumerate(lines):
        start = position
        for word in line.split(" "):
            tokens.append(Token(position, position + len(word), word, number))
            position += len(word) + 1
        sentences.append(Sentence(start, position - 1))
    return Document.from_text(text).with_layers(sentences=sentences, tokens=tokens)


def test_given_tokens_are_declared_as_required():
    """Sentences and tokens are required, not provided."""
    declared = StanzaStage.declare(StanzaStage.read_options({"tokens": "given"}))
    assert declared.requires == {"sentences", "tokens"}
    assert declared.provides == {"syntax", "entities"}


def test_syntax_and_entities_are_added_to_given_tokens(given_stage):
    """Spans, texts and sentences are kept; tags, lemmas, heads and entities are added."""
    doc = document(*LINES)
    (annotated,) = given_stage.process([doc])
    assert annotated.sentences == doc.sentences
    assert [t[:4] for t in annotated.tokens] == [t[:4] for t in doc.tokens]
    assert all(t.upos and t.deprel and t.lemma for t in annotated.tokens)
    roots = [t.sentence for t in annotated.tokens if t.head is None]
    assert roots == [0, 1]
    assert annotated.tokens[0].head == 4
    assert [(annotated.text[e.start : e.end], e.label) for e in annotated.entities] == [
        ("Angela Merkel", "PERSON"),
        ("Kenya", "LOC"),
        ("Lisbon", "LOC"),
    ]


def test_words_of_a_fused_token_are_read_by_their_text(given_stage):
    """Words that share the span of one token are annotated by their own text."""
    tokens = [Token(0, 4, "They", 0), Token(5, 11, "can", 0), Token(5, 11, "not", 0)]
    doc = Document.from_text("They cannot").with_layers(sentences=[Sentence(0, 11)], tokens=tokens)
    (annotated,) = given_stage.process([doc])
    assert [t.lemma for t in annotated.tokens] == ["they", "can", "not"]


def test_document_without_tokens_is_refused(given_stage):
    """The error for a document without tokens says what to try."""
    with pytest.raises(LayerError, match=r"has no sentences: .*`tokens: make`"):
        list(given_stage.process([Document.from_text("Rain.")]))


def test_very_long_given_sentence_is_one_tree(given_stage):
    """A sentence longer than the model's limit keeps its tokens and has one root."""
    doc = document(" ".join(["the road and"] * MAX_SENTENCE_TOKENS))
    (annotated,) = given_stage.process([doc])
    assert annotated.sentences == doc.sentences
    assert [t.head for t in annotated.tokens].count(None) == 1
    assert all(t.deprel for t in annotated.tokens)


def test_empty_sentences_and_documents_are_accepted(given_stage):
    """A document without tokens and a sentence without tokens are kept."""
    empty = Document.from_text("").with_layers(sentences=[], tokens=[])
    hollow = document("Rain in Lisbon").with_layers(sentences=[Sentence(0, 14), Sentence(14, 14)])
    first, second = given_stage.process([empty, hollow])
    assert first.tokens == first.entities == ()
    assert second.sentences == hollow.sentences
    assert len(second.tokens) == 3


def test_given_tokens_do_not_depend_on_other_documents(given_stage):
    """A document gets the same layers alone and with others."""
    docs = [document(*LINES), document("Kenya Airways told Reuters ."), document(LINES[1])]
    assert list(given_stage.process(docs)) == [
        out for doc in docs for out in given_stage.process([doc])
    ]

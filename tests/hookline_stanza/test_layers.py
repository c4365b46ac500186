"""Model output becomes layers of a document."""

from hookline import Document, Entity
from hookline_stanza.conversion.columns import SentenceAnalysis, SentenceColumns
from hookline_stanza.conversion.layers import MAX_TOKENS_WITH_STATES, add_layers, state_vectors


def test_heads_are_indices_in_the_whole_document():
    """The head of a token is its index among all tokens, None for a root."""
    doc = Document.from_text("Go on. Stop.")

    def columns(*heads):
        return SentenceColumns.empty(len(heads))._replace(head=heads)

    first = SentenceAnalysis([(0, 2), (3, 5), (5, 6)], columns(0, 1, 1), [])
    second = SentenceAnalysis([(7, 11), (11, 12)], columns(0, 1), [Entity(7, 11, "LOC")])
    annotated = add_layers(doc, [first, second], lambda _, entities, scores: list(entities))
    assert [token.head for token in annotated.tokens] == [None, 0, 0, None, 3]
    assert [token.sentence for token in annotated.tokens] == [0, 0, 0, 1, 1]
    assert annotated.sentences == ((0, 6), (7, 12))
    assert annotated.entities == (Entity(7, 11, "LOC"),)


def test_repeated_words_share_a_string():
    """The words of a long document are stored once."""
    doc = Document.from_text("Stop. Stop.")
    columns = SentenceColumns.empty(1)
    analyses = [SentenceAnalysis([(start, start + 4)], columns, []) for start in (0, 6)]
    first, second = add_layers(doc, analyses).tokens
    assert first.text == "Stop"
    assert first.text is second.text


def test_parts_of_a_sentence_are_joined_to_one_tree():
    """The roots of later parts depend on the root of the first."""

    def part(*heads):
        columns = SentenceColumns.empty(len(heads))
        return columns._replace(head=list(heads), deprel=["dep"] * len(heads))

    whole = SentenceColumns.concatenate([part(2, 0), part(0, 1), part(2, 0, 2)])
    assert whole.head == [2, 0, 2, 3, 6, 2, 6]
    assert whole.deprel == ["dep", "dep", "parataxis", "dep", "dep", "parataxis", "dep"]
    assert whole.ner == ["O"] * 7


def test_long_documents_have_no_vectors():
    """States of too many tokens are dropped; tokens without a state have zeros."""
    assert state_vectors("one", [b"ab", b""]) == ("one", 2, b"ab\0\0")
    assert state_vectors("one", [b"", b""]) is None
    assert state_vectors("one", [b"a"] * MAX_TOKENS_WITH_STATES) is not None
    assert state_vectors("one", [b"a"] * (MAX_TOKENS_WITH_STATES + 1)) is None

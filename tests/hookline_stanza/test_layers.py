"""From tags to layers: spans of fused words, of entities, and heads across sentences."""

from hookline import Document, Entity
from hookline_stanza.conversion.layers import (
    MOST_HELD,
    Analysis,
    Columns,
    entity_spans,
    vectors,
    with_layers,
    word_spans,
)


def test_words_that_spell_the_token_have_their_own_characters():
    """A fused token is shared out among its words."""
    assert word_spans((5, 10), ["do", "n't"], "They don't") == [(5, 7), (7, 10)]


def test_typographic_apostrophe_counts_as_straight():
    """Words match a token that differs only in the kind of apostrophe."""
    assert word_spans((5, 10), ["do", "n't"], "They don’t") == [(5, 7), (7, 10)]


def test_words_that_do_not_spell_the_token_share_its_span():
    """Words that cannot be told apart in the surface all get the token's span."""
    assert word_spans((0, 2), ["de", "el"], "el") == [(0, 2), (0, 2)]


def test_entities_of_whole_runs():
    """Single and longer runs of one label are entities."""
    spans = [(0, 2), (3, 5), (6, 8), (9, 11)]
    tags = ["S-LOC", "B-PERSON", "I-PERSON", "E-PERSON"]
    assert list(entity_spans(tags, spans)) == [Entity(0, 2, "LOC"), Entity(3, 11, "PERSON")]


def test_entity_of_a_run_without_a_beginning():
    """A run whose beginning is missing still counts, from its first tag."""
    spans = [(0, 2), (3, 5), (6, 8)]
    assert list(entity_spans(["O", "I-ORG", "E-ORG"], spans)) == [Entity(3, 8, "ORG")]


def test_heads_point_into_the_whole_document():
    """The head of a token is its place among all tokens, None for a root."""
    doc = Document.from_text("Go on. Stop.")

    def columns(*heads):
        size = len(heads)
        return Columns(
            ["x"] * size,
            ["X"] * size,
            *[[None] * size] * 2,
            heads,
            ["dep"] * size,
            "O" * size,
            [b""] * size,
            [None] * size,
        )

    first = Analysis([(0, 2), (3, 5), (5, 6)], columns(0, 1, 1), [])
    second = Analysis([(7, 11), (11, 12)], columns(0, 1), [Entity(7, 11, "LOC")])
    found = with_layers(doc, [first, second], lambda _, entities, senses: list(entities))
    assert [token.head for token in found.tokens] == [None, 0, 0, None, 3]
    assert [token.sentence for token in found.tokens] == [0, 0, 0, 1, 1]
    assert found.sentences == ((0, 6), (7, 12))
    assert found.entities == (Entity(7, 11, "LOC"),)


def test_a_word_that_comes_again_is_the_same_object():
    """Words of a long document take room once."""
    doc = Document.from_text("Stop. Stop.")
    columns = Columns(*[[None]] * 6, ["O"], [b""], [None])
    found = with_layers(doc, [Analysis([(at, at + 4)], columns, []) for at in (0, 6)])
    first, second = found.tokens
    assert first.text == "Stop"
    assert first.text is second.text


def test_parts_of_a_sentence_make_one_tree():
    """The roots of later parts hang on the first part's root."""

    def part(*heads):
        size = len(heads)
        nothing = [[None] * size] * 4
        deprels, tags, states = ["dep"] * size, ["O"] * size, [b""] * size
        return Columns(*nothing, list(heads), deprels, tags, states, [None] * size)

    whole = Columns.joined([part(2, 0), part(0, 1), part(2, 0, 2)])
    assert whole.head == [2, 0, 2, 3, 6, 2, 6]
    assert whole.deprel == ["dep", "dep", "parataxis", "dep", "dep", "parataxis", "dep"]
    assert whole.ner == ["O"] * 7


def test_states_of_too_many_tokens_are_left_out():
    """A long document carries no vectors; tokens without a state have zeros."""
    assert vectors("one", [b"ab", b""]) == ("one", 2, b"ab\0\0")
    assert vectors("one", [b"", b""]) is None
    assert vectors("one", [b"a"] * MOST_HELD) is not None
    assert vectors("one", [b"a"] * (MOST_HELD + 1)) is None

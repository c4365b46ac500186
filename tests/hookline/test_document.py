"""Documents and layers."""

import dataclasses
import datetime
import pickle

import numpy as np
import orjson
import pytest

from hookline import (
    Document,
    Edit,
    EditError,
    Entity,
    Event,
    Implied,
    LayerError,
    MetaError,
    Place,
    Relation,
    Sentence,
    Span,
    Token,
    TokenVectors,
    to_json,
    to_record,
)


def annotated():
    """Return a document with every layer, after an edit that shifted it."""
    doc = Document.from_text("  Ann met Bob.\nSubscribe!", id="x", meta={"url": "u"})
    doc = doc.edit([Edit(0, 2), Edit(14, 25, "", "newsletter")])
    return doc.with_layers(
        sentences=[Sentence(0, 12)],
        tokens=[Token(0, 3, "Ann", 0, "Ann", "PROPN", "NNP", "Number=Sing", None, "root")],
        entities=[Entity(0, 3, "PERSON"), Entity(8, 11, "PERSON")],
        relations=[
            Relation("meets", Span(0, 3, 0), Span(4, 7), Span(8, 11, 1), 0, "verb"),
            Relation(
                "open", Span(0, 3, 0), Implied(), Span(0, 11, pieces=((0, 3), (8, 11))), 0, "a"
            ),
        ],
    )


def test_a_document_cannot_be_changed():
    """Setting a field raises."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        Document.from_text("a").text = "b"


def test_an_edit_that_cuts_a_span_is_refused():
    """An edit that covers a part of an annotated span and more raises and says what to do."""
    doc = Document.from_text("Ann met Bo").with_layers(entities=[Entity(0, 3, "X")])
    with pytest.raises(EditError, match="the edit 1:5 cuts the span 0:3 of entities"):
        doc.edit([Edit(1, 5, "")])
    with pytest.raises(EditError, match="cuts the span 0:3"):
        doc.edit([Edit(0, 3, "")])


def test_the_spans_of_all_layers_move_with_an_edit():
    """Edits that replace whole spans, lie inside or outside them, move every layer along."""
    doc = Document.from_text("Ann Lee met Bo.").with_layers(
        sentences=[Sentence(0, 15)],
        tokens=[Token(0, 3, "Ann", 0), Token(4, 7, "Lee", 0), Token(8, 11, "met", 0)],
        entities=[Entity(0, 7, "PERSON"), Entity(12, 14, "PERSON")],
        relations=[Relation("meets", Span(0, 7, 0), Span(8, 11), Span(12, 14, 1), 0, "trial")],
    )
    edited = doc.edit([Edit(0, 7, "P1"), Edit(8, 8, "had "), Edit(12, 14, "Robert")])
    equal = doc.edit([Edit(8, 11, "saw")])
    assert [token.text for token in equal.tokens] == ["Ann", "Lee", "saw"]
    assert edited.text == "P1 had met Robert."
    assert edited.sentences == (Sentence(0, 18),)
    assert [(token.start, token.end, token.text) for token in edited.tokens] == [
        (0, 2, "P1"),
        (0, 2, "P1"),
        (7, 10, "met"),
    ]
    assert edited.entities == (Entity(0, 2, "PERSON"), Entity(11, 17, "PERSON"))
    (relation,) = edited.relations
    assert edited.text[relation.predicate.start : relation.predicate.end] == "met"
    assert [edited.to_raw(e.start, e.end) for e in edited.entities] == [(0, 7), (12, 14)]


def test_a_private_edit_takes_words_away_for_good():
    """The words are in neither text, raw text nor record; their offsets and the reason are."""
    doc = Document.from_text("Call Ann Lee now.", "d").edit(
        [Edit(5, 12, "PERSON", "name", private=True)]
    )
    assert doc.raw == "Call \u2588\u2588\u2588\u2588\u2588\u2588\u2588 now."
    record = to_record(doc, include=("raw",))
    assert "Ann" not in str(record)
    assert record["removed"] == [{"raw_start": 5, "raw_end": 12, "stage": "", "reason": "name"}]
    assert "Ann" not in repr(doc)
    assert b"Ann" not in pickle.dumps(doc)


def test_what_points_at_replaced_items_is_adjusted():
    """With items replaced, relations point at the new places, and at nothing that is gone."""
    doc = annotated()
    first, *others = doc.entities
    new = [Entity(first.end, first.end + 1, "MISC"), *others]
    indexes = {number: number for number in range(1, len(new))}
    with pytest.raises(LayerError, match="relations"):
        doc.with_replaced("entities", new, indexes)
    after = doc.with_replaced("entities", [first, *new], {0: 0, 1: 2})
    assert [relation.subject.entity for relation in after.relations] == [0, 0]
    assert after.relations[0].object.entity == 2


def test_removed_words_can_be_taken_away():
    """The words of earlier removals leave the raw text."""
    doc = Document.from_text("Call Ann. Hello.").edit([Edit(0, 10, reason="head")])
    after = doc.without_removed_words()
    assert after.raw == "█████████ Hello."
    assert after.removed[0].private


def test_metadata_cannot_be_changed_in_place():
    """Neither the mapping nor a list in it can be changed, so that no stage can reach into another."""
    doc = Document.from_text("a", meta={"tags": ["x"], "deep": {"k": 1}})
    for change in (
        lambda: doc.meta.update(a=1),
        lambda: doc.meta["tags"].append("y"),
        lambda: doc.meta["deep"].pop("k"),
    ):
        with pytest.raises(TypeError, match=r"use `doc\.with_meta"):
            change()
    assert pickle.loads(pickle.dumps(doc)) == doc
    assert doc.meta["tags"] + ["y"] == ["x", "y"]


def test_metadata_is_what_json_holds():
    """Dates, tuples and numbers of numpy become plain values; what JSON cannot represent names its key."""
    doc = Document.from_text("a").with_meta(
        day=datetime.date(2026, 1, 2), pair=(1, np.int64(2)), share=float("nan")
    )
    assert doc.meta == {"day": "2026-01-02", "pair": [1, 2], "share": None}
    with pytest.raises(MetaError, match=r"meta\.k\.names: JSON cannot represent set"):
        doc.with_meta(k={"names": {1}})


def test_items_of_a_wrong_type_are_named():
    """An item whose field has another type than its class says raises with its number."""
    with pytest.raises(LayerError, match=r"entities\[1\]: `end` of Entity: expected an integer"):
        Document.from_text("abc").with_layers(
            entities=[Entity(0, 1, "X"), Entity(1, np.int64(2), "X")]
        )


def test_a_document_cannot_be_made_around_the_checks():
    """`dataclasses.replace` cannot put spans outside the text into a document."""
    with pytest.raises(TypeError):
        dataclasses.replace(annotated(), text="other")


def test_a_span_outside_the_text_is_refused():
    """A layer with a span that does not lie in the text raises."""
    with pytest.raises(LayerError, match="does not lie in the text of 3"):
        Document.from_text("abc").with_layers(entities=[Entity(1, 4, "X")])


def test_an_edit_that_changes_nothing_gives_the_same_document():
    """Replacing text by itself is no edit, even where edits are no longer allowed."""
    doc = annotated()
    assert doc.with_text(doc.text) is doc


def test_documents_survive_pickling():
    """A document can go to another process and back."""
    doc = annotated()
    assert pickle.loads(pickle.dumps(doc)) == doc


def test_the_record_follows_the_contract():
    """Keys, their order, offsets and raw offsets are those of the record contract."""
    record = to_record(annotated(), include=("raw", "tokens"))
    assert list(record) == [
        "id", "text", "meta", "removed", "sentences", "entities", "relations", "raw", "tokens",
    ]  # fmt: skip
    assert record["removed"] == [
        {"raw_start": 15, "raw_end": 25, "text": "Subscribe!", "stage": "", "reason": "newsletter"}
    ]
    assert record["sentences"] == [[0, 12]]
    assert record["entities"][0] == {
        "start": 0, "end": 3, "text": "Ann", "label": "PERSON", "raw_start": 2, "raw_end": 5,
        "cluster": None, "value": None,
    }  # fmt: skip
    first, second = record["relations"]
    assert list(first) == [
        "type", "subject", "predicate", "object", "sentence", "event", "qualifiers", "rule",
    ]  # fmt: skip
    assert first["predicate"] == {
        "start": 4, "end": 7, "text": "met", "raw_start": 6, "raw_end": 9, "entity": None,
        "contains": [], "cluster": None,
    }  # fmt: skip
    assert second["predicate"] == {"text": "is", "implied": True}
    assert second["object"]["text"] == "Ann Bob"
    assert second["object"]["pieces"] == [[0, 3], [8, 11]]
    assert list(record["tokens"][0]) == [
        "start", "end", "text", "lemma", "upos", "xpos", "feats", "head", "deprel", "sentence",
    ]  # fmt: skip


@pytest.mark.parametrize(("value", "written"), [(-0.04, "0.0"), (-0.0, "0.0"), (-0.06, "-0.1")])
def test_a_factuality_of_zero_has_no_sign(value, written):
    """What rounds to zero is written as 0.0, not as -0.0."""
    doc = Document.from_text("Ann left.").with_layers(
        sentences=[Sentence(0, 9)], events=[Event(4, 8, "leave", 0, factuality=value)]
    )
    assert str(to_record(doc)["events"][0]["factuality"]) == written


def test_scores_of_relations_can_be_included():
    """With `scores`, each relation says how sure it is, behind its other keys."""
    for relation in to_record(annotated(), include=("scores",))["relations"]:
        assert list(relation)[-1] == "score"
        assert relation["score"] == 1.0


@pytest.mark.parametrize("include", [(), ("raw", "tokens", "scores")])
def test_the_line_of_json_is_the_record(include):
    """Byte for byte what the serializer makes of the record, and a line feed."""
    for doc in (annotated(), Document.from_text("a")):
        assert to_json(doc, include) == orjson.dumps(to_record(doc, include)) + b"\n"


def test_metadata_that_json_has_no_place_for_is_refused():
    """An entity among the metadata is not taken for one of the document."""
    with pytest.raises(MetaError, match=r"meta\.first: JSON cannot represent Entity"):
        annotated().with_meta(first=Entity(0, 3, "PERSON"))


def test_layers_that_no_stage_provided_are_absent():
    """A document without layers has a record without them."""
    record = to_record(Document.from_text("a"))
    assert list(record) == ["id", "text", "meta", "removed"]


def test_vectors_belong_to_their_tokens():
    """They come with tokens, one row each, and go when the tokens are replaced."""
    doc = Document.from_text("Go on").with_layers(sentences=[Sentence(0, 5)])
    tokens = [Token(0, 2, "Go", 0), Token(3, 5, "on", 0)]
    held = doc.with_layers(tokens=tokens, vectors=TokenVectors("m", 3, bytes(6)))
    assert held.with_layers(entities=[]).vectors == TokenVectors("m", 3, bytes(6))
    assert held.with_layers(tokens=tokens).vectors is None
    assert "vectors" not in to_record(held, include=("tokens",))
    with pytest.raises(LayerError, match="2 rows of 3 bytes"):
        doc.with_layers(tokens=tokens, vectors=TokenVectors("m", 3, bytes(5)))


def test_an_item_of_another_type_is_named():
    """A plain tuple where a layer has items of its own type is a clear error."""
    with pytest.raises(
        LayerError, match=r"sentences\[0\]: expected the NamedTuple .* found a tuple"
    ):
        Document.from_text("Ab").with_layers(sentences=[(0, 2)])


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ((None,), "the text of a document to be a string, found None"),
        ((b"text",), "the text of a document to be a string, found a bytes"),
        (("text", 7), r"the id of a document to be a string, found 7 \(int\)"),
        (("text", None), "the id of a document to be a string, found None"),
        (("text", ["a"]), "the id of a document to be a string, found a list"),
        (("text", "id", []), "the meta of a document to be a mapping, found a list"),
        (("text", "id", {}, "in.txt"), "the place of a document to be a Place"),
        (("text", 7, {}, Place("in.txt", 3)), r"found 7 \(int\) \(in.txt:3\)"),
    ],
)
def test_a_document_is_made_of_the_types_of_its_record(arguments, found):
    """Anything else is refused where it is made, with its place if there is one."""
    with pytest.raises(TypeError, match=found):
        Document.from_text(*arguments)


def test_a_document_gets_no_text_and_no_id_of_another_type():
    """Changes are checked as the constructor checks."""
    doc = Document.from_text("text", "id")
    with pytest.raises(TypeError, match="found None"):
        doc.with_text(None)
    with pytest.raises(TypeError, match="found 7"):
        doc.renamed(7, Place("in.txt"))


def test_removals_never_overlap():
    """Text that replaced a raw stretch and is then deleted piece by piece is on record once."""
    doc = Document.from_text("abc def ghi").edit([Edit(0, 7, "xyz uvw")])
    partly = doc.edit([Edit(0, 3)])
    assert partly.removed == ()
    wholly = doc.edit([Edit(0, 3), Edit(3, 4), Edit(4, 7)])
    assert [(item.raw_start, item.raw_end) for item in wholly.removed] == [(0, 7)]


def test_edits_and_indexes_are_checked():
    """An edit outside the text, and an index that points nowhere, raise."""
    doc = Document.from_text("abc")
    with pytest.raises(EditError, match="does not lie in a text of 3"):
        doc.edit([Edit(50, 60)])
    relation = Relation("open", Span(0, 1, 77), Span(1, 2), Span(2, 3), 0, "r")
    with pytest.raises(LayerError, match="no index 77 in the 0 entities"):
        doc.with_layers(sentences=[Sentence(0, 3)], relations=[relation])


@pytest.mark.parametrize(
    "change",
    [lambda doc: setattr(doc, "text", "b"), lambda doc: delattr(doc, "text")],
)
def test_a_change_in_place_is_told_what_to_do(change):
    """A document is immutable; the message names the methods that return a changed one."""
    with pytest.raises(dataclasses.FrozenInstanceError, match="`with_text`, `with_layers` and"):
        change(Document.from_text("a"))


@pytest.mark.parametrize(
    ("edits", "message"),
    [
        (Edit(0, 1, "b"), "expected a list of edits, .* found an item of the type int: 0"),
        ([(0, 1, "b")], "found an item of the type tuple"),
        ([Edit(0, 1, None)], "expected the replacement of an edit to be a string, found None"),
        ([Edit(0, 1, "", 5)], "expected the reason of an edit to be a string, found 5"),
    ],
)
def test_what_is_no_edit_is_named(edits, message):
    """Edits are a list of `Edit`, with strings as replacement and reason."""
    with pytest.raises(TypeError, match=message):
        Document.from_text("a").edit(edits)

"""The stage with the embedded model: offsets, batches, unusual texts, and plain Stanza."""

import logging

import pytest

from hookline import Document, Entity
from hookline_stanza import load_pipeline
from hookline_stanza.loading.model_folder import embedded_folder
from hookline_stanza.stage import StanzaStage
from hookline_stanza.tokenization.segmenter import MAX_SENTENCE_TOKENS

NEWS = (
    "The foreign ministers of Canada and Kenya met in Nairobi on Tuesday. Mélanie Joly, who "
    "leads Canada’s delegation, said the talks “went well.”\n\n"
    "Kenya Airways doesn’t expect flights to resume before March. Its chief executive, Allan "
    "Kilavuka, told Reuters that the company had lost $12 million."
)
OTHERS = [
    "Rain is expected in Lisbon.",
    "",
    "Angela Merkel visited the Louvre in 2019, and Emmanuel Macron received her at the door.",
    "Short headline without a stop\n\nA report by the World Health Organization was published.",
]


def texts(doc, label):
    return [doc.text[e.start : e.end] for e in doc.entities if e.label == label]


def check(doc):
    assert all(doc.text[t.start : t.end] == t.text for t in doc.tokens)
    for number, sentence in enumerate(doc.sentences):
        inside = [t for t in doc.tokens if t.sentence == number]
        assert (inside[0].start, inside[-1].end) == sentence
        assert [t.head for t in inside].count(None) == 1
        for token in inside:
            assert token.head is None or doc.tokens[token.head].sentence == number


def heads_of(stanza_doc):
    """Return the heads in a document of Stanza's as indices of all its words."""
    heads, first = [], 0
    for sentence in stanza_doc.sentences:
        heads += [first + word.head - 1 if word.head else None for word in sentence.words]
        first += len(sentence.words)
    return heads


def test_news_is_annotated(annotate):
    """People, places and organizations are found, with exact offsets."""
    (doc,) = annotate(NEWS)
    check(doc)
    assert {"Mélanie Joly", "Allan Kilavuka"} <= set(texts(doc, "PERSON"))
    assert {"Canada", "Nairobi"} <= set(texts(doc, "LOC"))
    assert {"Kenya Airways", "Reuters"} <= set(texts(doc, "ORG"))
    assert texts(doc, "MONEY") == ["$12 million"]
    assert len(doc.sentences) == 4


def test_fused_words_are_split(annotate):
    """A possessive and a negation are separate tokens, with curly or straight apostrophe."""
    (doc,) = annotate("Japan’s army didn't move. Japan's navy didn’t either.")
    words = [token.text for token in doc.tokens]
    assert words[:5] == ["Japan", "’s", "army", "did", "n't"]
    assert words[7:12] == ["Japan", "'s", "navy", "did", "n’t"]


def test_syntax_of_a_plain_sentence(annotate):
    """Subject, object, tags and lemmas of a plain sentence are right."""
    (doc,) = annotate("The president visited two cities.")
    by_text = {token.text: token for token in doc.tokens}
    verb = by_text["visited"]
    assert (verb.lemma, verb.upos, verb.head) == ("visit", "VERB", None)
    assert by_text["president"].deprel == "nsubj"
    assert by_text["cities"].deprel == "obj"
    assert by_text["cities"].lemma == "city"


def test_batches_do_not_change_results(stage, annotate):
    """A document gets the same layers alone and with others."""
    together = annotate(NEWS, *OTHERS, *OTHERS[::-1], NEWS)
    alone = [annotate(doc.text)[0] for doc in together]
    for left, right in zip(together, alone, strict=True):
        assert left.tokens == right.tokens
        assert left.entities == right.entities
        assert left.sentences == right.sentences


@pytest.mark.parametrize("text", ["", "   ", "\n\n\t \u00a0\n"])
def test_blank_text_gives_empty_layers(annotate, text):
    """A text without a visible character has empty layers."""
    (doc,) = annotate(text)
    assert doc.tokens == doc.sentences == doc.entities == ()


@pytest.mark.parametrize(
    "text",
    [
        "🙂🙂 Great news from Oslo 👨‍👩‍👧‍👦!",
        "Cafe\u0301 Zu\u0308rich is in Zu\u0308rich.",
        "\u200bHidden\u200b signs \ufeffhere.",
        "日本と中国。 Tokyo said yes.",
        "\x00\x01 control \x7f characters",
        "a" * 3000 + " and more.",
        "?!?! ... ---- '''' \"\"\"\"",
        "half \ud83d a character",
        "See https://example.org/a?b=c#d or write to someone@example.org now.",
    ],
)
def test_unusual_characters_keep_offsets_exact(annotate, text):
    """Emoji, combining marks, invisible characters and very long words shift no offset."""
    (doc,) = annotate(text)
    check(doc)
    covered = {index for t in doc.tokens for index in range(t.start, t.end)}
    assert not "".join(c for i, c in enumerate(text) if i not in covered).strip()


def test_very_long_sentence_is_split(annotate):
    """A sentence of thousands of words is split into parts of bounded size."""
    (doc,) = annotate("the road and " * 1500)
    check(doc)
    counts = [sum(t.sentence == n for t in doc.tokens) for n in range(len(doc.sentences))]
    assert max(counts) <= MAX_SENTENCE_TOKENS
    assert sum(counts) == 4500


def test_no_sentence_crosses_a_headline(annotate):
    """A headline is a separate sentence, with or without a full stop."""
    text = "Ministers meet in Rome\nThe ministers of both countries met in Rome on Friday."
    (doc,) = annotate(text)
    assert [doc.text[s.start : s.end] for s in doc.sentences] == text.split("\n")


def test_plain_pipeline_agrees():
    """
    A plain pipeline over the same folder finds the same tokens, trees and entities.

    But for the words that it takes apart, such as "Its".
    """
    plain = load_pipeline(embedded_folder(), device="cpu")
    exact = StanzaStage(StanzaStage.read_options({"device": "cpu", "precision": "fp32"}))
    news = NEWS.replace("Its", "The")
    texts = (news, *OTHERS, "What?!! Rome, he said... \u200b \x01 Kenya !!! " + "m" * 100)
    for doc in exact.process([Document.from_text(text) for text in texts]):
        text = doc.text
        expected = plain(text)
        words = [w for sentence in expected.sentences for w in sentence.words]
        assert [(t.start, t.end) for t in doc.tokens] == [(w.start_char, w.end_char) for w in words]
        assert [(t.lemma, t.upos, t.xpos, t.deprel) for t in doc.tokens] == [
            (w.lemma, w.upos, w.xpos, w.deprel) for w in words
        ]
        assert [t.head for t in doc.tokens] == heads_of(expected)
        assert list(doc.entities) == [
            Entity(e.start_char, e.end_char, e.type) for e in expected.ents
        ]
    exact.close()


def test_labels_are_renamed_and_kept(stage):
    """`labels` renames entity labels, and `keep` selects among the new names."""
    stage_type = type(stage)
    options = stage_type.read_options(
        {"device": "cpu", "labels": {"LOC": "PLACE"}, "keep": ["PLACE"]}
    )
    renaming = stage_type(options)
    (doc,) = renaming.process([Document.from_text("Angela Merkel lives in Berlin.")])
    assert [(doc.text[e.start : e.end], e.label) for e in doc.entities] == [("Berlin", "PLACE")]


@pytest.mark.parametrize("layers", [[], ["entities"], ["syntax"]])
def test_only_requested_layers_are_added(annotate, layers):
    """A stage with fewer layers gives the same values in them, and none of the others."""
    (whole,) = annotate(NEWS)
    partial = StanzaStage(StanzaStage.read_options({"device": "cpu", "layers": layers}))
    (doc,) = partial.process([Document.from_text(NEWS, id="0")])
    partial.close()
    assert doc.sentences == whole.sentences
    assert [t[:4] for t in doc.tokens] == [t[:4] for t in whole.tokens]
    assert doc.entities == (whole.entities if "entities" in layers else None)
    if "syntax" in layers:
        assert doc.tokens == whole.tokens
    else:
        assert all(t[4:] == (None,) * 6 for t in doc.tokens)


def test_loading_does_not_change_logging():
    """Opening the stage adds no handler and sets no level."""

    def state():
        names = ("", "stanza", "transformers", "torch")
        return [(n, logging.getLogger(n).handlers[:], logging.getLogger(n).level) for n in names]

    before = state()
    StanzaStage(StanzaStage.read_options({"device": "cpu"})).close()
    assert state() == before


def test_closed_stage_raises(annotate):
    """A closed stage raises an error that says so."""
    opened = StanzaStage(StanzaStage.read_options({"device": "cpu"}))
    opened.close()
    with pytest.raises(RuntimeError, match="closed"):
        list(opened.process([Document.from_text("x")]))

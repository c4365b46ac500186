"""The sink `spacy`, read by spaCy."""

import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import DocBin

from hookline import Document, Entity, Sentence, Token
from hookline_spacy import SpacySink
from hookline_spacy.spacy_doc import to_spacy_doc


def load(path):
    """Return the documents of a DocBin."""
    nlp = spacy.blank("xx")
    return list(DocBin().from_disk(path).get_docs(nlp.vocab))


def test_spacy_loads_documents_with_their_layers(annotated):
    """Texts, offsets, tags, trees, sentences and entities are those of the documents."""
    result = annotated.call("run", "c.yaml", "-o", "out.spacy")
    assert result.code == 0, result.err
    docs = load("out.spacy")
    assert [doc.text for doc in docs] == [
        "Ana, née Roe leads Acme.\n\nShe didn't go.", 'Bo "B" Li', "", "du pain",
    ]  # fmt: skip
    first = docs[0]
    assert [(e.text, e.label_, e.start_char) for e in first.ents] == [
        ("Ana, née Roe", "PERSON", 0),
        ("Acme", "ORG", 19),
    ]
    assert [s.text.strip() for s in first.sents] == ["Ana, née Roe leads Acme.", "She didn't go."]
    leads = first[4]
    assert (leads.text, leads.lemma_, leads.pos_, leads.tag_, leads.dep_, leads.head) == (
        "leads",
        "lead",
        "VERB",
        "VBZ",
        "ROOT",
        leads,
    )
    assert leads.morph.get("Number") == ["Sing"]
    assert [(t.text, t.head.text) for t in first[8:12]] == [
        ("She", "go"),
        ("did", "go"),
        ("n't", "go"),
        ("go", "go"),
    ]
    assert first.user_data["hookline"]["id"] == "d0"
    assert first.user_data["hookline"]["relations"][0]["type"] == "leads"


def test_spacy_can_train_on_the_file(annotated):
    """The corpus reader of spaCy reads it unchanged."""
    from spacy.training import Corpus

    assert annotated.call("run", "c.yaml", "-o", "out.spacy").code == 0
    examples = list(Corpus("out.spacy")(spacy.blank("xx")))
    assert [len(example.reference.ents) for example in examples] == [2, 1, 0]


def test_the_bytes_do_not_depend_on_batches(annotated):
    """The same documents make the same file with any batch size."""
    assert annotated.call("run", "c.yaml", "-o", "a.spacy").code == 0
    assert annotated.call("run", "c.yaml", "-o", "b.spacy", "--set", "batch_size=1").code == 0
    assert (annotated.folder / "a.spacy").read_bytes() == (
        annotated.folder / "b.spacy"
    ).read_bytes()


def test_a_missing_extra_is_named(annotated, monkeypatch):
    """Without spaCy, the error says which extra to install."""
    monkeypatch.setattr(SpacySink, "missing_modules", classmethod(lambda cls: dict(cls.optional)))
    result = annotated.call("run", "c.yaml", "-o", "out.spacy")
    assert result.code == 2
    assert "pip install 'hookline[spacy]'" in result.err


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "Bé", "."]),
            st.sampled_from(["", " ", "  ", "\n", " \n"]),
            st.booleans(),
        ),
        max_size=8,
    )
)
def test_any_text_is_preserved(parts):
    """Whatever is between the tokens, the text and the offsets stay the same."""
    text, tokens, sentences, start = "", [], [], 0
    for word, gap, ends in parts:
        tokens.append(Token(len(text), len(text) + len(word), word, len(sentences)))
        text += word + gap
        if ends:
            sentences.append(Sentence(start, len(text)))
            start = len(text)
    sentences.append(Sentence(start, len(text)))
    entities = [Entity(token.start, token.end, "X") for token in tokens[::2]]
    doc = Document.from_text(text).with_layers(
        sentences=sentences, tokens=tokens, entities=entities
    )
    spacy_doc = to_spacy_doc(doc, spacy.blank("xx").vocab)
    assert spacy_doc.text == text
    assert [(e.start_char, e.end_char) for e in spacy_doc.ents] == [
        (e.start, e.end) for e in entities
    ]


def test_standard_output_is_refused(annotated):
    """A DocBin cannot be streamed."""
    overrides = ("--set", "sink.use=spacy", "--set", "sink.path='-'")
    result = annotated.call("run", "c.yaml", *overrides)
    assert result.code == 2
    assert "the sink `spacy` cannot write to standard output" in result.err

"""The stage `redact`, and the command `redact-key`."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookline import (
    Cluster,
    Document,
    Edit,
    Entity,
    Mention,
    ModelError,
    Sentence,
    Token,
    TokenVectors,
    to_json,
)
from hookline.testing import annotated_documents, check_import, check_stage
from hookline_redact import Redact
from hookline_redact.pseudonyms import make_key, pseudonym, read_key


@pytest.fixture
def key(tmp_path):
    """Return the path of a new key file."""
    path = str(tmp_path / "redact.key")
    make_key(path)
    return path


def document(text, *names, meta=None, label="PERSON"):
    """Return a document whose tokens are words, with every given name as an entity where it stands."""
    words = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
    tokens = [
        Token(a, b, text[a:b], 0, text[a:b].lower(), head=None, deprel="dep") for a, b in words
    ]
    entities = sorted(
        Entity(*match.span(), label)
        for name in names
        for match in re.finditer(re.escape(name), text)
    )
    doc = Document.from_text(text, "d", meta)
    return doc.with_layers(sentences=[Sentence(0, len(text))], tokens=tokens, entities=entities)


def redacted(doc, **options):
    """Return a document behind the stage, held against the stage's contract."""
    [outcome] = check_stage(Redact, options, [doc], texts=[], fuzz=0)
    return outcome


def test_the_stage_satisfies_the_contract(key):
    """Documents of any size of batch are redacted alike, in another process too."""
    check_stage(Redact, {"labels": ["PERSON", "MISC"]}, annotated_documents())
    check_stage(Redact, {"style": "pseudonym", "key_file": key}, annotated_documents(), spawn=True)
    check_import("hookline_redact")


def test_a_label_stands_in_the_place_of_a_name():
    """Text, raw text and layers have the label, and the other entities stay."""
    doc = document("Ann Lee met Bo in Rome.", "Ann Lee", "Bo")
    doc = doc.with_layers(entities=sorted([*doc.entities, Entity(18, 22, "LOC")]))
    after = redacted(doc)
    assert after.text == "[PERSON] met [PERSON] in Rome."
    assert after.raw == "███████ met ██ in Rome."
    assert [after.text[e.start : e.end] for e in after.entities] == ["[PERSON]", "[PERSON]", "Rome"]
    assert after.tokens[0].text == "[PERSON]"
    assert after.tokens[0].lemma is None
    assert [removal.reason for removal in after.removed] == ["redacted", "redacted"]


def test_pseudonyms_are_the_same_for_the_same_name(key):
    """A name has one pseudonym in all documents and forms of case, and other keys give others."""
    options = {"style": "pseudonym", "key_file": key}
    first = redacted(document("Ann Lee came.", "Ann Lee"), **options).text
    second = redacted(document("ANN  LEE went.", "ANN  LEE"), **options).text
    assert first.split()[0] == second.split()[0] == pseudonym(read_key(key), "PERSON", "Ann Lee")
    assert pseudonym(b"another key of 16", "PERSON", "Ann Lee") not in first


def test_names_of_one_cluster_have_one_pseudonym(key):
    """Short and long names of a cluster have one pseudonym, and the cluster has it for its name."""
    doc = document("Ann Lee came. Lee left.", "Ann Lee")
    mentions = (Mention(0, 7, 0), Mention(14, 17, 1))
    entities = [Entity(0, 7, "PERSON", 0, None, "Q1"), Entity(14, 17, "PERSON", 0, None, "Q1")]
    doc = doc.with_layers(
        entities=entities, clusters=[Cluster("Ann Lee", "PERSON", mentions, "Q1")]
    )
    after = redacted(doc, style="pseudonym", key_file=key)
    names = {after.text[e.start : e.end] for e in after.entities}
    assert names == {pseudonym(read_key(key), "PERSON", "Q1")} == {after.clusters[0].name}
    assert after.entities[0].id is after.clusters[0].id is None


def test_names_go_wherever_they_stand():
    """Names that are no entity, parts of names, meta data and earlier removals are redacted too."""
    text = "By Ann Lee\nAnn Lee came. Lee's boat, ann  lee, Leeds."
    doc = document(text, meta={"title": "The boat of Ann Lee", "by": ["Lee", 1]})
    doc = Document.from_text(text, "d", dict(doc.meta)).edit([Edit(0, 11, reason="byline")])
    doc = doc.with_layers(sentences=[Sentence(0, len(doc.text))], entities=[Entity(0, 7, "PERSON")])
    after = redacted(doc)
    assert after.text == "[PERSON] came. [PERSON]'s boat, [PERSON], Leeds."
    assert dict(after.meta) == {"title": "The boat of [PERSON]", "by": ["[PERSON]", 1]}
    assert not re.search(r"Ann|\bLee\b", after.raw + to_json(after).decode())
    assert "Lee's" in redacted(doc, parts=False).text


def test_names_in_other_case_and_over_the_end_of_a_line():
    """A name goes in any case and with any white space in it, the longest of several, as whole words."""
    text = "Ann Lee17 and Ann Lee met; ANN\nLEE17 left. Ann Leexy stays."
    doc = redacted(document(text, "Ann Lee17", "Ann Lee met"), parts=False)
    assert doc.text == "[PERSON] and [PERSON]; [PERSON] left. Ann Leexy stays."


def test_names_without_spaces_around_them():
    """In scripts without spaces a name goes inside a run of signs, and not as part of a Latin word."""
    doc = redacted(document("李明 來了,李明說:李 明。 Li17李明x", "李明"))
    assert doc.text == "[PERSON] 來了,[PERSON]說:李 明。 Li17[PERSON]x"
    doc = redacted(document("สมชาย มา นายสมชายกล่าว", "สมชาย"))
    assert doc.text == "[PERSON] มา นาย[PERSON]กล่าว"


def test_a_name_across_the_end_of_a_sentence():
    """Sentences that a name joins become one, and the words beside it and their vectors stay."""
    doc = document("Ann Lee sat. Ann\nLee came.", "Ann Lee", "Ann\nLee")
    sentences = [Sentence(0, 12), Sentence(13, 16), Sentence(17, 26)]
    numbers = [0, 0, 0, 0, 1, 2, 2, 2]
    tokens = [t._replace(sentence=n) for t, n in zip(doc.tokens, numbers, strict=True)]
    doc = doc.with_layers(sentences=sentences, tokens=tokens)
    doc = doc.with_layers(entities=[Entity(0, 7, "PERSON")])
    doc = redacted(doc.with_layers(vectors=TokenVectors("m", 1, bytes(range(1, 9)))))
    assert doc.text == "[PERSON] sat. [PERSON] came."
    assert doc.sentences == (Sentence(0, 13), Sentence(14, 28))
    assert [token.sentence for token in doc.tokens] == [0, 0, 0, 0, 1, 1, 1, 1]
    assert doc.vectors.rows == b"\0\0\3\4\0\0\7\x08"


def test_ids_and_labels_choose():
    """Entities are chosen by label or by id."""
    doc = document("Ann and Acme", "Ann")
    doc = doc.with_layers(entities=[*doc.entities, Entity(8, 12, "ORG", None, None, "Q5")])
    assert redacted(doc, labels=["ORG"]).text == "Ann and [ORG]"
    assert redacted(doc, labels=[], ids=["Q5"]).text == "Ann and [ORG]"
    assert redacted(doc, labels=["LOC"]) == doc


def test_vectors_of_names_are_blank():
    """What the encoder holds of a name's tokens goes with the name."""
    doc = document("Ann came", "Ann").with_layers(vectors=TokenVectors("m", 2, b"\1\2\3\4"))
    assert redacted(doc).vectors.rows == b"\0\0\3\4"


def test_a_key_is_needed_for_pseudonyms(tmp_path, key):
    """Without a key file the options are refused, and a key that is missing or short is not opened."""
    with pytest.raises(ValueError, match="pseudonyms need a key: set `key_file`"):
        Redact.read_options({"style": "pseudonym"})
    short = tmp_path / "short.key"
    short.write_text("abc")
    for path, message in ((short, "found 3"), (tmp_path / "no.key", "cannot read the key file")):
        options = Redact.read_options({"style": "pseudonym", "key_file": str(path)})
        with pytest.raises(ModelError, match=message):
            Redact(options)
        with pytest.raises(ModelError, match=message):
            Redact.model_digest(options)
    assert Redact.model_digest(Redact.read_options({"style": "pseudonym", "key_file": key}))


def test_the_command_makes_a_key_and_looks_names_up(project, monkeypatch):
    """`redact-key --new` makes a key once; without it, names have their pseudonyms before them."""
    assert project.call("redact-key", "k", "--new").code == 0
    assert (project.folder / "k").stat().st_mode & 0o077 == 0
    again = project.call("redact-key", "k", "--new")
    assert again.code == 2
    assert "cannot make the key file k" in again.err
    process = project.start("redact-key", "k", stdin=-1)
    out, _ = process.communicate("Ann Lee\n", timeout=60)
    assert out == f"{pseudonym(read_key('k'), 'PERSON', 'Ann Lee')}\tAnn Lee\n"


def test_workers_give_the_same_pseudonyms(annotated):
    """Two workers write what one does, and a run with another key is not taken for the same."""
    project = annotated
    project.call("redact-key", "k", "--new")
    project.config(
        "[{use: annotated}, {use: redact, labels: [PERSON, ORG], style: pseudonym, key_file: k}]"
    )
    assert project.call("run", "c.yaml", "--workers", "2").code == 0
    first = (project.folder / "out.jsonl").read_bytes()
    assert re.search(rb"(?:PERSON|ORG)-[0-9a-f]{12}", first)
    assert project.call("run", "c.yaml", "--fresh").code == 0
    assert (project.folder / "out.jsonl").read_bytes() == first
    (project.folder / "k").write_text("another key of some length")
    assert project.call("run", "c.yaml").code == 2


NAMES = st.sampled_from(["Ann", "Ann Lee", "Bo-Li", "O’Neil", "Lee", "Zoë Ann", "al Amin", "X"])


@given(
    st.lists(
        st.one_of(NAMES, st.sampled_from([" ", "\n", ". ", "’s ", "-", "and", "Leeds", "ANN"]))
    ),
    st.sets(NAMES, min_size=1),
    st.booleans(),
)
def test_no_redacted_name_is_left(pieces, names, cut):
    """No name of a redacted entity is left in text, raw text or record, as whole words."""
    text = " ".join(pieces)
    whole = Document.from_text(text, "d", {"title": text})
    if cut and len(text) > 8:
        whole = whole.edit([Edit(0, 7, reason="head")])
    text = whole.text
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    found = re.finditer(rf"\b(?:{pattern})\b", text)
    spans = [Entity(*match.span(), "PERSON") for match in found]
    lines = [Sentence(*match.span()) for match in re.finditer(r"\S.*", text)]
    tokens = [
        Token(*match.span(), match[0], number, match[0])
        for number, line in enumerate(lines)
        for match in re.compile(r"[\w’-]+|[^\w\s]").finditer(text, line.start, line.end)
    ]
    doc = whole.with_layers(sentences=lines, tokens=tokens, entities=spans)
    taken = {text[entity.start : entity.end] for entity in spans}
    after = redacted(doc)
    for place in (after.text, after.raw, to_json(after, include=["tokens", "raw"]).decode()):
        for name in taken:
            assert not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", place), (name, place)

"""Convert documents to those of spaCy."""

from __future__ import annotations

from typing import Any

from hookline import Document, Token, to_record
from hookline_spacy.spacy_words import SpacyWord, split_words

__all__ = ["to_spacy_doc"]

TOKEN_FIELDS = {"tags": "xpos", "pos": "upos", "morphs": "feats", "lemmas": "lemma"}


def to_spacy_doc(doc: Document, vocab: Any) -> Any:
    """Return the `spacy.tokens.Doc` of a document; `vocab` is a `spacy.vocab.Vocab`."""
    from spacy.tokens import Doc
    from spacy.util import filter_spans

    words = split_words(doc.text, doc.tokens or ())
    values: dict[str, list[Any]] = {
        "words": [word.text for word in words],
        "spaces": [word.space for word in words],
    }
    for name, field in TOKEN_FIELDS.items():
        values[name] = [getattr(word.token, field, None) or "" for word in words]
    if any(token.deprel for token in doc.tokens or ()):
        values["heads"], values["deps"] = _heads_and_dependencies(words)
    else:
        values["sent_starts"] = _sentence_starts(words)
    spacy_doc = Doc(vocab, **values)
    spans = (
        spacy_doc.char_span(start, end, label=label, alignment_mode="expand")
        for start, end, label, *_ in doc.entities or ()
    )
    spacy_doc.set_ents(filter_spans([span for span in spans if span]))
    record = to_record(doc)
    spacy_doc.user_data["hookline"] = {
        key: record[key] for key in ("id", "meta", "relations") if key in record
    }
    return spacy_doc


def _sentence_starts(words: list[SpacyWord]) -> list[bool]:
    starts = []
    sentence = None
    for word in words:
        starts.append(word.token is not None and word.token.sentence != sentence)
        sentence = word.token.sentence if word.token else sentence
    return starts


def _heads_and_dependencies(words: list[SpacyWord]) -> tuple[list[int], list[str]]:
    """Return the index of the head and the relation of each word; a root is its own head."""
    index_of = {number: index for index, word in enumerate(words) for number in word.indexes}
    heads, dependencies = [], []
    previous = 0
    for index, word in enumerate(words):
        if word.token is None:  # white space depends on the word before it
            heads.append(previous)
            dependencies.append("dep" if previous != index else "ROOT")
        else:
            head = word.token.head
            heads.append(index if head is None else index_of.get(head, index))
            dependencies.append(_dependency(word.token))
            previous = index
    return heads, dependencies


def _dependency(token: Token) -> str:
    if token.deprel is None:
        return ""
    return "ROOT" if token.head is None else token.deprel

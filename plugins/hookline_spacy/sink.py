"""Write a DocBin, which spaCy trains on and loads."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from pydantic import Field

from hookline import Document, SpooledSink, to_record
from hookline_spacy.words import words_of

ATTRIBUTES = (
    *("ORTH", "SPACY", "TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "SENT_START"),
    *("ENT_IOB", "ENT_TYPE"),
)


class SpacySink(SpooledSink):
    """
    Write one DocBin: tokens, tags, lemmas, trees, sentences and entities of every document.

    The text of a spaCy document is the document's, so offsets are the same. Id, meta data and
    relations are under `user_data["hookline"]`. Where entities share a token, the first has it.
    """

    name = "spacy"
    endings = (".spacy",)
    requires = ("tokens",)
    optional: ClassVar[Mapping[str, str]] = {"spacy": "hookline[spacy]"}

    class Options(SpooledSink.Options):
        """Options of the sink."""

        path: str = Field(description="the file to write")

    def encode(self, docs: Sequence[Document]) -> Iterator[bytes]:
        from spacy.tokens import DocBin

        for doc in docs:
            found = _to_spacy(doc, self._vocab)
            packed = DocBin(ATTRIBUTES, store_user_data=True, docs=[found]).to_bytes()
            yield base64.b64encode(packed) + b"\n"

    @cached_property
    def _vocab(self) -> Any:
        from spacy.vocab import Vocab

        return Vocab()

    def finish(self, spool: BinaryIO, final: Path) -> None:
        from spacy.tokens import DocBin

        whole = DocBin(ATTRIBUTES, store_user_data=True)
        for line in spool:
            whole.merge(DocBin(store_user_data=True).from_bytes(base64.b64decode(line)))
        final.write_bytes(whole.to_bytes())


def _to_spacy(doc: Document, vocab: Any) -> Any:
    """Return the spaCy document of a document."""
    from spacy.tokens import Doc
    from spacy.util import filter_spans

    tokens = doc.tokens or ()
    words = words_of(doc.text, tokens)
    place = {number: at for at, word in enumerate(words) for number in word.tokens}
    given: dict[str, list[Any]] = {"words": [word.text for word in words]}
    given["spaces"] = [word.space for word in words]
    for name, key in (("tags", "xpos"), ("pos", "upos"), ("morphs", "feats"), ("lemmas", "lemma")):
        given[name] = [getattr(word.token, key, None) or "" for word in words]
    starts, heads, deps = [], [], []
    before = None
    for at, word in enumerate(words):
        token = word.token
        starts.append(token is not None and token.sentence != before)
        before = token.sentence if token else before
        inner = token and token.head is not None and place.get(token.head, at)
        heads.append(at if inner is None or inner is False else inner)
        deps.append(_dependency(token))
    if any(token.deprel for token in tokens):
        last = 0
        for at, word in enumerate(words):  # white space hangs on the word in front of it
            if word.token:
                last = at
            else:
                heads[at], deps[at] = last, "dep" if last != at else "ROOT"
        given |= {"heads": heads, "deps": deps}
    else:
        given["sent_starts"] = starts
    found = Doc(vocab, **given)
    spans = (
        found.char_span(start, end, label=label, alignment_mode="expand")
        for start, end, label in doc.entities or ()
    )
    found.set_ents(filter_spans([span for span in spans if span]))
    record = to_record(doc)
    kept = {key: record[key] for key in ("id", "meta", "relations") if key in record}
    found.user_data["hookline"] = kept
    return found


def _dependency(token: Any) -> str:
    if token is None or token.deprel is None:
        return ""
    return "ROOT" if token.head is None else str(token.deprel)

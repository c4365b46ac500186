"""Convert a document to a CAS."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from hookline import Cluster, Document, Event, Relation, Span, Token
from hookline_cas.type_system import (
    ARGUMENT,
    ARGUMENT_LINK,
    CHAIN,
    DEPENDENCY,
    ENTITY,
    EVENT,
    LEMMA,
    LINK,
    META_DATA,
    MORPHOLOGY,
    POS,
    RELATION,
    ROOT,
    SEGMENT,
    SENTENCE,
    TOKEN,
)

__all__ = ["to_cas"]

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
REPLACEMENT = "\ufffd"
UNNAMED = "?"
"""The source of a claim that the text does not name: "allegedly"."""


def to_cas(doc: Document, types: Any) -> Any:
    """
    Return the `cassis.Cas` of a document.

    Characters that XML does not allow become U+FFFD, so that offsets stay.

    Args:
        doc: The document.
        types: The type system that `type_system` returns.
    """
    return _Conversion(doc, types).cas


class _Conversion:
    """A CAS under construction."""

    def __init__(self, doc: Document, types: Any) -> None:
        import cassis

        self._types = types
        self._text = doc.text
        self.cas = cassis.Cas(types)
        self.cas.sofa_string = _xml_text(doc.text)
        self.cas.sofa_mime = "text/plain"
        self._add_meta_data(doc)
        for segment in doc.alignment.segments:
            raw = {"rawBegin": segment.raw_start, "rawEnd": segment.raw_end}
            self._add(SEGMENT, segment.start, segment.end, **raw, copied=segment.copied)
        for sentence in doc.sentences or ():
            self._add(SENTENCE, sentence.start, sentence.end)
        self._add_tokens(doc.tokens or ())
        for entity in doc.entities or ():
            values = {"value": entity.label, "identifier": entity.id}
            self._add(ENTITY, entity.start, entity.end, **values)
        for cluster in doc.clusters or ():
            self._add_chain(cluster)
        events = [self._add_event(event) for event in doc.events or ()]
        for relation in doc.relations or ():
            self._add_relation(relation, events)

    def _new(self, name: str, **values: Any) -> Any:
        """Return a feature structure; features without a value are left out."""
        kept = {
            key: _xml_text(value) if isinstance(value, str) else value
            for key, value in values.items()
            if value is not None
        }
        return self._types.get_type(name)(**kept)

    def _add(self, name: str, begin: int, end: int, **values: Any) -> Any:
        """Return an annotation, added to the CAS."""
        annotation = self._new(name, begin=begin, end=end, **values)
        self.cas.add(annotation)
        return annotation

    def _add_meta_data(self, doc: Document) -> None:
        title, address, language = (doc.meta.get(key) for key in ("title", "url", "language"))
        self._add(
            META_DATA,
            0,
            len(doc.text),
            documentId=doc.id,
            documentTitle=title if isinstance(title, str) else None,
            documentUri=address if isinstance(address, str) else None,
            language=language if isinstance(language, str) else "x-unspecified",
        )

    def _add_tokens(self, tokens: Sequence[Token]) -> None:
        added = [self._add_token(token) for token in tokens]
        for token, dependent in zip(tokens, added, strict=True):
            if token.deprel is None:
                continue
            is_root = token.head is None
            self._add(
                ROOT if is_root else DEPENDENCY,
                token.start,
                token.end,
                Governor=dependent if token.head is None else added[token.head],
                Dependent=dependent,
                DependencyType=token.deprel,
                flavor="basic",
            )

    def _add_token(self, token: Token) -> Any:
        span = (token.start, token.end)
        parts: dict[str, Any] = {}
        if token.lemma is not None:
            parts["lemma"] = self._add(LEMMA, *span, value=token.lemma)
        if token.upos is not None or token.xpos is not None:
            tags: dict[str, Any] = {"PosValue": token.xpos or token.upos, "coarseValue": token.upos}
            parts["pos"] = self._add(POS, *span, **tags)
        if token.feats is not None:
            parts["morph"] = self._add(MORPHOLOGY, *span, value=token.feats)
        return self._add(TOKEN, *span, **parts)

    def _add_chain(self, cluster: Cluster) -> None:
        """Add the chain of the mentions of a cluster."""
        links = [
            self._add(
                LINK,
                mention.start,
                mention.end,
                referenceType=mention.kind,
            )
            for mention in cluster.mentions
        ]
        for link, following in pairwise(links):
            link.next = following
        first = links[0] if links else None
        self.cas.add(self._new(CHAIN, first=first))

    def _add_event(self, event: Event) -> Any:
        claim = event.claim
        return self._add(
            EVENT,
            event.start,
            event.end,
            lemma=event.lemma,
            polarity=event.polarity,
            modality=event.modality,
            factuality=event.factuality,
            claim=None if claim is None else self._words(claim.source) or UNNAMED,
            time=str(event.time.value or self._words(event.time)) if event.time else None,
            place=self._words(event.place),
        )

    def _add_relation(self, relation: Relation, events: Sequence[Any]) -> None:
        """Add a relation at its predicate or, where no word is one, from one end to the other."""
        ends = {"subject": relation.subject, "object": relation.object}
        links = [self._link(role, span) for role, span in ends.items()]
        begin = min(span.start for span in ends.values())
        end = max(span.end for span in ends.values())
        if isinstance(relation.predicate, Span):
            begin, end = relation.predicate.start, relation.predicate.end
        self._add(
            RELATION,
            begin,
            end,
            category=relation.type,
            arguments=self._new("uima.cas.FSArray", elements=links),
            rule=relation.rule,
            event=None if relation.event is None else events[relation.event],
        )

    def _link(self, role: str, span: Span) -> Any:
        target = self._add(ARGUMENT, span.start, span.end)
        return self._new(ARGUMENT_LINK, role=role, target=target)

    def _words(self, span: Any) -> str | None:
        return self._text[span.start : span.end] if span else None


def _xml_text(text: str) -> str:
    return NOT_XML.sub(REPLACEMENT, text)

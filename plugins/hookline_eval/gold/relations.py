"""Read texts with typed relations in the formats of four corpora."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from hookline import SYMMETRIC_TYPES, SourceError, shown
from hookline_eval.gold.fields import each, field, found, identifier, index, items, optional, span
from hookline_eval.gold.layout import Offsets
from hookline_eval.gold.lines import FormatError, json_lines, line_error, located, numbered_lines
from hookline_eval.gold.relation_types import (
    KNOWLEDGENET,
    RE3D,
    REDOCRED,
    TypeMapping,
)
from hookline_eval.gold.spacing import spaces_after


class GoldRelation(NamedTuple):
    """
    A relation of the annotated file.

    `label` is its row in the tables, `types` are the hookline types that match it. An argument may
    have several mentions, each of which matches. An `optional` relation is neither required nor wrong.
    The arguments of a `symmetric` one may be exchanged.
    """

    label: str
    types: frozenset[str]
    subjects: tuple[Offsets, ...]
    objects: tuple[Offsets, ...]
    optional: bool = False
    symmetric: bool = False


class RelationText(NamedTuple):
    """
    A text with its relations.

    `document` is the id of the document that the text is a part of: the unit of the bootstrap.
    `label_of_type` maps each hookline type that the file annotates exhaustively to its row in the
    tables; None where every type is scored.
    """

    id: str
    document: str
    text: str
    relations: tuple[GoldRelation, ...]
    label_of_type: Mapping[str, str] | None


def read_relation_texts(path: str) -> list[RelationText]:
    """
    Read KnowledgeNet or re3d in JSON lines, Re-DocRED in JSON, or JSON lines with `text` and `typed`.

    Raises:
        SourceError: The file cannot be read, or is in none of these formats.
    """
    lines = list(numbered_lines(path))
    first_line = next((text for _, text in lines if text.strip()), "")
    if first_line.lstrip().startswith("["):
        texts = _read_redocred(path, lines)
    else:
        texts = [_read_record(path, line, record) for line, record in json_lines(path, lines)]
    if not texts:
        raise SourceError(f"{shown(path)}: holds no text")
    return texts


def _read_record(path: str, line: int, record: Mapping[str, Any]) -> RelationText:
    with located(f"{path}:{line}"):
        if "annotated_types" in record:
            return _knowledgenet(record, line)
        if "typed" in record:
            return _typed(record, line)
        if "relations" in record and "entities" in record:
            return _re3d(record, line)
    raise line_error(
        path,
        line,
        "expected `annotated_types` (KnowledgeNet), `entities` and `relations` (re3d) or `typed`; "
        f"found the keys {', '.join(sorted(record))}",
    )


def _knowledgenet(record: Mapping[str, Any], line: int) -> RelationText:
    annotated = {
        name: KNOWLEDGENET[name]
        for name in items(record, "annotated_types", str)
        if name in KNOWLEDGENET
    }
    text_id, document = identifier(record, "id", line), identifier(record, "doc")
    labels = _label_of_type(annotated.items())
    text = field(record, "text", str)
    relations = _mapped_relations(record, len(text), KNOWLEDGENET)
    return RelationText(text_id, document, text, relations, labels)


def _re3d(record: Mapping[str, Any], line: int) -> RelationText:
    document, text = identifier(record, "id", line), field(record, "text", str)
    relations = _mapped_relations(record, len(text), RE3D)
    return RelationText(document, document, text, relations, _label_of_type(RE3D.items()))


def _typed(record: Mapping[str, Any], line: int) -> RelationText:
    text = field(record, "text", str)
    relations = [_typed_relation(item, len(text)) for item in items(record, "typed", dict)]
    document = identifier(record, "id", line)
    text_id = f"{document}:{line}"
    return RelationText(text_id, document, text, _without_mirrors(relations), None)


def _typed_relation(item: Mapping[str, Any], length: int) -> GoldRelation:
    label = field(item, "type", str)
    if not label:
        raise FormatError("expected a name as `type`, found none")
    also = items(item, "also", str) if "also" in item else ()
    subject, object_ = (
        span(field(item, end, list), end, length, "characters") for end in ("subject", "object")
    )
    symmetric = optional(item, "symmetric", bool)
    return GoldRelation(
        label,
        frozenset({label, *also}),
        (subject,),
        (object_,),
        bool(optional(item, "optional", bool)),
        label in SYMMETRIC_TYPES if symmetric is None else symmetric,
    )


def _mapped_relations(
    record: Mapping[str, Any], length: int, mappings: Mapping[str, TypeMapping]
) -> tuple[GoldRelation, ...]:
    """Return the relations of a record, without those of a type that hookline does not have."""
    relations = []
    for item in items(record, "relations", dict):
        label = field(item, "type", str)
        subject, object_ = (_entity_span(item, end, length) for end in ("subject", "object"))
        if mapping := mappings.get(label):
            relations.append(_mapped_relation(label, mapping, [subject], [object_]))
    return _without_mirrors(relations)


def _entity_span(item: Mapping[str, Any], end: str, length: int) -> Offsets:
    entity = field(item, end, dict)
    return span([entity.get("begin"), entity.get("end")], end, length, "characters")


def _mapped_relation(
    label: str, mapping: TypeMapping, subjects: Sequence[Offsets], objects: Sequence[Offsets]
) -> GoldRelation:
    if mapping.inverted:
        subjects, objects = objects, subjects
    symmetric = bool(mapping.types & SYMMETRIC_TYPES)
    return GoldRelation(label, mapping.types, tuple(subjects), tuple(objects), symmetric=symmetric)


def _label_of_type(mappings: Iterable[tuple[str, TypeMapping]]) -> dict[str, str]:
    """Return the label of each hookline type, the first one of several."""
    labels: dict[str, str] = {}
    for label, mapping in mappings:
        for type_name in sorted(mapping.types):
            labels.setdefault(type_name, label)
    return labels


def _without_mirrors(relations: Sequence[GoldRelation]) -> tuple[GoldRelation, ...]:
    """Leave out duplicates, and symmetric relations that repeat one with its arguments exchanged."""
    unique: dict[object, GoldRelation] = {}
    for relation in relations:
        arguments: object = (relation.subjects, relation.objects)
        if relation.symmetric:
            arguments = frozenset({relation.subjects, relation.objects})
        unique.setdefault((relation.label, arguments), relation)
    return tuple(unique.values())


def _read_redocred(path: str, lines: Iterable[tuple[int, str]]) -> list[RelationText]:
    try:
        records = orjson.loads("\n".join(text for _, text in lines))
    except orjson.JSONDecodeError as error:
        message = f"{shown(path)}: expected the JSON of Re-DocRED: {error}"
        raise SourceError(message) from error
    texts = []
    for place, record in enumerate(records, 1):
        with located(f"{path}: document {place}"):
            texts.append(_redocred(record))
    return texts


def _redocred(record: object) -> RelationText:
    """Return an abstract with the relations whose arguments are mentioned in one sentence."""
    if not isinstance(record, dict):
        raise FormatError(
            f"expected the JSON of Re-DocRED, a list of objects, found {found(record)}"
        )
    title = field(record, "title", str)
    text, word_spans = _join_words(
        [each(sentence, str, "sents") for sentence in items(record, "sents", list)]
    )
    entities = [
        [_mention(mention, word_spans) for mention in each(mentions, dict, "vertexSet")]
        for mentions in items(record, "vertexSet", list)
    ]
    relations = []
    for label in items(record, "labels", dict):
        head, tail = (index(label, end, len(entities), "entities") for end in "ht")
        property_id = field(label, "r", str)
        mapping = REDOCRED.get(property_id)
        if mapping is None or head == tail:
            continue
        ends = entities[head], entities[tail]
        heads, tails = ({sentence for sentence, _ in mentions} for mentions in ends)
        if shared := heads & tails:
            subjects, objects = (
                [offsets for sentence, offsets in mentions if sentence in shared]
                for mentions in ends
            )
            name = _redocred_label(property_id, mapping)
            relations.append(_mapped_relation(name, mapping, subjects, objects))
    labels = _label_of_type((_redocred_label(*item), item[1]) for item in REDOCRED.items())
    return RelationText(title, title, text, _without_mirrors(relations), labels)


def _mention(
    mention: Mapping[str, Any], word_spans: Sequence[Sequence[Offsets]]
) -> tuple[int, Offsets]:
    """Return the index of the sentence of a mention, and its span in the text."""
    sentence = index(mention, "sent_id", len(word_spans), "sentences")
    words = word_spans[sentence]
    first, end = span(field(mention, "pos", list), "pos", len(words), "words")
    return sentence, (words[first][0], words[end - 1][1])


def _redocred_label(property_id: str, mapping: TypeMapping) -> str:
    return f"{min(mapping.types)} {property_id}"


def _join_words(sentences: Sequence[Sequence[str]]) -> tuple[str, list[list[Offsets]]]:
    """Return the words as running text, one sentence a line, and the spans of the words."""
    parts: list[str] = []
    offset = 0
    word_spans: list[list[Offsets]] = []
    for sentence in sentences:
        word_spans.append([])
        for word, has_space in zip(sentence, spaces_after(sentence), strict=True):
            word_spans[-1].append((offset, offset + len(word)))
            parts += (word, " " * has_space)
            offset += len(word) + has_space
        parts.append("\n")
        offset += 1
    return "".join(parts), word_spans

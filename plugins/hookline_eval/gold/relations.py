"""Read texts with typed relations in the formats of four corpora."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from hookline import SYMMETRIC_TYPES, SourceError, shown
from hookline_eval.gold.layout import Offsets
from hookline_eval.gold.lines import json_lines, line_error, numbered_lines
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
    first_line = next((text for _, text in numbered_lines(path) if text.strip()), "")
    if first_line.lstrip().startswith("["):
        return _read_redocred(path)
    texts = [_read_record(path, number, record) for number, record in json_lines(path)]
    if not texts:
        raise SourceError(f"{shown(path)}: holds no text")
    return texts


def _read_record(path: str, number: int, record: Mapping[str, Any]) -> RelationText:
    try:
        if "annotated_types" in record:
            return _knowledgenet(record)
        if "typed" in record:
            return _typed(record, number)
        if "relations" in record and "entities" in record:
            return _re3d(record)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        message = f"not in the format: {type(error).__name__}: {error}"
        raise line_error(path, number, message) from error
    raise line_error(
        path,
        number,
        "expected `annotated_types` (KnowledgeNet), `entities` and `relations` (re3d) or `typed`; "
        f"found the keys {', '.join(sorted(record))}",
    )


def _knowledgenet(record: Mapping[str, Any]) -> RelationText:
    annotated = {
        name: KNOWLEDGENET[name] for name in record["annotated_types"] if name in KNOWLEDGENET
    }
    relations = _mapped_relations(record, KNOWLEDGENET)
    labels = _label_of_type(annotated.items())
    return RelationText(record["id"], str(record["doc"]), record["text"], relations, labels)


def _re3d(record: Mapping[str, Any]) -> RelationText:
    relations = _mapped_relations(record, RE3D)
    labels = _label_of_type(RE3D.items())
    return RelationText(record["id"], record["id"], record["text"], relations, labels)


def _typed(record: Mapping[str, Any], number: int) -> RelationText:
    relations = [
        GoldRelation(
            item["type"],
            frozenset({item["type"], *item.get("also", ())}),
            (_span(*item["subject"]),),
            (_span(*item["object"]),),
            bool(item.get("optional", False)),
            bool(item.get("symmetric", item["type"] in SYMMETRIC_TYPES)),
        )
        for item in record["typed"]
    ]
    document = str(record.get("id", number))
    text_id = f"{document}:{number}"
    return RelationText(text_id, document, record["text"], _without_mirrors(relations), None)


def _mapped_relations(
    record: Mapping[str, Any], mappings: Mapping[str, TypeMapping]
) -> tuple[GoldRelation, ...]:
    """Return the relations of a record, without those of a type that hookline does not have."""
    return _without_mirrors(
        [
            _mapped_relation(
                item["type"],
                mapping,
                *([_span(item[end]["begin"], item[end]["end"])] for end in ("subject", "object")),
            )
            for item in record["relations"]
            if (mapping := mappings.get(item["type"]))
        ]
    )


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


def _span(start: Any, end: Any) -> Offsets:
    return int(start), int(end)


def _read_redocred(path: str) -> list[RelationText]:
    content = "\n".join(text for _, text in numbered_lines(path))
    try:
        return [_redocred(record) for record in orjson.loads(content)]
    except (orjson.JSONDecodeError, KeyError, TypeError, IndexError) as error:
        raise SourceError(
            f"{shown(path)}: expected the JSON of Re-DocRED: {type(error).__name__}: {error}"
        ) from error


def _redocred(record: Mapping[str, Any]) -> RelationText:
    """Return an abstract with the relations whose arguments are mentioned in one sentence."""
    text, word_spans = _join_words(record["sents"])
    relations = []
    for label in record["labels"]:
        mapping = REDOCRED.get(label["r"])
        if mapping is None or label["h"] == label["t"]:
            continue
        heads, tails = (
            [
                (mention["sent_id"], _covered(word_spans[mention["sent_id"]], *mention["pos"]))
                for mention in record["vertexSet"][label[end]]
            ]
            for end in "ht"
        )
        shared = {sentence for sentence, _ in heads} & {sentence for sentence, _ in tails}
        if shared:
            subjects, objects = (
                [span for sentence, span in mentions if sentence in shared]
                for mentions in (heads, tails)
            )
            name = _redocred_label(label["r"], mapping)
            relations.append(_mapped_relation(name, mapping, subjects, objects))
    labels = _label_of_type((_redocred_label(*item), item[1]) for item in REDOCRED.items())
    title = record["title"]
    return RelationText(title, title, text, _without_mirrors(relations), labels)


def _redocred_label(property_id: str, mapping: TypeMapping) -> str:
    return f"{min(mapping.types)} {property_id}"


def _covered(word_spans: Sequence[Offsets], first: int, end: int) -> Offsets:
    return word_spans[first][0], word_spans[end - 1][1]


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

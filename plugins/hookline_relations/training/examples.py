"""Read the training data of the scorer in its published formats."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["HEADS", "AnnotatedRelation", "AnnotatedText", "Offsets", "data_files", "read_examples"]

KNOWLEDGENET = {
    "PLACE_OF_RESIDENCE": "lives_in",
    "SUBSIDIARY_OF": "part_of",
    "HEADQUARTERS": "based_in",
    "CEO": "leads",
    "NATIONALITY": "nationality",
    "PLACE_OF_BIRTH": "born_in",
    "DATE_FOUNDED": "founded_on",
    "EDUCATED_AT": "educated_at",
    "CHILD_OF": "child_of",
    "EMPLOYEE_OR_MEMBER_OF": "member_of:employer",
    "DATE_OF_BIRTH": "born_on",
    "SPOUSE": "spouse_of",
    "FOUNDED_BY": "founded_by",
    "DATE_OF_DEATH": "died_on",
    "POLITICAL_AFFILIATION": "member_of:party",
}
HEADS = tuple(KNOWLEDGENET.values())
"""The outputs of the scorer: relation types, one of them as two heads."""
REDOCRED = {
    "P551": "lives_in",
    "P937": "lives_in",
    "P749": "part_of",
    "P159": "based_in",
    "P169": "leads",
    "P27": "nationality",
    "P19": "born_in",
    "P571": "founded_on",
    "P69": "educated_at",
    "P22": "child_of",
    "P25": "child_of",
    "P40": "child_of",
    "P108": "member_of:employer",
    "P463": "member_of:employer",
    "P54": "member_of:employer",
    "P241": "member_of:employer",
    "P569": "born_on",
    "P26": "spouse_of",
    "P112": "founded_by",
    "P570": "died_on",
    "P102": "member_of:party",
}
REVERSED = frozenset({"CEO", "P169", "P40"})
"""Properties whose subject is the object of our type."""

RE3D = {"BelongsTo": "member_of:employer", "InChargeOf": "leads"}
"""The heads for types of re3d between a person and an organisation."""
UNRELATED = frozenset({"Apart", "FightingAgainst", "CommWith", "Dislikes", "Likes", "CoLocated"})
"""Types of re3d that imply none of the heads."""

Offsets = tuple[int, int]


class AnnotatedRelation(NamedTuple):
    """A relation that a text states between two spans, in the direction of our type."""

    head: str
    subject: Offsets
    object: Offsets


class AnnotatedText(NamedTuple):
    """
    A text with the relations that it states.

    `heads` are those that the text is annotated for, with `names_only` between names alone; `unsure`
    are pairs of spans of unknown relation. `group` is the document.
    """

    text: str
    group: str
    heads: frozenset[str]
    relations: tuple[AnnotatedRelation, ...]
    names_only: bool = False
    unsure: tuple[tuple[Offsets, Offsets], ...] = ()


def data_files(folder: Path) -> list[Path]:
    """
    Return the files of a folder named `knowledgenet*.jsonl*`, `redocred.*json*` or `re3d*.jsonl*`.

    Raises:
        FileNotFoundError: the folder has none.
    """
    return [*_readers(folder)]


def read_examples(folder: Path) -> list[AnnotatedText]:
    """
    Read the data files of a folder.

    Raises:
        FileNotFoundError: the folder has none.
    """
    examples: list[AnnotatedText] = []
    for path, read in _readers(folder).items():
        text = _text(path)
        rows = json.loads(text) if text.startswith("[") else map(json.loads, text.splitlines())
        examples.extend(map(read, rows))
    return examples


def _readers(folder: Path) -> dict[Path, Callable[[dict[str, Any]], AnnotatedText]]:
    """Return what makes an example of a row, for each data file of a folder."""
    formats: dict[str, Callable[[dict[str, Any]], AnnotatedText]] = {
        "knowledgenet*.jsonl*": _knowledgenet,
        "re3d*.jsonl*": _re3d,
        "redocred.*json*": _redocred,
    }
    readers = {
        path: read
        for path in sorted(folder.iterdir())
        for pattern, read in formats.items()
        if path.match(pattern)
    }
    if not readers:
        raise FileNotFoundError(f"{folder}: expected {', '.join(formats)}, plain or .gz")
    return readers


def _text(path: Path) -> str:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")


def _knowledgenet(row: dict[str, Any]) -> AnnotatedText:
    relations = []
    for fact in row["relations"]:
        ends = [(fact[end]["begin"], fact[end]["end"]) for end in ("subject", "object")]
        if fact["type"] in REVERSED:
            ends.reverse()
        relations.append(AnnotatedRelation(KNOWLEDGENET[fact["type"]], *ends))
    known = frozenset(KNOWLEDGENET[name] for name in row["annotated_types"])
    return AnnotatedText(row["text"], f"knowledgenet {row['doc']}", known, tuple(relations))


def _re3d(row: dict[str, Any]) -> AnnotatedText:
    """Return a press release; it counts as annotated for all heads, since it says little of lives."""
    kinds = {(entity["begin"], entity["end"]): entity["type"] for entity in row["entities"]}
    relations: list[AnnotatedRelation] = []
    unsure: list[tuple[Offsets, Offsets]] = []
    for relation in row["relations"]:
        subject, object = (
            (relation[side]["begin"], relation[side]["end"]) for side in ("subject", "object")
        )
        ends = kinds.get(subject), kinds.get(object)
        if relation["type"] in RE3D and ends == ("Person", "Organisation"):
            relations.append(AnnotatedRelation(RE3D[relation["type"]], subject, object))
        elif relation["type"] not in UNRELATED:
            unsure.append((subject, object))
    return AnnotatedText(
        row["text"],
        f"re3d {row['id']}",
        frozenset(HEADS),
        tuple(relations),
        unsure=tuple(unsure),
    )


def _redocred(row: dict[str, Any]) -> AnnotatedText:
    text, spans = _joined(row["sents"])
    entities = [
        [(mention["sent_id"], _mention_span(spans, mention)) for mention in entity]
        for entity in row["vertexSet"]
    ]
    relations: list[AnnotatedRelation] = []
    unsure: list[tuple[Offsets, Offsets]] = []
    for label in row["labels"]:
        head = REDOCRED.get(label["r"])
        if label["h"] == label["t"]:
            continue
        for sentence, subject, object in _cooccurring(entities[label["h"]], entities[label["t"]]):
            if head is not None and sentence in label["evidence"]:
                reverse = label["r"] in REVERSED
                ends = (object, subject) if reverse else (subject, object)
                relations.append(AnnotatedRelation(head, *ends))
            else:
                unsure.append((subject, object))
    return AnnotatedText(
        text, f"redocred {row['title']}", frozenset(HEADS), tuple(relations), True, tuple(unsure)
    )


def _mention_span(spans: Sequence[Sequence[Offsets]], mention: dict[str, Any]) -> Offsets:
    words = spans[mention["sent_id"]]
    first, after = mention["pos"]
    return words[first][0], words[after - 1][1]


def _cooccurring(
    subjects: Sequence[tuple[int, Offsets]], objects: Sequence[tuple[int, Offsets]]
) -> Iterator[tuple[int, Offsets, Offsets]]:
    """Yield the pairs of mentions in the same sentence, with its number."""
    for sentence, subject in subjects:
        for other, object in objects:
            if sentence == other:
                yield sentence, subject, object


def _joined(sentences: Sequence[Sequence[str]]) -> tuple[str, list[list[Offsets]]]:
    """Return tokens as running text, and the span of each token by sentence."""
    text = ""
    spans: list[list[Offsets]] = []
    for sentence in sentences:
        spans.append([])
        for word in sentence:
            no_space = word in {",", ".", ")", "'s", ";", ":", "%", "?", "!", "n't", "’s"}
            if text and not no_space and not text.endswith("("):
                text += " "
            spans[-1].append((len(text), len(text) + len(word)))
            text += word
    return text, spans

"""The annotations a document can carry: plain, immutable values with offsets into its text."""

from __future__ import annotations

from typing import Any, NamedTuple

__all__ = [
    "Entity",
    "Implied",
    "Mention",
    "Place",
    "Relation",
    "Removal",
    "Sentence",
    "Token",
    "Vectors",
]


class Place(NamedTuple):
    """Where a document stands in the input: a path or address, and a line where it has one."""

    path: str
    line: int | None = None

    def __str__(self) -> str:
        return self.path if self.line is None else f"{self.path}:{self.line}"


class Removal(NamedTuple):
    """A raw stretch with a letter or digit in it that a stage took away, and why."""

    raw_start: int
    raw_end: int
    stage: str
    reason: str


class Sentence(NamedTuple):
    """A sentence: code points of the text, `end` exclusive."""

    start: int
    end: int


class Token(NamedTuple):
    """
    A syntactic word.

    `head` is the index of the head's token in the document's tokens, None for a root; `sentence` is
    the index of its sentence. Fields that no stage filled are None. Tags follow Universal
    Dependencies v2: `xpos` is the treebank's own tag, `feats` is in CoNLL-U notation.
    """

    start: int
    end: int
    text: str
    sentence: int
    lemma: str | None = None
    upos: str | None = None
    xpos: str | None = None
    feats: str | None = None
    head: int | None = None
    deprel: str | None = None


class Vectors(NamedTuple):
    """
    What the model that read a text holds of its tokens, for later stages that were trained on it.

    `rows` has `width` signed bytes for each token of the document. `model` names the model: numbers
    of another one mean something else. No sink writes them.
    """

    model: str
    width: int
    rows: bytes


class Entity(NamedTuple):
    """A named entity: code points of the text, `end` exclusive, and its label."""

    start: int
    end: int
    label: str


class Mention(NamedTuple):
    """
    One end, or the predicate, of a relation.

    `entity` is the index of the entity that it is, contains or stands for. `pieces` are the offsets
    of its parts where its words are not contiguous, and empty otherwise.
    """

    start: int
    end: int
    entity: int | None = None
    pieces: tuple[tuple[int, int], ...] = ()


class Implied(NamedTuple):
    """A predicate that no word of the sentence expresses."""

    text: str = "is"


class Relation(NamedTuple):
    """
    A relation between two mentions.

    `type` is a relation type or `open`; `rule` names the rule or model that made it, `score` (0 to 1)
    says how sure it is.
    """

    type: str
    subject: Mention
    predicate: Mention | Implied
    object: Mention
    sentence: int
    rule: str
    score: float = 1.0


def spans_of(layer: str, value: Any) -> list[tuple[int, int]]:
    """Return every span that one item of a layer holds."""
    if layer != "relations":
        return [(value.start, value.end)]
    found: list[tuple[int, int]] = []
    for mention in (value.subject, value.predicate, value.object):
        if isinstance(mention, Mention):
            found.append((mention.start, mention.end))
            found.extend(mention.pieces)
    return found


def indexes_of(layer: str, value: Any) -> list[tuple[str, int]]:
    """Return the items of other layers that one item of a layer points at: layer and index."""
    if layer == "tokens":
        head = [] if value.head is None else [("tokens", value.head)]
        return [("sentences", value.sentence), *head]
    if layer == "relations":
        ends = (value.subject, value.predicate, value.object)
        entities = [end.entity for end in ends if isinstance(end, Mention)]
        found = [("entities", index) for index in entities if index is not None]
        return [("sentences", value.sentence), *found]
    return []

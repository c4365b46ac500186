"""The built-in annotation types: immutable values with offsets into the text."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from hookline.document.marks import Index, RowsOf, WriteIf

__all__ = [
    "SYMMETRIC_TYPES",
    "Claim",
    "Cluster",
    "Entity",
    "Event",
    "Implied",
    "Mention",
    "Money",
    "Place",
    "Qualifiers",
    "Relation",
    "Removal",
    "Sentence",
    "Span",
    "Token",
    "TokenVectors",
    "ValueSpan",
]

SYMMETRIC_TYPES = frozenset(
    {"spouse_of", "meets", "talks_to", "agrees_with", "allied_with", "same_as"}
)
"""The built-in relation types that hold in both directions: which end is the subject says nothing."""


class Place(NamedTuple):
    """The position of a document in the input: a path or address, and a line if known."""

    path: str
    line: int | None = None

    def __str__(self) -> str:
        return self.path if self.line is None else f"{self.path}:{self.line}"


class Removal(NamedTuple):
    """
    A span of the raw text with a letter or digit that a stage removed, and the reason.

    For a `private` removal, the raw text has a block (U+2588) in place of each character.
    """

    raw_start: int
    raw_end: int
    stage: str
    reason: str
    private: bool = False


class Sentence(NamedTuple):
    """A sentence: code points of the text, `end` exclusive."""

    start: int
    end: int


class Token(NamedTuple):
    """
    A syntactic word.

    `head` is the index of the head's token in the document's tokens, None for a root; `sentence` is
    the index of its sentence. Fields that no stage has set are None. Tags follow Universal
    Dependencies v2: `xpos` is the treebank's own tag, `feats` is in CoNLL-U notation.
    """

    start: int
    end: int
    text: str
    sentence: Annotated[int, Index("sentences")]
    lemma: str | None = None
    upos: str | None = None
    xpos: str | None = None
    feats: str | None = None
    head: Annotated[int | None, Index("tokens")] = None
    deprel: str | None = None


class TokenVectors(NamedTuple):
    """
    Hidden states of a model for the tokens of a document, for stages trained on that model.

    `rows` has `width` signed bytes for each token of the document. `model` names the model, as vectors
    of different models are not comparable. No sink writes them.
    """

    model: str
    width: int
    rows: Annotated[bytes, RowsOf("tokens")]


class Money(NamedTuple):
    """An amount of money; `currency` is an ISO 4217 code, or None if the text has none."""

    amount: float
    currency: str | None = None


class Entity(NamedTuple):
    """
    A named entity and its label.

    `cluster` is the index of its cluster. `value` is the normalized value: an ISO 8601 or EDTF string
    for a DATE, `Money` for a MONEY. `id` is the user's identifier of the entity in a list of names.
    """

    start: int
    end: int
    label: str
    cluster: Annotated[int | None, Index("clusters")] = None
    value: str | Money | None = None
    id: Annotated[str | None, WriteIf(filled=True)] = None


class Mention(NamedTuple):
    """A mention of a cluster; `entity` is the index of the same entity, if it is one."""

    start: int
    end: int
    entity: Annotated[int | None, Index("entities")] = None
    kind: Literal["name", "nominal", "pronoun"] = "name"


class Cluster(NamedTuple):
    """A named referent: its fullest name, and all of its mentions in order."""

    name: str
    label: str
    mentions: tuple[Mention, ...]
    id: Annotated[str | None, WriteIf(filled=True)] = None


class Span(NamedTuple):
    """
    A part of the text in a relation or an event.

    `entity` is the index of the entity with the same head, `contains` are the indexes of other entities
    inside the span, `cluster` is the index of the cluster that it refers to. `pieces` are the offsets
    of its parts if its words are not contiguous, and empty otherwise.
    """

    start: int
    end: int
    entity: Annotated[int | None, Index("entities")] = None
    contains: Annotated[tuple[int, ...], Index("entities")] = ()
    cluster: Annotated[int | None, Index("clusters")] = None
    pieces: Annotated[tuple[tuple[int, int], ...], WriteIf(filled=True)] = ()


class ValueSpan(NamedTuple):
    """
    A span with a value: a time (ISO 8601 or EDTF), an amount of money, or a count.

    The other fields are those of `Span`.
    """

    start: int
    end: int
    entity: Annotated[int | None, Index("entities")] = None
    contains: Annotated[tuple[int, ...], Index("entities")] = ()
    cluster: Annotated[int | None, Index("clusters")] = None
    value: str | int | Money | None = None
    pieces: Annotated[tuple[tuple[int, int], ...], WriteIf(filled=True)] = ()


class Implied(NamedTuple):
    """A predicate that no word of the sentence expresses."""

    text: str = "is"
    implied: Literal[True] = True


class Claim(NamedTuple):
    """
    The attribution of an event that the text does not assert itself.

    `source` is the span of the source, None if it is not named ("allegedly"); `event` is the index of
    the speech event, None if there is none ("according to").
    """

    source: Span | None = None
    event: Annotated[int | None, Index("events")] = None


class Event(NamedTuple):
    """
    An event expressed by a clause, a participle or a noun; its span is the trigger word.

    `factuality` ranges from -3 (certainly not) to 3 (certainly), as in FactBank (Saurí and
    Pustejovsky 2009) and UDS (Rudinger et al. 2018).
    """

    start: int
    end: int
    lemma: str
    sentence: Annotated[int, Index("sentences")]
    polarity: Literal["positive", "negative"] = "positive"
    modality: Literal["actual", "possible", "conditional", "intended", "required", "asked"] = (
        "actual"
    )
    factuality: Annotated[float, WriteIf(digits=1)] = 3.0
    claim: Claim | None = None
    time: ValueSpan | None = None
    place: Span | None = None


class Qualifiers(NamedTuple):
    """
    Further properties of a relation; None if they are not expressed.

    `title` and `status` describe an office or a post, `amount` is the value of a deal, `count` the
    number of casualties, `since` and `until` are times.
    """

    title: Annotated[Span | None, WriteIf(filled=True)] = None
    status: Annotated[
        Literal["current", "former", "acting", "elect", "candidate", "declined"] | None,
        WriteIf(filled=True),
    ] = None
    amount: Annotated[ValueSpan | None, WriteIf(filled=True)] = None
    count: Annotated[ValueSpan | None, WriteIf(filled=True)] = None  # type: ignore[assignment]  # the record's name
    since: Annotated[ValueSpan | None, WriteIf(filled=True)] = None
    until: Annotated[ValueSpan | None, WriteIf(filled=True)] = None


class Relation(NamedTuple):
    """
    A relation between two spans.

    `type` is a relation type or `open`; `rule` names the rule or model that found it, `score` (0 to 1)
    is its confidence. `event` is the index of the event that it belongs to, None if it is not
    expressed by a clause.
    """

    type: str
    subject: Span
    predicate: Span | Implied
    object: Span
    sentence: Annotated[int, Index("sentences")]
    rule: str
    score: Annotated[float, WriteIf("scores", digits=3)] = 1.0
    event: Annotated[int | None, Index("events")] = None
    qualifiers: Qualifiers = Qualifiers()

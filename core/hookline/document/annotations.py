"""The annotations a document can carry: plain, immutable values with offsets into its text."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from hookline.document.marks import Index, RowsOf, WriteIf

__all__ = [
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


class Place(NamedTuple):
    """Where a document stands in the input: a path or address, and a line where it has one."""

    path: str
    line: int | None = None

    def __str__(self) -> str:
        return self.path if self.line is None else f"{self.path}:{self.line}"


class Removal(NamedTuple):
    """
    A span of the raw text with a letter or digit in it that a stage took away, and why.

    The words of a `private` one are gone: the raw text has a block (U+2588) for each character.
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
    the index of its sentence. Fields that no stage filled are None. Tags follow Universal
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
    What the model that read a text holds of its tokens, for later stages that were trained on it.

    `rows` has `width` signed bytes for each token of the document. `model` names the model: numbers
    of another one mean something else. No sink writes them.
    """

    model: str
    width: int
    rows: Annotated[bytes, RowsOf("tokens")]


class Money(NamedTuple):
    """An amount of money; `currency` is an ISO 4217 code, or None where the text names none."""

    amount: float
    currency: str | None = None


class Entity(NamedTuple):
    """
    A named entity and its label.

    `cluster` is the index of the cluster that it is mentioned in. `value` is what a date or an amount
    says: ISO 8601 or EDTF of a DATE, the money of a MONEY. `id` is the user's own name for it, where a
    list of names has one.
    """

    start: int
    end: int
    label: str
    cluster: Annotated[int | None, Index("clusters")] = None
    value: str | Money | None = None
    id: Annotated[str | None, WriteIf(filled=True)] = None


class Mention(NamedTuple):
    """A place where a cluster is mentioned; `entity` is the index of the entity that it is."""

    start: int
    end: int
    entity: Annotated[int | None, Index("entities")] = None
    kind: Literal["name", "nominal", "pronoun"] = "name"


class Cluster(NamedTuple):
    """Someone or something with a name, under its fullest name, and all its mentions in order."""

    name: str
    label: str
    mentions: tuple[Mention, ...]
    id: Annotated[str | None, WriteIf(filled=True)] = None


class Span(NamedTuple):
    """
    A part of the text in a relation or an event.

    `entity` is the index of the entity that it is (its head is the head of that name), `contains` are
    those of other entities inside it, `cluster` that of the cluster which it is a name of or stands
    for. `pieces` are the offsets of its parts where its words are not contiguous, and empty otherwise.
    """

    start: int
    end: int
    entity: Annotated[int | None, Index("entities")] = None
    contains: Annotated[tuple[int, ...], Index("entities")] = ()
    cluster: Annotated[int | None, Index("clusters")] = None
    pieces: Annotated[tuple[tuple[int, int], ...], WriteIf(filled=True)] = ()


class ValueSpan(NamedTuple):
    """
    A span that has a value: a time (ISO 8601 or EDTF), an amount of money, a count.

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
    Who vouches for an event, where the text itself does not.

    `source` is the span that names who says so, None where nobody is named ("allegedly"); `event` is
    the index of the event of saying, None where there is none ("according to").
    """

    source: Span | None = None
    event: Annotated[int | None, Index("events")] = None


class Event(NamedTuple):
    """
    What a clause, a participle or a noun of happening says; its span is the trigger, one word.

    `factuality` goes from -3 (certainly not) to 3 (certainly), as in FactBank (Saurí and
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
    What a relation says besides its ends; None where nothing is said.

    `title` and `status` are of an office or a post, `amount` is that of a deal, `count` the number of
    casualties, `since` and `until` are times.
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

    `type` is a relation type or `open`; `rule` names the rule or model that made it, `score` (0 to 1)
    is its confidence. `event` is the index of the event that it is part of, None where no clause says
    it.
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

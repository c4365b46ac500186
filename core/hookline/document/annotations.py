"""The annotations a document can carry: plain, immutable values with offsets into its text."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from hookline.document.marks import Index, RowsOf, WriteIf

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


class Vectors(NamedTuple):
    """
    What the model that read a text holds of its tokens, for later stages that were trained on it.

    `rows` has `width` signed bytes for each token of the document. `model` names the model: numbers
    of another one mean something else. No sink writes them.
    """

    model: str
    width: int
    rows: Annotated[bytes, RowsOf("tokens")]


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
    entity: Annotated[int | None, Index("entities")] = None
    pieces: Annotated[tuple[tuple[int, int], ...], WriteIf(filled=True)] = ()


class Implied(NamedTuple):
    """A predicate that no word of the sentence expresses."""

    text: str = "is"
    implied: Literal[True] = True


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
    sentence: Annotated[int, Index("sentences")]
    rule: str
    score: Annotated[float, WriteIf("scores", digits=3)] = 1.0

"""Read the title of an office, and whether it is held: former, acting, elect, candidate, declined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hookline import Qualifiers
from hookline_relations.mentions.spans import make_mention
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import words
from hookline_relations.typed.rules import OfficeStatus, Rule
from hookline_relations.typed.schema import RelationSchema

__all__ = ["OFFICE_TYPE", "Office", "OfficeReader", "Post", "post_of"]

OFFICE_TYPE = "holds_office"
HELD: frozenset[OfficeStatus] = frozenset({"current", "acting"})
"""Statuses of one who does what the office does."""

POSTS = words("post job role position office seat title")
CANDIDACIES = words(
    "candidate nominee contender race bid run campaign candidacy frontrunner hopeful"
)
LEAVING = words("resign quit retire step stand leave depart fire dismiss remove oust sack relieve")
DECLINING = words("decline refuse reject turn")
SERVING = words("serve")
RUNNING = words("run stand campaign compete")
AS = frozenset({"as", "from"})


class Post(NamedTuple):
    """The clause by which someone leaves, declines or runs for an office, and what that makes them."""

    clause: Clause
    status: OfficeStatus


class Office(NamedTuple):
    """Whether someone leads by an office, and the title and status to write."""

    leads: bool
    qualifiers: Qualifiers


class OfficeReader:
    """Read the offices of a sentence with the words of a schema."""

    def __init__(self, schema: RelationSchema) -> None:
        self._statuses: dict[str, OfficeStatus] = {
            word: status for status, listed in schema.statuses.items() for word in listed
        }
        self._lesser = frozenset(schema.lesser)

    def blockers(self, rule: Rule) -> frozenset[str]:
        """Return the words that block a rule: for an office, none that its status accounts for."""
        blockers = frozenset(rule.blockers)
        return blockers - self._statuses.keys() - self._lesser if rule.office else blockers

    def read(
        self,
        tree: SentenceTree,
        noun: int,
        title: Sequence[int],
        beside: set[int],
        post: Post | None,
    ) -> Office:
        """
        Return the office that a noun names.

        `title` are the words to write as its title, `beside` those that may qualify it.
        """
        texts = {word: tree.words[word].text.lower() for word in beside}
        status: OfficeStatus = "current" if post is None else post.status
        lesser = False
        own = set(title)
        for word, text in texts.items():
            parts = {text, tree.lemmas[word], text.partition("-")[0], _hyphenated(tree, word)}
            for part in parts:
                if status == "current" and part in self._statuses:
                    status = self._statuses[part]
                    own.discard(word)
            lesser = lesser or not self._lesser.isdisjoint(parts)
        span = make_mention(tree, sorted(own or {noun}))
        return Office(not lesser and status in HELD, Qualifiers(title=span, status=status))


def _hyphenated(tree: SentenceTree, word: int) -> str:
    """Return a word with those that hyphens join to its left: "would-be"."""
    words, first = tree.words, word
    while first >= 2 and words[first - 2].end + 1 == words[first].start:
        if words[first - 1].text != "-":
            break
        first -= 2
    return "".join(part.text for part in words[first : word + 1]).lower()


def post_of(tree: SentenceTree, clauses: Mapping[int, Clause], noun: int) -> Post | None:
    """Return how someone leaves, declines or runs for the office that a noun names, if they do."""
    word = noun
    head = tree.heads[word]
    if head >= 0 and tree.base(word) == "nmod" and tree.lemmas[head] in POSTS:
        word, head = head, tree.heads[head]
    status: OfficeStatus | None = None
    if head >= 0 and tree.base(word) == "nmod" and tree.lemmas[head] in CANDIDACIES:
        status, word, head = "candidate", head, tree.heads[head]
        if word in clauses:  # "is a candidate for"
            return Post(clauses[word], "candidate")
    clause = clauses.get(head)
    if clause is None:
        return None
    verb, preposition = tree.lemmas[head], tree.preposition(word)
    if status is None and tree.base(word) in ("obl", "advcl", "nmod") and preposition in AS:
        served = verb in SERVING and tree.words[head].xpos == "VBD"
        status = "former" if served or verb in LEAVING else None
    elif status is None and tree.base(word) == "obl" and preposition == "for" and verb in RUNNING:
        status = "candidate"
    elif status is None and tree.base(word) == "obj":
        if verb in ("leave", "quit", "resign"):
            status = "former"
        elif verb in DECLINING:
            status = "declined"
    return None if status is None else Post(clause, status)

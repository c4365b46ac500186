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
from hookline_relations.typed.tenure import tenure_of

__all__ = ["OFFICE_TYPE", "Office", "OfficeReader", "Post", "post_of"]

OFFICE_TYPE = "holds_office"
HELD: frozenset[OfficeStatus] = frozenset({"current", "acting"})
"""Statuses of one who does what the office does."""

POSTS = words("post job role position office seat title")
TERMS = words("time term tenure stint spell day days year years reign")
"""Nouns of the time that someone spends in an office: "his time as mayor"."""
CANDIDACIES = words(
    "candidate nominee contender race bid run campaign candidacy frontrunner front-runner hopeful "
    "pick choice favourite favorite aspirant pretender challenger"
)
LEAVING = words("resign quit retire step stand leave depart")
REMOVING = words("fire dismiss remove oust sack relieve replace succeed depose topple unseat")
"""Verbs whose object leaves an office."""
SUCCEEDING = words("replace succeed")
"""Verbs whose subject comes into the office that their object leaves."""
DECLINING = words("decline refuse reject turn")
SERVING = words("serve")
RUNNING = words("run stand campaign compete")
AS = frozenset({"as", "from"})
STANCES = frozenset({"pro", "anti", "non"})
"""Prefixes of names that say what one thinks of what is named."""
MAX_PREMODIFIERS = 12
"""Most words before the noun of an office that can belong to it."""
NAMING_TAGS = words("NOUN PROPN ADJ PART")
"""Tags of the words before the noun of an office, besides names."""


class Post(NamedTuple):
    """The clause by which someone leaves, declines or runs for an office, and what that makes them."""

    clause: Clause | None
    status: OfficeStatus
    holder: int | None = None
    """The word that names who has the post, where it is not the subject."""


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

    def without_joints(self, tree: SentenceTree, title: Sequence[int]) -> tuple[int, ...]:
        """Return the words of a title without the hyphens of names and its status: "ex-president"."""
        last = len(tree) - 1

        def joins(word: int) -> bool:
            before, after = max(word - 1, 0), min(word + 1, last)
            texts = {tree.words[other].text.lower() for other in (before, after)}
            named = tree.entity_of[word] is not None and STANCES.isdisjoint(texts)
            return named or not texts.isdisjoint(self._statuses)  # "Coca-Cola president"

        return tuple(word for word in title if tree.words[word].text != "-" or not joins(word))

    def read(
        self,
        tree: SentenceTree,
        noun: int,
        title: Sequence[int],
        beside: set[int],
        post: Post | None,
        clause: Clause | None,
    ) -> Office:
        """
        Return the office that a noun names.

        `title` are the words to write as its title, `beside` those that may qualify it, `clause` the
        one that gives it to someone.
        """
        status: OfficeStatus = "current" if post is None else post.status
        lesser = False
        own = set(title)
        for word in sorted(beside | self._before(tree, noun)):
            joined = _joined(tree, word)
            text = tree.words[word].text.lower()
            whole = _text(tree, joined)
            lemma = text if text == "elected" else tree.lemmas[word]  # is in office
            parts = {whole, text, lemma, text.partition("-")[0]}
            status_word = (
                whole
                if whole in self._statuses
                else next((part for part in sorted(parts) if part in self._statuses), None)
            )
            if status_word is not None:
                own -= set(joined) if status_word == whole else {word}
                status = self._statuses[status_word] if status == "current" else status
            lesser = lesser or not self._lesser.isdisjoint(parts)
        if status == "current" and _is_to_be(tree, noun):
            status = "elect"
        tenure = tenure_of(tree, noun, clause)
        if tenure.over and status in HELD:
            status = "former"
        span = make_mention(tree, sorted(own or {noun}))
        qualifiers = Qualifiers(title=span, status=status, since=tenure.since, until=tenure.until)
        return Office(not lesser and status in HELD, qualifiers)

    def _before(self, tree: SentenceTree, noun: int) -> set[int]:
        """
        Return the words about an office that names part from it: "Acting Acme president".

        A parser may hang them on a name or on the verb.
        """
        qualifying: set[int] = set()
        word = noun - 1
        while word >= 0 and noun - word <= MAX_PREMODIFIERS:
            joined = _joined(tree, word)
            text = tree.words[word].text.lower()
            adverb = tree.tags[word] == "ADV" and word < noun - 1
            if len(joined) > 1 and _text(tree, joined) in self._statuses:  # "would-be"
                qualifying.add(word)
                word = joined[0]
            elif text in self._statuses and not adverb and not tree.dependents(word, "nsubj"):
                qualifying.add(word)
            elif not _names_office(tree, word):
                break
            word -= 1
        return qualifying


def _is_to_be(tree: SentenceTree, noun: int) -> bool:
    """Return whether a phrase tells of an office to come: "Ann Lee, soon to be president"."""
    marks = tree.dependents(noun, "mark")
    coming = any(tree.lemmas[mark] == "to" for mark in marks) and tree.dependents(noun, "cop")
    return bool(coming) and tree.base(noun) in ("appos", "acl", "amod", "nmod")


def _names_office(tree: SentenceTree, word: int) -> bool:
    """Return whether a word can stand in the phrase of an office, before its noun."""
    if tree.entity_of[word] is None:
        return tree.tags[word] in NAMING_TAGS
    return tree.label(word) not in ("PERSON", "DATE")


def _joined(tree: SentenceTree, word: int) -> tuple[int, ...]:
    """Return a word with those that hyphens join to it: "would-be", "one-time"."""
    first = last = word
    while first >= 2 and word - first < MAX_PREMODIFIERS and _hyphenated(tree, first - 1):
        first -= 2
    while last + 2 < min(len(tree), word + MAX_PREMODIFIERS) and _hyphenated(tree, last + 1):
        last += 2
    return tuple(range(first, last + 1))


def _text(tree: SentenceTree, joined: Sequence[int]) -> str:
    return "".join(tree.words[part].text for part in joined).lower()


def _hyphenated(tree: SentenceTree, hyphen: int) -> bool:
    """Return whether a word is a hyphen between two words without spaces."""
    before, middle, after = tree.words[hyphen - 1 : hyphen + 2]
    return middle.text == "-" and before.end == middle.start and middle.end == after.start


def post_of(tree: SentenceTree, clauses: Mapping[int, Clause], noun: int) -> Post | None:
    """Return how someone leaves, declines or runs for the office that a noun names, if they do."""
    word = noun
    head = tree.heads[word]
    status: OfficeStatus | None = None
    of_term = head >= 0 and tree.base(word) == "nmod" and tree.lemmas[head] in TERMS
    if of_term and tree.preposition(word) == "as":
        return _past_term(tree, clauses, head)
    if head >= 0 and tree.base(word) == "nmod" and tree.lemmas[head] in POSTS:
        word, head = head, tree.heads[head]
    if head >= 0 and tree.base(word) == "nmod" and tree.lemmas[head] in CANDIDACIES:
        status, word, head = "candidate", head, tree.heads[head]
        if word in clauses:  # "is a candidate for"
            return Post(clauses[word], "candidate")
        if tree.base(word) in ("appos", "nsubj", "nmod"):  # "Ann Lee, a candidate for"
            return Post(None, "candidate", word)
    clause = clauses.get(head)
    if clause is None:
        return None
    verb, preposition = tree.lemmas[head], tree.preposition(word)
    if (
        status is None
        and tree.base(word) in ("obl", "advcl", "nmod", "xcomp")
        and preposition in AS
    ):
        return _post_as(tree, clause, word)
    if status is None and tree.base(word) == "obl" and preposition == "for" and verb in RUNNING:
        status = "candidate"
    elif status is None and tree.base(word) == "obj":
        if verb in ("leave", "quit", "resign"):
            status = "former"
        elif verb in DECLINING:
            status = "declined"
    return None if status is None else Post(clause, status)


def _past_term(tree: SentenceTree, clauses: Mapping[int, Clause], term: int) -> Post | None:
    """Return the post of a term that a clause speaks of in the past: "During his time as mayor"."""
    clause = clauses.get(tree.heads[term])
    if clause is None or tree.base(term) != "obl" or tree.words[clause.head].xpos != "VBD":
        return None
    return Post(clause, "former")


def _post_as(tree: SentenceTree, clause: Clause, noun: int) -> Post | None:
    """Return who comes into, has or leaves an office that "as" or "from" introduces."""
    verb, preposition = tree.lemmas[clause.head], tree.preposition(noun)
    if verb in SERVING and preposition == "as" and tree.words[clause.head].xpos == "VBD":
        return Post(clause, "former")
    if verb in LEAVING or (verb in REMOVING and clause.passive):
        return Post(clause, "former")
    if verb in SUCCEEDING:
        will = any(tree.lemmas[word] in ("will", "shall") for word in clause.group)
        return Post(clause, "elect" if will else "current")
    if verb in REMOVING:
        objects = (item.head for item in clause.arguments if item.role == "object")
        holder = next(objects, None)
        return None if holder is None else Post(clause, "former", holder)
    if preposition == "as" and clause.subject is not None and noun < clause.subject < clause.head:
        return Post(clause, "current")  # "As mayor of Rome, Ann Lee built"
    return None

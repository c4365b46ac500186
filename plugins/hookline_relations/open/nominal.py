"""
Turn noun phrases into statements: appositions, titles, possessors, "including".

Nominal relations follow ReNoun and MinIE (Yahya et al. 2014; Gashteovski, Gemulla and Del Corro 2017).
"""

from __future__ import annotations

from collections.abc import Iterator

from hookline_relations.mentions.names import name_words, title_words
from hookline_relations.open.appositions import (
    NUMERIC_LABELS,
    PLURAL_TAGS,
    appositions,
    is_office,
)
from hookline_relations.open.statements import Statement
from hookline_relations.syntax.phrases import conjuncts, phrase
from hookline_relations.syntax.shared_titles import is_role
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import ADDRESS, COMPANY_ENDINGS, UNTITLED

__all__ = ["nominal_statements"]

SCORE = 0.7
COMPLETING = frozenset({"of", "for", "to"})
CLAUSAL_TAGS = frozenset({"VB", "VBD", "VBZ", "VBP", "TO", "MD"})
DASHES = frozenset({"–", "—", "--"})
MEMBER_PREPOSITIONS = frozenset({"including", "such as"})
NON_RELATIONAL = frozenset({"of", "including", "such as", "like", "than", "as"})


def nominal_statements(tree: SentenceTree) -> Iterator[Statement]:
    """Yield the statements that the noun phrases of a sentence express."""
    for index in range(len(tree)):
        head = tree.heads[index]
        if index in tree.excluded:
            continue
        if tree.base(index) == "appos" and head >= 0:
            for subject, object in appositions(tree, head, index):
                yield _identity(subject, object, "open:apposition")
        elif tree.base(index) in ("nmod", "obl") and head >= 0:
            yield from _members(tree, head, index)
            yield from _possessive(tree, head, index)
    yield from _titles(tree)


def _identity(subject: tuple[int, ...], object: tuple[int, ...], rule: str) -> Statement:
    return Statement(subject, (), object, rule, SCORE, predicative=True)


def _titles(tree: SentenceTree) -> Iterator[Statement]:
    seen: set[int] = set()
    for index in range(len(tree)):
        entity = tree.entity_of[index]
        if entity is None or entity in seen or tree.entities[entity].label != "PERSON":
            continue
        seen.add(entity)
        name = name_words(tree, index)
        title = _whole_title(tree, title_words(tree, name[0]), name)
        if title and _is_in_complement(tree, title):
            continue
        if title and tree.words[title[-1]].xpos not in PLURAL_TAGS and _is_title(tree, title):
            yield _identity(name, title, "open:title")
    for index in range(len(tree)):
        head = tree.heads[index]
        if tree.rels[index] != "nmod:desc" or head < index:
            continue
        title = phrase(tree, index)
        # Of "founder and chief executive Ann Lee" the loop above reads the second title.
        is_read = tree.entity_of[head] is not None and not _shares_name(tree, index)
        if not is_read and tree.lemmas[index] not in ADDRESS and _is_title(tree, title):
            yield _identity(name_words(tree, head), title, "open:title")


def _shares_name(tree: SentenceTree, title: int) -> bool:
    """Return whether "and" follows a title, and another title with the same name."""
    after = title + 1
    if tree.label(tree.heads[title]) != "PERSON" or after >= len(tree):
        return False
    second = tree.heads[after]
    return tree.base(after) == "cc" and tree.heads[second] == tree.heads[title]


def _is_in_complement(tree: SentenceTree, title: tuple[int, ...]) -> bool:
    """Return whether a title is cut from one: the "Welfare" of "Minister of Health and Welfare"."""
    noun = tree.head_of(title)
    first = tree.heads[noun]
    coordinated = tree.base(noun) == "conj" and first >= 0 and first not in title
    if not coordinated or not tree.case(first) or tree.heads[first] < 0:
        return False
    return is_office(tree, tree.heads[first]) and not is_office(tree, noun)


def _whole_title(
    tree: SentenceTree, title: tuple[int, ...], name: tuple[int, ...]
) -> tuple[int, ...]:
    """Return a title with the noun that it completes: "the chief of the army Ann Lee"."""
    title = _nearest_title(tree, title)
    noun = tree.head_of(title) if title else -1
    case = tree.case(noun) if title else ()
    if not case or tree.words[case[0]].text not in COMPLETING or case[0] >= title[0]:
        return title
    office = case[0] - 1
    if office < 0 or tree.tags[office] not in ("NOUN", "PROPN"):
        return title
    nested = any(tree.tags[word] == "ADP" for word in title)
    if not is_office(tree, office):  # "the photo of magician Ann Lee"
        return () if nested and not is_office(tree, noun) else title
    if tree.base(office) == "appos" and tree.label(tree.heads[office]) == "PERSON":
        return ()  # "Ann Lee, leader of the partner Acme"
    if nested or office not in (tree.heads[tree.head_of(name)], tree.heads[noun]):
        return ()
    words = sorted(set(phrase(tree, office)) - {*name})
    beside = tree.heads[tree.head_of(name)] in words
    return tuple(words) if beside and words[-1] == name[0] - 1 else ()


def _nearest_title(tree: SentenceTree, title: tuple[int, ...]) -> tuple[int, ...]:
    """
    Return the title that a name has behind a preposition, or none behind a thing.

    "An adviser to Ambassador Ann Lee", "polaroids of designer Ann Lee", "in favor of DP Ann Lee".
    """
    for word in reversed(title[1:-1]):
        if tree.tags[word] != "ADP" or tree.entity_of[word] is not None:
            continue
        before, own = word - 1, tuple(range(word + 1, title[-1] + 1))
        if tree.tags[own[0]] == "DET" or (
            tree.tags[before] == "PROPN" and not is_office(tree, before)
        ):
            return title
        if is_role(tree.words[own[-1]]):
            return own
        is_thing = tree.tags[before] == "NOUN" and not is_role(tree.words[before])
        return () if is_thing and tree.words[before].xpos == "NN" else title
    return title


def _is_title(tree: SentenceTree, words: tuple[int, ...]) -> bool:
    """Return whether words can be a title: those with a finite verb or an infinitive are misread."""
    texts = {tree.words[word].text for word in words}
    if not (COMPANY_ENDINGS | DASHES).isdisjoint(texts):
        return False  # "Smith & Co. Ann Lee": a firm, then the next sentence
    if tree.lemmas[words[-1]] in UNTITLED:
        return False  # "in the last minute Ann Lee scored"
    return CLAUSAL_TAGS.isdisjoint(tree.words[word].xpos for word in words)


def _members(tree: SentenceTree, head: int, index: int) -> Iterator[Statement]:
    """Yield "dishes | including | soup" from "dishes, including soup"."""
    marker = tree.case(index)
    if not marker or tree.preposition(index) not in MEMBER_PREPOSITIONS:
        return
    whole = _listed_noun(tree, marker[0])
    if whole is None:
        whole = head if tree.base(index) == "nmod" else tree.dependent(head, "obj")
    elif tree.base(index) == "nmod" and tree.lemmas[head] == tree.lemmas[index]:
        whole = head  # "cases with symptoms, including local cases"
    articles = {"a", "an"} if whole is not None and whole != head else set()
    if whole is not None and any(
        tree.lemmas[det] in articles for det in tree.dependents(whole, "det")
    ):
        return  # "took a hit, including": what is listed was named before
    if whole is None or (index in tree.subtree(whole) - {index} and whole != head):
        return
    for member in conjuncts(tree, index):
        subject, object = phrase(tree, whole), phrase(tree, member)
        yield Statement(subject, marker, object, "open:including", SCORE)


def _listed_noun(tree: SentenceTree, marker: int) -> int | None:
    """Return the plural noun right before "including": its members are what is listed."""
    before = marker - 1
    if before > 0 and tree.words[before].text == ",":
        before -= 1
    plural = before >= 0 and tree.words[before].xpos == "NNS" and tree.tags[before] == "NOUN"
    return before if plural and tree.base(before) in ("nmod", "obj", "obl", "nsubj") else None


def _possessive(tree: SentenceTree, head: int, index: int) -> Iterator[Statement]:
    """Yield "Japan | relations with | China" from "Japan's relations with China"."""
    marker = tree.case(index)
    if tree.base(index) != "nmod" or not marker or index < head:
        return
    if tree.preposition(index) in NON_RELATIONAL:
        return
    owner = tree.dependent(head, "nmod:poss")
    if owner is None or tree.label(owner) in (None, *NUMERIC_LABELS) or tree.tags[head] != "NOUN":
        return
    for other in conjuncts(tree, index):
        if tree.label(other) not in (None, *NUMERIC_LABELS):
            subject, object = phrase(tree, owner), phrase(tree, other)
            yield Statement(
                subject, (head, *marker), object, "open:possessive", SCORE, trigger=head
            )

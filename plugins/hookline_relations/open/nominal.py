"""
Turn noun phrases into statements: appositions, titles, possessors, "including".

Nominal relations follow ReNoun and MinIE (Yahya et al. 2014; Gashteovski, Gemulla and Del Corro 2017).
"""

from __future__ import annotations

from collections.abc import Iterator

from hookline_relations.mentions.names import name_words, title_words
from hookline_relations.open.statements import Statement
from hookline_relations.syntax.phrases import conjuncts, phrase
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import ADDRESS, OFFICES, words

__all__ = ["nominal_statements"]

SCORE = 0.7
RELATIVES = words(
    "daughter son child wife husband widow mother father brother sister nephew niece cousin uncle aunt "
    "partner friend ally aide colleague supporter critic rival opponent predecessor successor lawyer "
    "doctor guest victim"
)
COMPLETING = frozenset({"of", "for", "to"})
PLURAL_TAGS = frozenset({"NNS", "NNPS"})
CLAUSAL_TAGS = frozenset({"VB", "VBD", "VBZ", "VBP", "TO", "MD"})
NUMERIC_LABELS = frozenset({"DATE", "MONEY"})
# In "Lyon, France" the apposition says where the place is, not what it is.
SAME_KIND_LABELS = frozenset({"LOC", "PERSON", "FAC", "NORP"})
MEMBER_PREPOSITIONS = frozenset({"including", "such as"})
NON_RELATIONAL = frozenset({"of", "including", "such as", "like", "than", "as"})


def nominal_statements(tree: SentenceTree) -> Iterator[Statement]:
    """Yield the statements that the noun phrases of a sentence express."""
    for index in range(len(tree)):
        head = tree.heads[index]
        if index in tree.excluded:
            continue
        if tree.base(index) == "appos" and head >= 0:
            yield from _apposition(tree, head, index)
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
        if title and tree.words[title[-1]].xpos not in PLURAL_TAGS and _is_title(tree, title):
            yield _identity(name, title, "open:title")
    for index in range(len(tree)):
        head = tree.heads[index]
        if tree.rels[index] != "nmod:desc" or head < index:
            continue
        title = phrase(tree, index)
        is_name = tree.entity_of[head] is not None
        if not is_name and tree.lemmas[index] not in ADDRESS and _is_title(tree, title):
            yield _identity(name_words(tree, head), title, "open:title")


def _whole_title(
    tree: SentenceTree, title: tuple[int, ...], name: tuple[int, ...]
) -> tuple[int, ...]:
    """Return a title with the noun that it completes: "the chief of the army Ann Lee"."""
    noun = tree.head_of(title) if title else -1
    case = tree.case(noun) if title else ()
    if not case or tree.words[case[0]].text not in COMPLETING or case[0] >= title[0]:
        return title
    office = case[0] - 1
    if office < 0 or tree.tags[office] not in ("NOUN", "PROPN"):
        return title
    nested = any(tree.tags[word] == "ADP" for word in title)
    if not _is_office(tree, office):  # "the photo of magician Ann Lee"
        return () if nested and not _is_office(tree, noun) else title
    if nested or office not in (tree.heads[tree.head_of(name)], tree.heads[noun]):
        return ()
    words = sorted(set(phrase(tree, office)) - {*name})
    beside = tree.heads[tree.head_of(name)] in words
    return tuple(words) if beside and words[-1] == name[0] - 1 else ()


def _is_office(tree: SentenceTree, index: int) -> bool:
    return tree.words[index].text.lower() in OFFICES or tree.lemmas[index] in OFFICES


def _is_title(tree: SentenceTree, words: tuple[int, ...]) -> bool:
    """Return whether words can be a title: those with a finite verb or an infinitive are misread."""
    return CLAUSAL_TAGS.isdisjoint(tree.words[word].xpos for word in words)


def _apposition(tree: SentenceTree, first: int, second: int) -> Iterator[Statement]:
    first_label, second_label = labels = tree.label(first), tree.label(second)
    if not tree.nominal(first) or not tree.nominal(second) or tree.tags[second] in ("NUM", "SYM"):
        return
    if tree.dependents(first, "nummod") and tree.dependents(second, "nummod"):
        return
    if labels == (None, None) and _is_ambiguous(tree, first, second):
        return
    if first_label != "PERSON" and _is_list_item(tree, second):
        return
    if _is_bracketed_aside(tree, first, second) or _is_coordination(tree, first, second):
        return
    if NUMERIC_LABELS & {*labels} or (None not in labels and SAME_KIND_LABELS & {*labels}):
        return
    if tree.entity_of[first] is not None and tree.entity_of[first] == tree.entity_of[second]:
        return
    names_second = first_label is None and (
        second_label == "PERSON" or (tree.tags[first] != "PROPN" and tree.tags[second] == "PROPN")
    )
    if names_second and second_label == "PERSON":
        first = _office_beside(tree, first, second)
    others = conjuncts(tree, second, always=not names_second)
    subjects, objects = (others, [first]) if names_second else ([first], others)
    for subject in subjects:
        for object in objects:
            yield _identity(phrase(tree, subject), phrase(tree, object), "open:apposition")


def _office_beside(tree: SentenceTree, noun: int, name: int) -> int:
    """
    Return the office that a name behind a noun belongs to, else the noun.

    Parsers hang a name on "council" in "a spokesman for the council, Ann Lee", and on "request" in "a
    request of the president, Ann Lee". A relative ("the daughter of the president") may have the name.
    """
    if _is_office(tree, noun) or tree.lemmas[noun] in RELATIVES:
        return noun
    above = tree.heads[noun]
    if tree.base(noun) == "nmod" and above >= 0 and above < noun and _is_office(tree, above):
        return above
    offices = [
        child
        for child in tree.dependents(noun, "nmod")
        if child < name and _is_office(tree, child) and tree.label(child) is None
    ]
    return offices[-1] if offices else noun


def _is_ambiguous(tree: SentenceTree, first: int, second: int) -> bool:
    """
    Return whether a noun beside a common noun may be no apposition to it.

    One without a determiner is an item of a list; "versions of the poem, a delight" may be about either
    noun.
    """
    if tree.tags[first] != "NOUN" or tree.tags[second] != "NOUN":
        return False
    return tree.base(first) in ("nmod", "obl", "conj") or not tree.dependents(
        second, "det", "nmod:poss"
    )


def _is_bracketed_aside(tree: SentenceTree, first: int, second: int) -> bool:
    """Return whether brackets behind a noun give its members, its place or what is in charge of it."""
    before = tree.first(second) - 1
    if before < 0 or tree.words[before].text not in ("(", "["):
        return False
    if any(tree.words[word].text in (")", "]") for word in range(before, second)):
        return False
    last = before - 1
    while tree.tags[last] == "PUNCT":
        last -= 1
    if tree.dependents(second, "conj") or last != max(name_words(tree, first)):
        return True
    return tree.entity_of[first] is None and tree.label(second) in SAME_KIND_LABELS


def _is_coordination(tree: SentenceTree, first: int, second: int) -> bool:
    """Return whether indefinite nouns are coordinated: "a teacher, a writer and a friend"."""
    articles = [
        {tree.lemmas[article] for article in tree.dependents(noun, "det")}
        for noun in (first, second)
    ]
    listed = any(tree.dependents(child, "cc") for child in tree.dependents(second, "conj"))
    return listed and articles[0] == articles[1] == {"a"}


def _is_list_item(tree: SentenceTree, index: int) -> bool:
    """Return whether a comma and "and" follow the phrase."""
    after = [word.text for word in tree.words[max(tree.subtree(index)) + 1 :][:2]]
    return len(after) == 2 and after[0] == "," and after[1] in ("and", "or")


def _members(tree: SentenceTree, head: int, index: int) -> Iterator[Statement]:
    """Yield "dishes | including | soup" from "dishes, including soup"."""
    marker = tree.case(index)
    if not marker or tree.preposition(index) not in MEMBER_PREPOSITIONS:
        return
    whole = head if tree.base(index) == "nmod" else tree.dependent(head, "obj")
    if whole is None or (index in tree.subtree(whole) - {index} and whole != head):
        return
    for member in conjuncts(tree, index):
        subject, object = phrase(tree, whole), phrase(tree, member)
        yield Statement(subject, marker, object, "open:including", SCORE)


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

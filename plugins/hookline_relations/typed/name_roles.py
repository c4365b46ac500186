"""Find the words that fill the roles of a rule around a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hookline_relations.mentions.names import name_words
from hookline_relations.syntax.phrases import is_negation
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.typed.name_prefixes import before_name, birthplace, party_member
from hookline_relations.typed.neighbours import (
    CONNECTORS,
    MAX_DISTANCE,
    bracketed_name,
    coordinated_place,
    fellow_after_comma,
    outscored,
    placed_after,
)
from hookline_relations.typed.verb_roles import RoleFiller

__all__ = ["NAME_ROLES", "opens_clause", "opens_list"]

MAX_ACRONYM = 6
FORMERLY = frozenset({"formerly", "previously", "originally", "née", "aka", "a.k.a."})
MIN_FOREIGN = 2
MAX_FOREIGN = 12
"""Letters of a short name that spells no initials: "National Tourism Fund (Fonatur)"."""
BASED = frozenset({"base", "based", "headquarter", "headquartered"})
FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})


def own_name(tree: SentenceTree, index: int) -> list[RoleFiller]:
    """Return the name, unless a hyphen makes it one of two: "the London-Rome flight"."""
    words = name_words(tree, index)
    paired = any(
        hyphen >= 0
        and 0 <= other < len(tree)
        and tree.words[hyphen].text in CONNECTORS
        and tree.entity_of[other] not in (None, tree.entity_of[index])
        for hyphen, other in ((words[0] - 1, words[0] - 2), (words[-1] + 1, words[-1] + 2))
    )
    return [] if paired else [RoleFiller(index)]


def appositions(tree: SentenceTree, index: int) -> list[RoleFiller]:
    """Return the name after a comma that says where a place is: "Mecca, Saudi Arabia"."""
    entity = tree.entity_of[index]
    words = name_words(tree, index)
    comma = words[-1] + 1
    if entity is None or comma + 1 >= len(tree) or tree.words[comma].text != ",":
        return []
    second = comma + 1
    if tree.entity_of[second] is None or tree.entity_of[second] == entity:
        return []
    if opens_list(tree, words[0], second):
        return []
    if opens_clause(tree, words[0], name_words(tree, second)[-1]):
        return []
    last = name_words(tree, second)[-1]
    if _goes_on(tree, last) or owns_name(tree, last):
        return []
    head = tree.head_of(name_words(tree, second))
    attached = tree.heads[head] in words and tree.base(head) in (
        "appos",
        "nmod",
        "list",
        "flat",
    )
    return [RoleFiller(head)] if attached and not tree.dependents(head, "cc") else []


def acronyms(tree: SentenceTree, index: int) -> list[RoleFiller]:
    """Return the name in brackets that repeats the initials of the name before them."""
    words = name_words(tree, index)
    bracket = words[-1] + 1
    if bracket < len(tree) and tree.tags[bracket] == "PART":
        bracket += 1  # "the Labour Party's (LP) members"
    if bracket + 2 >= len(tree) or tree.words[bracket].text not in ("(", "-LRB-"):
        return []
    acronym = bracket + 1
    former = tree.lemmas[acronym] in FORMERLY and acronym + 1 < len(tree)
    if former and tree.entity_of[acronym + 1] is not None:  # "(formerly Acme Mills)"
        last = name_words(tree, acronym + 1)[-1]
        closed = last + 1 < len(tree) and tree.words[last + 1].text in (")", "-RRB-")
        return [RoleFiller(tree.head_of(name_words(tree, acronym + 1)))] if closed else []
    if tree.words[acronym + 1].text not in (")", "-RRB-") or tree.entity_of[acronym] is None:
        return []
    text = tree.words[acronym].text
    capitals = [letter for letter in text if letter.isupper()]
    initials = iter([tree.words[word].text[:1].upper() for word in words])
    kinds = text.endswith("s") and text[:-1].isupper()  # "Bolt electric vehicles (EVs)"
    spelt = len(capitals) > 1 and not kinds and all(letter in initials for letter in capitals)
    # In another language than the name: "Electoral Court (TE)".
    foreign = text.isupper() and 2 <= len(text) <= MAX_ACRONYM and len(words) > 1
    short = (
        len(words) > MIN_FOREIGN and len(text) <= MAX_FOREIGN and text[:1] in _initials(tree, words)
    )
    bodies = tree.label(index) == tree.label(acronym) == "ORG"
    return [RoleFiller(acronym)] if spelt or ((foreign or short) and bodies) else []


def _initials(tree: SentenceTree, name: tuple[int, ...]) -> set[str]:
    """Return the first letters of the words of a name that have a capital."""
    return {tree.words[word].text[0] for word in name if tree.words[word].text[0].isupper()}


def base(tree: SentenceTree, index: int) -> list[RoleFiller]:
    """Return London for "London-based Reuters"."""
    first = name_words(tree, index)[0]
    for word in range(max(0, first - MAX_DISTANCE), first):
        if tree.lemmas[word] in BASED and word >= 2:
            hyphened = tree.words[word - 1].text in CONNECTORS
            if any(tree.tags[between] == "VERB" for between in range(word + 1, first)):
                continue
            if hyphened and tree.entity_of[word - 2] is not None:
                return [RoleFiller(_smaller_place(tree, word - 2))]
        elif tree.words[word].text.lower().endswith("-based") and tree.entity_of[word] is not None:
            return [RoleFiller(word)]
    return []


def _smaller_place(tree: SentenceTree, index: int) -> int:
    """Return Newark for the state in "Newark, N.J.-based Acme"; any other name as it is."""
    comma = name_words(tree, index)[0] - 1
    if comma < 1 or tree.words[comma].text != "," or tree.label(index) != "LOC":
        return index
    return comma - 1 if tree.label(comma - 1) == "LOC" else index


def after_comma(tree: SentenceTree, index: int) -> list[RoleFiller]:
    """Return the place between commas after a name that does not open a list."""
    place = fellow_after_comma(tree, index)
    if place is None:
        return []
    first = name_words(tree, index)[0]
    return [] if opens_list(tree, first, place) else [RoleFiller(place)]


def located(tree: SentenceTree, index: int) -> list[RoleFiller]:
    """Return the place after a name or a list of names, with a preposition of place."""
    prepositions = ("in",) if tree.label(index) == "LOC" else ("in", "at")
    for preposition in prepositions:
        place = placed_after(tree, index, preposition)
        if place is None:
            place = coordinated_place(tree, index, preposition)
        if place is not None:
            return [RoleFiller(place)]
    return []


def opens_list(tree: SentenceTree, first: int, second: int) -> bool:
    """
    Return whether two names open a headline as a list: "Germany, France agree".

    "Lyon, France, agreed" has a comma after the second one.
    """
    if any(tree.tags[word] not in ("PUNCT", "SYM") for word in range(first)):
        return False
    after = name_words(tree, second)[-1] + 1
    return after < len(tree) and tree.words[after].text not in (",", ".", "(", "–", "—", "-")


def opens_clause(tree: SentenceTree, first: int, last: int) -> bool:
    """
    Return whether the second of two places is the subject of a clause, the first ends what opens it.

    "In the waters of Lake Nicaragua, Ometepe is"; but "Lyon, France is" at the start of a sentence, and
    "police in Lyon, France said", where the verb has its subject before both.
    """
    after = last + 1
    if after >= len(tree) or tree.words[after].xpos not in FINITE or not first:
        return False
    verb = tree.heads[after] if tree.base(after) in ("aux", "cop") else after
    if any(0 <= subject < first for subject in tree.dependents(verb, "nsubj")):
        return False
    return tree.tags[first - 1] in ("ADP", "DET") and not any(
        tree.words[word].xpos in FINITE for word in range(first)
    )


def owns_name(tree: SentenceTree, last: int) -> bool:
    """Return whether a name that ends at a word owns the name after it: "Turkey's Sabah"."""
    return (
        last + 2 < len(tree)
        and tree.tags[last + 1] == "PART"
        and tree.entity_of[last + 2] is not None
    )


def _goes_on(tree: SentenceTree, last: int) -> bool:
    """Return whether a list goes on after its second name: "Lyon, Nice, Metz and Brest"."""
    first = last + 2
    listed = first < len(tree) and tree.words[last + 1].text == ","
    if not listed or tree.label(first) != "LOC":
        return False
    after = name_words(tree, first)[-1] + 1
    return after < len(tree) and tree.lemmas[after] == "and"


def bracketed(tree: SentenceTree, index: int) -> list[RoleFiller]:
    """Return the name alone in brackets after a name: "Agassi (U.S.)"."""
    name = bracketed_name(tree, index)
    return [] if name is None else [RoleFiller(name)]


def initials(tree: SentenceTree, index: int) -> list[RoleFiller]:
    """Return the initials alone in brackets after a name: "Cameron Dugmore (ANC)"."""
    return [item for item in bracketed(tree, index) if _is_initials(tree, item.head)]


def spelt_out(tree: SentenceTree, index: int) -> list[RoleFiller]:
    """Return the name alone in brackets after a name, unless it is initials: "Lee (Real Madrid)"."""
    return [item for item in bracketed(tree, index) if not _is_initials(tree, item.head)]


def _is_initials(tree: SentenceTree, index: int) -> bool:
    texts = [tree.words[word].text for word in name_words(tree, index)]
    return len(texts) == 1 and texts[0].isupper() and len(texts[0]) <= MAX_ACRONYM


def loser(tree: SentenceTree, index: int) -> list[RoleFiller]:
    """Return the side that the name outscores: "Sweden 1 – 0 Korea Republic"."""
    name = outscored(tree, index)
    return [] if name is None else [RoleFiller(name)]


def side(tree: SentenceTree, index: int) -> list[RoleFiller]:
    """Return the name as one of two sides, whatever stands beside it."""
    return [RoleFiller(index)]


def predicate(tree: SentenceTree, index: int) -> list[RoleFiller]:
    """Return the name that says what its subject is: Swiss for "Ann Lee, who is Swiss, won"."""
    head = tree.heads[index]
    clauses = tree.dependents(index, "acl") if tree.base(index) != "nsubj" else [head]
    return [
        RoleFiller(word)
        for word in clauses
        if word >= 0
        and tree.entity_of[word] is not None
        and tree.dependents(word, "cop")
        and not tree.dependents(word, "aux", "mark", "conj", "case", "det")
        and not any(is_negation(tree, child) for child in tree.dependents(word, "advmod"))
    ]


NAME_ROLES: Mapping[str, Callable[[SentenceTree, int], list[RoleFiller]]] = MappingProxyType(
    {
        "self": own_name,
        "apposition": appositions,
        "acronym": acronyms,
        "based": base,
        "bracketed": bracketed,
        "initials": initials,
        "spelt": spelt_out,
        "comma": after_comma,
        "before": before_name,
        "birthplace": birthplace,
        "party": party_member,
        "side": side,
        "outscored": loser,
        "predicate": predicate,
        "located": located,
    }
)
"""For the roles that the order of words tells, what fills them around the name at an index."""

"""Select the words of an argument: minimal but complete."""

from __future__ import annotations

from collections.abc import Iterable

from hookline_relations.syntax.partners import is_partner
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import (
    DAYS,
    NEGATIVE_QUANTIFIERS,
    NEGATIVE_VERBS,
    words,
)

__all__ = [
    "NEGATIONS",
    "RELATIVE",
    "clause_words",
    "conjuncts",
    "follows_comma",
    "is_comment",
    "is_minus",
    "is_negation",
    "is_no_longer",
    "phrase",
    "quantifier_negation",
    "shows_negation",
]

MAX_CONJUNCTS = 12
RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})
# Relations of dependents that are separate statements, or no part of the phrase.
SEPARATE = frozenset(
    {"parataxis", "discourse", "vocative", "advcl", "list", "dislocated", "reparandum", "orphan"}
)
# Relations of words before a noun, which take no preposition.
PRENOMINAL = frozenset({"compound", "amod", "flat"})
# Relations of dependents of a predicate noun that belong to the clause, not to the noun.
CLAUSAL = frozenset({"nsubj", "csubj", "cop", "aux", "mark", "expl", "obl", "ccomp"})
MINUS = frozenset({"-", "−", "–"})
CLOSING_QUOTES = frozenset({"”", "’", "''"})
SEPARATORS = frozenset({",", "—", "–", "-", "(", ";", ":", "--"})
QUANTIFIERS = words(
    "all every each everybody everyone everything anybody anyone many much one single a"
)
NEGATIONS = frozenset(
    {"not", "n't", "n’t", "never", "nor", "neither"}
    | {"hardly", "barely", "scarcely", "rarely", "seldom", "nowhere"}
)

INSTEAD = frozenset({"without", "nor", "instead", "rather"})
NEGATIVE_WORDS = NEGATIONS | NEGATIVE_QUANTIFIERS | INSTEAD | NEGATIVE_VERBS | {"yet"}


def is_negation(tree: SentenceTree, index: int) -> bool:
    """Return whether a word negates its head; the "not" of "not only" does not."""
    if tree.lemmas[index] not in NEGATIONS:
        return False
    return tree.lemmas[index + 1 : index + 2] not in (["only"], ["just"], ["merely"], ["simply"])


def is_comment(tree: SentenceTree, adverb: int, negation: int) -> bool:
    """Return whether an adverb and its "not" stand apart: "Not surprisingly, most left"."""
    opens = not negation or tree.tags[negation - 1] == "PUNCT"
    return opens and [word.text for word in tree.words[adverb + 1 : adverb + 2]] == [","]


def shows_negation(tree: SentenceTree, words: Iterable[int]) -> bool:
    """Return whether one of these words negates."""
    return any(tree.lemmas[word] in NEGATIVE_WORDS or is_no_longer(tree, word) for word in words)


def is_no_longer(tree: SentenceTree, index: int) -> bool:
    """Return whether a word is the "longer" of "no longer", which "takes longer" has not."""
    before = tree.words[index - 1].text.lower() if index else ""
    return tree.words[index].text.lower() == "longer" and before in ("no", "any")


def quantifier_negation(tree: SentenceTree, index: int) -> int | None:
    """Return the "not" before a quantifier: "not everybody", "not all of them", "not every vote"."""
    quantifiers = {index, *tree.dependents(index, "det", "amod")}
    if all(tree.lemmas[word] not in QUANTIFIERS for word in quantifiers):
        return None
    return next(
        (
            child
            for word in sorted(quantifiers)
            for child in tree.dependents(word, "advmod")
            if is_negation(tree, child) and child + 1 in quantifiers
        ),
        None,
    )


def phrase(tree: SentenceTree, head: int, *, joined: bool = False) -> tuple[int, ...]:
    """
    Return the words of the argument that `head` governs, in order.

    Its preposition, relative clauses, appositions and parentheses are left out, since they are
    relations by themselves; its conjuncts too unless `joined`.
    """
    words: list[int] = []
    queue = [head]
    for word in queue:
        words.append(word)
        queue += [
            child
            for child in tree.children[word]
            if not _is_separate(tree, word, child, top=word == head, joined=joined)
        ]
    for word in words[:]:
        # A name is never split, even if the parse splits it.
        if tree.entity_of[word] is not None and (word == head or tree.heads[word] in words):
            words += tree.entity_words(word)
    return _trimmed(tree, set(words), head)


def _is_separate(tree: SentenceTree, word: int, child: int, *, top: bool, joined: bool) -> bool:
    """Return whether a dependent is no part of the phrase; `top` for those of its head."""
    rel, base = tree.rels[child], tree.base(child)
    if base in SEPARATE:
        return True
    if is_partner(tree, child):
        return False
    if child in tree.excluded and base == "conj" and tree.tags[word] in ("DET", "PRON"):
        return False  # "all but Germany"
    if tree.lemmas[child] == "whose" or (base == "conj" and not _is_coordinate(tree, word, child)):
        return True
    if top:
        if base == "case" or (base == "cc" and (not joined or child < word)):
            return rel != "cc:preconj" or not joined
        if base == "conj" and not joined:
            return True
        if _modifies_copula(tree, word, child):
            return True
        if base in CLAUSAL and (tree.tags[word] != "VERB" or base in ("nsubj", "mark")):
            return True
        if base == "advmod" and tree.lemmas[child] == "only" and child:
            return tree.lemmas[child - 1] in NEGATIONS  # "not only a friend but a critic"
        if base == "advmod" and tree.lemmas[child] in NEGATIONS | {"also", "however"}:
            return child != quantifier_negation(tree, word)
    if rel == "acl:relcl":
        # "those who…", "anyone that…": a pronoun is incomplete without its clause.
        return tree.tags[word] not in ("PRON", "DET")
    if base in ("nmod", "obl") and tree.lemmas[child] in DAYS and child > word:
        return True
    if base == "acl":
        return (child > word and follows_comma(tree, child)) or (
            tree.tags[word] not in ("PRON", "DET") and not tree.dependents(child, "mark")
        )
    if base == "appos":
        # "the terrorist group ISIL" is one name.
        return child < word or follows_comma(tree, child)
    if base in ("nmod", "obl") and tree.case(child):
        return (child > word and follows_comma(tree, child)) or tree.lemmas[
            tree.case(child)[0]
        ] == "include"
    if is_minus(tree, child):
        return False
    return base == "punct" and top and child in (min(tree.subtree(word)), max(tree.subtree(word)))


def _is_coordinate(tree: SentenceTree, word: int, child: int) -> bool:
    """
    Return whether a conjunct is coordinate with the first one.

    A clause is not coordinate with a noun, nor are words on either side of their verb.
    """
    if tree.dependents(child, "nsubj", "cop") or (
        tree.tags[child] == "VERB" and tree.tags[word] != "VERB"
    ):
        return False
    inside = tree.entity_of[child]
    if inside is not None and any(
        tree.entity_of[cc] == inside for cc in tree.dependents(child, "cc")
    ):
        return False  # "The Globe and Mail" is one name
    return not is_partner(tree, child) and not word < tree.heads[word] < child


def _modifies_copula(tree: SentenceTree, word: int, child: int) -> bool:
    """Return whether a dependent belongs to the copula, not to the predicate after it."""
    copula = tree.dependent(word, "cop")
    if copula is None or tree.base(child) == "punct":
        return False
    case = tree.case(word)
    return child < copula or (bool(case) and tree.base(child) == "advmod" and child < case[0])


def follows_comma(tree: SentenceTree, index: int) -> bool:
    """Return whether a comma, a dash or a bracket separates the phrase from the words before it."""
    before = tree.first(index) - 1
    if before > 1 and tree.words[before].text in CLOSING_QUOTES:
        before -= 1  # "crimes,” vowing to"
    if before < 1 or tree.words[before].text not in SEPARATORS:
        return False
    # The hyphen of "surface-to-air" separates nothing.
    return tree.words[before].text != "-" or tree.words[before - 1].end < tree.words[before].start


def is_minus(tree: SentenceTree, index: int) -> bool:
    """Return whether a hyphen makes a number negative: "-40 degrees", but not "30-40"."""
    words = tree.words
    if words[index].text not in MINUS or index + 1 >= len(tree) or tree.tags[index + 1] != "NUM":
        return False
    detached = not index or words[index - 1].end < words[index].start
    return detached and words[index].end == words[index + 1].start


def _trimmed(tree: SentenceTree, words: Iterable[int], head: int) -> tuple[int, ...]:
    """Sort the words; remove punctuation, conjunctions and prepositions from both ends."""
    trimmed = sorted(words)
    while trimmed and trimmed[-1] != head and _is_removable(tree, trimmed[-1]):
        trimmed.pop()
    while trimmed and trimmed[0] != head and _is_removable(tree, trimmed[0]):
        trimmed.pop(0)
    return tuple(trimmed)


def _is_removable(tree: SentenceTree, index: int) -> bool:
    """Return whether a word can be removed at the edge of a phrase."""
    base, head = tree.base(index), tree.heads[index]
    if is_minus(tree, index):
        return False
    if base == "fixed" and head >= 0:
        return tree.base(head) == "cc"
    if base == "case" and tree.tags[index] != "PART" and head >= 0:
        return tree.base(head) in PRENOMINAL
    return tree.tags[index] == "PUNCT" or base in ("punct", "cc")


def clause_words(tree: SentenceTree, head: int, without: Iterable[int] = ()) -> tuple[int, ...]:
    """Return the words of a clause that is an argument ("said …"), without its "that"."""
    excluded = {word for index in without for word in tree.subtree(index)}
    excluded |= {mark for mark in tree.dependents(head, "mark") if tree.lemmas[mark] == "that"}
    return _trimmed(tree, tree.subtree(head) - excluded or {head}, head)


def conjuncts(tree: SentenceTree, head: int, *, always: bool = False) -> tuple[int, ...]:
    """
    Return the heads of coordinated arguments that can stand alone, `head` first.

    "The scale and complexity of the drills" shares its determiner and its complement and stays one
    argument; "Japan and the United States" are two. `always` separates them in any case.
    """
    others = [
        child
        for child in tree.dependents(head, "conj")
        if child not in tree.excluded and _is_coordinate(tree, head, child)
    ]
    heads = (head, *others)[:MAX_CONJUNCTS]
    if always or len(heads) == 1:
        return heads
    shared = [
        child
        for child in tree.dependents(head, "det", "amod", "nmod:poss", "compound", "nummod")
        if child < head
    ]
    for other in heads[1:]:
        bare = not tree.dependents(
            other, "det", "amod", "nmod:poss", "nummod", "compound", "nmod:desc"
        )
        if tree.tags[other] == "NOUN" and bare and (shared or tree.tags[head] != "NOUN"):
            return (head,)
        if tree.dependents(other, "nmod", "acl") and bare and tree.tags[other] == "NOUN":
            return (head,)
        if tree.tags[other] in ("ADJ", "ADV", "VERB") and tree.tags[head] != tree.tags[other]:
            return (head,)
    return heads

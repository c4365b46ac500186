"""Find what a sentence names only to leave it out: "not X", "rather than X", "all but X"."""

from __future__ import annotations

from hookline_relations.syntax.tree import SentenceTree

__all__ = ["excluded_words"]

NEGATIONS = frozenset({"not", "n't", "n’t"})
CONTRASTING = frozenset({"rather", "instead"})
EXCEPTING = frozenset(
    {
        "instead of",
        "rather than",
        "except",
        "except for",
        "excluding",
        "unlike",
        "other than",
        "save for",
    }
    | {"apart from", "aside from", "bar", "as opposed to", "but"}
)
QUANTIFIERS = frozenset(
    {"all", "everyone", "everybody", "everything", "every", "each", "none", "no", "nobody"}
    | {"any", "anyone", "anybody", "anything"}
)
NOMINAL_RELATIONS = frozenset(
    {"appos", "conj", "obl", "nmod", "obj", "nsubj", "dep", "list", "parataxis"}
)


LEADING = NEGATIONS | CONTRASTING | {phrase.partition(" ")[0] for phrase in EXCEPTING}
"""Words of which a sentence has at least one if it leaves anything out."""


def excluded_words(tree: SentenceTree) -> frozenset[int]:
    """Return the heads of the noun phrases that a sentence contrasts with what it states."""
    excluded: set[int] = set()
    if LEADING.isdisjoint(tree.lemmas) and LEADING.isdisjoint(
        word.text.lower() for word in tree.words
    ):
        return frozenset()
    for index in tree.order:
        if not tree.nominal(index):
            continue
        head = tree.heads[index]
        if tree.base(index) == "conj" and head in excluded:
            conjunctions = {tree.lemmas[child] for child in tree.dependents(index, "cc")}
            if not conjunctions & {"but"}:
                excluded.add(index)
        elif _is_excluded(tree, index):
            excluded.add(index)
    return frozenset(excluded)


def _is_excluded(tree: SentenceTree, index: int) -> bool:
    head, base = tree.heads[index], tree.base(index)
    if head < 0 or base not in NOMINAL_RELATIONS:
        return False
    before = [child for child in tree.dependents(index, "advmod", "cc") if child < index]
    if tree.preposition(index) in EXCEPTING:
        return tree.preposition(index) != "but" or _is_quantified(tree, head)
    if not tree.verbal(index) and any(_negates(tree, child, index) for child in before):
        return True
    if any(tree.lemmas[child] in CONTRASTING for child in before):
        return True
    butted = any(tree.lemmas[child] == "but" for child in before)
    return butted and base == "conj" and _is_quantified(tree, head)


def _negates(tree: SentenceTree, word: int, index: int) -> bool:
    """Return whether a word is the "not" of "not X"; that of "not only X" excludes nothing."""
    if tree.lemmas[word] not in NEGATIONS or tree.lemmas[word + 1] in ("only", "just", "merely"):
        return False
    return tree.base(index) != "nsubj" or word + 1 == index


def _is_quantified(tree: SentenceTree, index: int) -> bool:
    return tree.lemmas[index] in QUANTIFIERS or any(
        tree.lemmas[child] in QUANTIFIERS for child in tree.dependents(index, "det")
    )

"""Put the words of a predicate together: auxiliaries, negation, particles and linked verbs."""

from __future__ import annotations

from typing import NamedTuple

from hookline_relations.syntax.phrases import negation
from hookline_relations.syntax.tree import Tree
from hookline_relations.syntax.vocabulary import ACCUSING, CHARGES, CONDITIONS

__all__ = ["Chain", "chain_of", "condition", "joined_by", "not_yet", "words_of"]

MOST_LINKS = 5
LIGHT_MARKS = frozenset({"to", "by"})

# Adverbs that make one verb with the verb before them, as its particles do.
PARTICLES = frozenset({"apart", "aside", "away", "back", "down", "off", "out", "together", "up"})

BARE = frozenset({"VB", "VBG", "VBN"})


class Chain(NamedTuple):
    """
    The verbs that lead to a verb and share its subject, outermost first: "agreed to" before "meet".

    `words` are those of the verbs before, with what belongs to them; `passive` is about the last.
    """

    links: tuple[int, ...] = ()
    words: tuple[int, ...] = ()
    passive: bool = False


def chain_of(tree: Tree, index: int, governor: Chain | None) -> Chain:
    """Return the chain that leads to a verb, given the chain of the clause that governs it."""
    base = tree.base(index)
    passive = _passive(tree, index)
    head = tree.heads[index]
    if governor is None or head < 0 or len(governor.links) >= MOST_LINKS:
        return Chain((), (), passive)
    if base == "conj" and not _subject(tree, index):
        return _shared(tree, index, governor, passive)
    if base == "xcomp" and (governor.passive or not tree.kids(head, "obj", "iobj")):
        return Chain((*governor.links, head), (*governor.words, *_own(tree, head)), passive)
    marks = {tree.lemmas[child] for child in tree.kids(index, "mark", "case")}
    if base == "advcl" and tree.lemmas[head] in ACCUSING and marks & CHARGES and governor.passive:
        charge = tree.kids(index, "mark", "case")
        return Chain(
            (*governor.links, head), (*governor.words, *_own(tree, head), *charge), passive
        )
    if base == "advcl" and marks & LIGHT_MARKS and not governor.links and not _subject(tree, index):
        return Chain((*governor.links, head), (*governor.words, *_own(tree, head)), passive)
    return Chain((), (), passive)


def _subject(tree: Tree, index: int) -> bool:
    return bool(tree.kids(index, "nsubj", "csubj"))


def _shared(tree: Tree, index: int, governor: Chain, passive: bool) -> Chain:
    """Return the chain of a coordinated verb: it shares what stands before the first one."""
    head = tree.heads[index]
    if tree.kids(index, "aux") or tree.kids(index, "cop"):
        words = [] if _finite_auxiliary(tree, index) else list(governor.words)
        return Chain(governor.links if words else (), tuple(words), passive)
    denied = [
        child for child in tree.kids(head, "advmod") if negation(tree, child) and child < head
    ]
    same = tree.words[index].xpos in BARE and tree.words[index].xpos == tree.words[head].xpos
    if not same:
        lent = denied if joined_by(tree, index) & {"or", "nor"} else []
        return Chain((), tuple(lent), passive)
    if joined_by(tree, index) & {"but"}:
        denied = []
    lent = [
        child
        for child in tree.children[head]
        if tree.base(child) == "aux"
        or (tree.lemmas[child] == "to" and tree.base(child) == "mark" and not _marked(tree, index))
        or (tree.lemmas[child] in LIGHT_MARKS and tree.base(child) == "mark" and governor.links)
        or child in denied
    ]
    passive = passive or (governor.passive and tree.words[index].xpos == "VBN")
    return Chain(governor.links, (*governor.words, *lent), passive)


def joined_by(tree: Tree, index: int) -> set[str]:
    """Return the conjunctions that join a word to what is before it."""
    return {tree.lemmas[child] for child in tree.kids(index, "cc")}


def _marked(tree: Tree, index: int) -> bool:
    return any(tree.lemmas[child] == "to" for child in tree.kids(index, "mark"))


def _finite_auxiliary(tree: Tree, index: int) -> bool:
    return any(
        "VerbForm=Fin" in (tree.words[child].feats or "VerbForm=Fin")
        for child in tree.kids(index, "aux", "cop")
    )


def _passive(tree: Tree, index: int) -> bool:
    if any(tree.rels[child] in ("aux:pass", "nsubj:pass") for child in tree.children[index]):
        return True
    participle = tree.words[index].xpos == "VBN" and not tree.kids(index, "aux")
    return participle and tree.base(index) in ("acl", "advcl") and not tree.kids(index, "nsubj")


def _own(tree: Tree, index: int) -> list[int]:
    """Return the verb with its auxiliaries, its negation, its particles and its "to"."""
    words = [index] if tree.tags[index] in ("VERB", "AUX", "ADJ") else []
    for child in tree.children[index]:
        base, lemma = tree.base(child), tree.lemmas[child]
        if base in ("aux", "cop") or tree.rels[child] == "compound:prt":
            words.extend(tree.fixed(child))
        elif not_yet(tree, child) or (
            base == "advmod" and child == index + 1 and lemma in PARTICLES
        ):
            words.append(child)
        elif base == "advmod" and (negation(tree, child) or _no_longer(tree, child)):
            words.extend(_with_no(tree, child))
        elif (
            base in ("mark", "case")
            and (tree.tags[index] in ("VERB", "AUX", "ADJ") or tree.kids(index, "cop"))
            and (
                lemma == "to"
                or lemma in ("without", "instead", "rather")
                or (lemma == "by" and tree.base(index) == "advcl")
            )
        ):
            words.extend(tree.fixed(child))
    return words


def not_yet(tree: Tree, index: int) -> bool:
    """Return whether a word is the "yet" of "has yet to leave"."""
    following = tree.lemmas[index + 1 : index + 2]
    return tree.lemmas[index] == "yet" and following == ["to"]


def _no_longer(tree: Tree, index: int) -> bool:
    return tree.lemmas[index] in ("long", "longer", "more") and any(
        tree.lemmas[child] == "no" for child in tree.children[index]
    )


def _with_no(tree: Tree, index: int) -> list[int]:
    return [*(child for child in tree.children[index] if tree.lemmas[child] == "no"), index]


def condition(tree: Tree, index: int) -> int | None:
    """Return the word that makes the clause a condition or a question ("if", "whether")."""
    for child in tree.kids(index, "mark"):
        if tree.lemmas[child] in CONDITIONS:
            return child
    return None


def words_of(tree: Tree, index: int, chain: Chain) -> tuple[int, ...]:
    """
    Return the words of a clause's predicate, in order.

    A condition is kept in it where nothing else in the group shows that the clause is one, since a
    modality must not be lost.
    """
    words = {*chain.words, *_own(tree, index)}
    if tree.tags[index] not in ("VERB", "AUX"):
        words.discard(index)
    mark = condition(tree, index)
    if mark is not None and not any(tree.words[word].xpos == "MD" for word in words):
        words.add(mark)
    return tuple(sorted(words))

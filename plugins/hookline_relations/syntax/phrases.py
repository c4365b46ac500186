"""Choose the words of an argument, minimal but complete, and make spans of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from hookline import Mention
from hookline_relations.syntax.tree import Tree
from hookline_relations.syntax.vocabulary import DAYS

__all__ = ["after_comma", "clause_words", "conjuncts", "mention", "name_of", "negation", "phrase"]

MOST_CONJUNCTS = 12
RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})
OPENING = {"“": "”", "'": "'", '"': '"', "(": ")", "‘": "’", "[": "]", "«": "»", "``": "''"}
CLOSING = frozenset(OPENING.values())
# What hangs on a noun but is a statement of its own, or no part of what it names.
APART = frozenset(
    {"parataxis", "discourse", "vocative", "advcl", "list", "dislocated", "reparandum"}
)
# What stands before a noun and has no preposition of its own, whatever a parser says.
BEFORE_NOUN = frozenset({"compound", "amod", "flat"})
# What hangs on a noun that is a predicate and belongs to the clause, not to the noun.
CLAUSAL = frozenset({"nsubj", "csubj", "cop", "aux", "mark", "expl", "obl", "ccomp"})
SET_OFF = frozenset({",", "—", "–", "-", "(", ";", ":", "--"})
LOOSE = frozenset(",;:.!?—–-")
NEGATIONS = frozenset(
    {"not", "n't", "n’t", "never", "nor", "neither"}
    | {"hardly", "barely", "scarcely", "rarely", "seldom", "nowhere"}
)


def negation(tree: Tree, index: int) -> bool:
    """Return whether a word denies the verb it hangs on; the "not" of "not only" does not."""
    if tree.lemmas[index] not in NEGATIONS:
        return False
    return tree.lemmas[index + 1 : index + 2] not in (["only"], ["just"], ["merely"], ["simply"])


def phrase(tree: Tree, head: int, *, joined: bool = False) -> tuple[int, ...]:
    """
    Return the words of the argument that `head` governs, in order.

    Its preposition, relative clauses, appositions and asides are left out, since they are relations
    of their own; its conjuncts too unless `joined`.
    """
    words: list[int] = []
    queue = [head]
    for word in queue:
        words.append(word)
        queue += [
            child
            for child in tree.children[word]
            if not _apart(tree, word, child, top=word == head, joined=joined)
        ]
    for word in words[:]:
        # A name is never cut, whatever a parser makes of its words.
        if tree.entity[word] is not None and (word == head or tree.heads[word] in words):
            words += name_of(tree, word)
    return _trimmed(tree, set(words), head)


def name_of(tree: Tree, word: int) -> range:
    """Return the words of the entity over a word."""
    entity, left, right = tree.entity[word], word, word + 1
    while left > 0 and tree.entity[left - 1] == entity:
        left -= 1
    while right < len(tree) and tree.entity[right] == entity:
        right += 1
    return range(left, right)


def _apart(tree: Tree, word: int, child: int, *, top: bool, joined: bool) -> bool:
    rel, base = tree.rels[child], tree.base(child)
    if base in APART:
        return True
    if tree.lemmas[child] == "whose" or (base == "conj" and not _coordinate(tree, word, child)):
        return True
    if top:
        if base == "case" or (base == "cc" and (not joined or child < word)):
            return rel != "cc:preconj" or not joined
        if base == "conj" and not joined:
            return True
        if _adverbial(tree, word, child):
            return True
        if base in CLAUSAL and (tree.tags[word] != "VERB" or base in ("nsubj", "mark")):
            return True
        if base == "advmod" and tree.lemmas[child] in NEGATIONS | {"also", "however"}:
            return True
    if rel == "acl:relcl":
        # "those who…", "anyone that…": without its clause a pronoun says nothing.
        return tree.tags[word] not in ("PRON", "DET")
    if base in ("nmod", "obl") and tree.lemmas[child] in DAYS and child > word:
        return True
    if base == "acl":
        return (child > word and after_comma(tree, child)) or (
            tree.tags[word] not in ("PRON", "DET") and not tree.kids(child, "mark")
        )
    if base == "appos":
        # "the terrorist group ISIL" is one name.
        return child < word or after_comma(tree, child)
    if base in ("nmod", "obl") and tree.case(child):
        return (child > word and after_comma(tree, child)) or tree.lemmas[
            tree.case(child)[0]
        ] == "include"
    return base == "punct" and top and child in (min(tree.subtree(word)), max(tree.subtree(word)))


def _coordinate(tree: Tree, word: int, child: int) -> bool:
    """
    Return whether a conjunct is of the kind of the first one.

    A clause beside a noun is not, nor is what follows the verb that the first one stands before.
    """
    if tree.kids(child, "nsubj", "cop") or (
        tree.tags[child] == "VERB" and tree.tags[word] != "VERB"
    ):
        return False
    inside = tree.entity[child]
    if inside is not None and any(tree.entity[cc] == inside for cc in tree.kids(child, "cc")):
        return False  # "The Globe and Mail" is one name
    return not word < tree.heads[word] < child


def _adverbial(tree: Tree, word: int, child: int) -> bool:
    """Return whether an adverb belongs to the copula and not to the predicate after it."""
    copula = tree.kid(word, "cop")
    if copula is None or tree.base(child) == "punct":
        return False
    case = tree.case(word)
    return child < copula or (bool(case) and tree.base(child) == "advmod" and child < case[0])


def after_comma(tree: Tree, index: int) -> bool:
    """Return whether a comma, a dash or a bracket sets the phrase off from what is before it."""
    before = tree.first(index) - 1
    if before < 1 or tree.words[before].text not in SET_OFF:
        return False
    # The hyphen of "surface-to-air" sets nothing off.
    return tree.words[before].text != "-" or tree.words[before - 1].end < tree.words[before].start


def _trimmed(tree: Tree, words: Iterable[int], head: int) -> tuple[int, ...]:
    """Sort the words and take punctuation, stray conjunctions and possessive marks off the ends."""
    kept = sorted(words)
    while kept and kept[-1] != head and _loose(tree, kept[-1]):
        kept.pop()
    while kept and kept[0] != head and _loose(tree, kept[0]):
        kept.pop(0)
    return tuple(kept)


def _loose(tree: Tree, index: int) -> bool:
    """Return whether a word says nothing at the edge of a phrase."""
    base, head = tree.base(index), tree.heads[index]
    if base == "fixed" and head >= 0:
        return tree.base(head) == "cc"
    if base == "case" and tree.tags[index] != "PART" and head >= 0:
        return tree.base(head) in BEFORE_NOUN
    return tree.tags[index] == "PUNCT" or base in ("punct", "cc")


def clause_words(tree: Tree, head: int, without: Iterable[int] = ()) -> tuple[int, ...]:
    """Return the words of a whole clause that is an argument ("said …"), less its conjunction."""
    left_out = {word for index in without for word in tree.subtree(index)}
    for child in tree.kids(head, "mark"):
        if tree.lemmas[child] == "that":
            left_out.add(child)
    return _trimmed(tree, tree.subtree(head) - left_out or {head}, head)


def conjuncts(tree: Tree, head: int, *, always: bool = False) -> tuple[int, ...]:
    """
    Return the heads of coordinated arguments that can stand alone, `head` first.

    "The scale and complexity of the drills" shares its determiner and its complement and stays one
    argument; "Japan and the United States" are two. `always` takes them apart in any case.
    """
    others = [child for child in tree.kids(head, "conj") if _coordinate(tree, head, child)]
    found = [head, *others]
    found = found[:MOST_CONJUNCTS]
    if always or len(found) == 1:
        return tuple(found)
    shared = [
        child
        for child in tree.kids(head, "det", "amod", "nmod:poss", "compound", "nummod")
        if child < head
    ]
    for other in found[1:]:
        bare = not tree.kids(other, "det", "amod", "nmod:poss", "nummod", "compound", "nmod:desc")
        if tree.tags[other] == "NOUN" and bare and (shared or tree.tags[head] != "NOUN"):
            return (head,)
        if tree.kids(other, "nmod", "acl") and bare and tree.tags[other] == "NOUN":
            return (head,)
        if tree.tags[other] in ("ADJ", "ADV", "VERB") and tree.tags[head] != tree.tags[other]:
            return (head,)
    return tuple(found)


def mention(tree: Tree, words: Sequence[int], entity: int | None = None) -> Mention:
    """
    Return the span of these words, in pieces where anything but punctuation lies between them.

    A quotation mark or a bracket that is opened inside and closed right after is taken in.
    """
    places = sorted(words)
    runs = [[places[0], places[0]]]
    for place in places[1:]:
        between = range(runs[-1][1] + 1, place)
        if all(tree.tags[word] == "PUNCT" for word in between):
            runs[-1][1] = place
        else:
            runs.append([place, place])
    runs = [run for run in map(partial(_stripped, tree), runs) if run[0] <= run[1]] or runs[:1]
    for run in runs:
        _balance(tree, run)
    pieces = tuple((tree.words[left].start, tree.words[right].end) for left, right in runs)
    return Mention(pieces[0][0], pieces[-1][1], entity, pieces if len(pieces) > 1 else ())


def _stripped(tree: Tree, run: list[int]) -> list[int]:
    """Take loose punctuation off the ends of a piece."""
    left, right = run
    while left <= right and tree.words[left].text in LOOSE:
        left += 1
    while right >= left and tree.words[right].text in LOOSE:
        right -= 1
    return [left, right]


def _balance(tree: Tree, run: list[int]) -> None:
    following = tree.words[run[1] + 1].text if run[1] + 1 < len(tree) else ""
    before = tree.words[run[0] - 1].text if run[0] else ""
    if following not in CLOSING and before not in OPENING:
        return
    texts = [tree.words[word].text for word in range(run[0], run[1] + 1)]
    for left, right in OPENING.items():
        if left == right:
            unmatched = texts.count(left) % 2 == 1
            if unmatched and following == right:
                run[1] += 1
            elif unmatched and before == left:
                run[0] -= 1
        elif texts.count(left) > texts.count(right) and following == right:
            run[1] += 1
        elif texts.count(right) > texts.count(left) and before == left:
            run[0] -= 1

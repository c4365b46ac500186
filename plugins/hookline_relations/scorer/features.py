"""Describe a pair of candidates by what stands around them and by the path between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

from hookline_relations.mentions.candidates import Candidate
from hookline_relations.syntax.tree import Tree

__all__ = ["BUCKETS", "FARTHEST", "Pair", "pairs"]

BUCKETS = 1 << 16
"""How many features are told apart: a feature's number is its checksum modulo this."""
FARTHEST = 12
"""How many candidates further on the second of a pair may be."""
LONGEST = 8
"""The most words of a path, and between two candidates, that are looked at one by one."""

SETTING = frozenset({"DATE", "LOC", "NORP", "ADJ", "WHERE"})
"""Kinds of which no two are related to one another by anything the scorer knows."""


class Pair(NamedTuple):
    """Two candidates of a sentence, by their numbers, the first mentioned first, and their features."""

    first: int
    second: int
    features: list[int]


def pairs(tree: Tree, found: Sequence[Candidate]) -> Iterator[Pair]:
    """Yield the pairs of candidates that may be related."""
    alone = [_alone(tree, one) for one in found]
    as_first = [_numbers(f"a{text}" for text in texts) for texts in alone]
    as_second = [_numbers(f"b{text}" for text in texts) for texts in alone]
    lines = [_up(tree, one.head) for one in found]
    mask = _mask(tree, found)
    for first, one in enumerate(found):
        for second in range(first + 1, min(len(found), first + 1 + FARTHEST)):
            if one.kind in SETTING and found[second].kind in SETTING:
                continue
            texts = _between(tree, found, first, second, mask)
            texts += _path(tree, one, found[second], lines[first], lines[second])
            numbers = as_first[first] | as_second[second] | _numbers(texts)
            yield Pair(first, second, sorted(numbers))


def _numbers(texts: Iterable[str]) -> set[int]:
    return {crc32(text.encode()) % BUCKETS for text in texts}


def _alone(tree: Tree, one: Candidate) -> list[str]:
    """Return what a candidate is and what stands beside it."""
    word, governor = tree.lemmas[one.head], tree.heads[one.head]
    above = tree.lemmas[governor] if governor >= 0 else "^"
    last = tree.words[one.last].text.lower()
    texts = [
        f"k={one.kind}",
        f"k={one.kind}:{tree.rels[one.head]}",
        f"h={word}",
        f"l={last}",
        f"f={tree.words[one.first].text.lower()}",
        f"g={above}",
        f"gr={above}:{tree.rels[one.head]}",
        f"n={min(one.last - one.first, 4)}",
    ]
    for step in (1, 2, 3):
        texts.append(f"-{step}={_lemma(tree, one.first - step)}")
        texts.append(f"+{step}={_lemma(tree, one.last + step)}")
    texts.append(f"-2={_lemma(tree, one.first - 2)}_{_lemma(tree, one.first - 1)}")
    texts.append(f"+2={_lemma(tree, one.last + 1)}_{_lemma(tree, one.last + 2)}")
    texts.append(f"p={tree.preposition(one.head)}")
    return texts


def _lemma(tree: Tree, index: int) -> str:
    if index < 0 or index >= len(tree):
        return "^" if index < 0 else "$"
    return tree.lemmas[index]


def _mask(tree: Tree, found: Sequence[Candidate]) -> list[str]:
    """Return the lemmas of a sentence, candidates as their kinds on their first word."""
    mask = list(tree.lemmas)
    for one in found:
        mask[one.first] = f"<{one.kind}>"
        for word in range(one.first + 1, one.last + 1):
            mask[word] = ""
    return mask


def _between(
    tree: Tree, found: Sequence[Candidate], first: int, second: int, mask: Sequence[str]
) -> list[str]:
    """Return what lies between two candidates."""
    one, two = found[first], found[second]
    kinds = f"{one.kind}:{two.kind}"
    words = [text for text in mask[one.last + 1 : two.first] if text]
    gap = len(words)
    texts = [
        f"kk={kinds}",
        f"d={kinds}:{min(second - first, 6)}",
        f"gap={min(gap, 12) if gap < 12 else 12 + min(gap // 10, 4)}",
    ]
    rivals = [other.kind for other in found[first + 1 : second]]
    texts.append(f"sameb={rivals.count(two.kind)}:{two.kind}")
    texts.append(f"samea={rivals.count(one.kind)}:{one.kind}")
    near = words if gap <= 2 * LONGEST else [*words[:LONGEST], *words[-LONGEST:]]
    texts += [f"w={text}" for text in near]
    texts += [f"kw={kinds}:{text}" for text in near]
    texts += [f"ww={left}_{right}" for left, right in pairwise(near)]
    if gap <= LONGEST:
        texts.append(f"all={kinds}:{'_'.join(words)}")
        texts.append(f"all={'_'.join(words)}")
    opened = words.count("(") + words.count("-lrb-") - words.count(")") - words.count("-rrb-")
    texts.append(f"open={kinds}:{max(-1, min(opened, 1))}")
    for side, place in (("<", one.first), (">", two.last)):
        for step in (1, 2):
            at = place - step if side == "<" else place + step
            texts.append(f"{side}{step}{kinds}={_lemma(tree, at)}")
    return texts


def _up(tree: Tree, index: int) -> list[int]:
    """Return the words from one up to the root, at most twenty."""
    line = [index]
    while len(line) < 20 and tree.heads[line[-1]] >= 0:
        line.append(tree.heads[line[-1]])
    return line


def _path(
    tree: Tree, one: Candidate, two: Candidate, left: Sequence[int], right: Sequence[int]
) -> list[str]:
    """Return the dependency path between two candidates, whole and in parts."""
    kinds = f"{one.kind}:{two.kind}"
    places = {word: at for at, word in enumerate(right)}
    rise = next((at for at, word in enumerate(left) if word in places), None)
    if rise is None:
        return ["nopath", f"nopath:{kinds}"]
    top = left[rise]
    fall = places[top]
    ups, downs = left[:rise], right[:fall]
    rels = [f"^{tree.rels[word]}" for word in ups]
    rels += [f"v{tree.rels[word]}" for word in reversed(downs)]
    inner = [
        word for word in (*ups[1:], top, *reversed(downs[1:])) if word not in (one.head, two.head)
    ]
    lemmas = [tree.lemmas[word] for word in inner]
    marks = "_".join(filter(None, (tree.preposition(word) for word in (*ups, *downs))))
    shape = "".join(rels)
    texts = [f"len={min(len(rels), 9)}:{kinds}"]
    if len(rels) <= LONGEST:
        whole = "_".join(lemmas)
        texts += [
            f"sh={shape}",
            f"sh={kinds}:{shape}",
            f"pl={kinds}:{whole}",
            f"ps={kinds}:{shape}:{whole}",
            f"pm={kinds}:{whole}:{marks}",
        ]
    topmost = tree.lemmas[top]
    texts += [f"top={topmost}", f"top={kinds}:{topmost}", f"topm={topmost}:{marks}"]
    texts += [f"pw={lemma}" for lemma in lemmas[:LONGEST]]
    texts += [f"pw={kinds}:{lemma}" for lemma in lemmas[:LONGEST]]
    for child in tree.children[top][:12]:
        texts.append(f"c={topmost}:{tree.base(child)}:{tree.lemmas[child]}")
        texts.append(f"ck={kinds}:{tree.lemmas[child]}")
    return texts

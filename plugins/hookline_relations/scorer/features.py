"""Compute the features of a pair of candidates: the words around them and the path between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

from hookline_relations.mentions.candidates import Candidate
from hookline_relations.syntax.paths import upwards
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["BUCKETS", "MAX_DISTANCE", "CandidatePair", "candidate_pairs"]

BUCKETS = 1 << 16
"""The number of hash buckets: a feature is its checksum modulo this."""
MAX_DISTANCE = 12
"""The most candidates from the first of a pair to the second."""
MAX_WORDS = 8
"""The most words of a path, and between two candidates, that are features."""
MAX_DEPTH = 20

FIRST, SECOND = crc32(b"a"), crc32(b"b")
"""What the features of the first and of the second candidate begin with, as checksums."""

CIRCUMSTANTIAL = frozenset({"DATE", "LOC", "NORP", "ADJ", "WHERE"})
"""Kinds that no type of the scorer relates to one another."""


class CandidatePair(NamedTuple):
    """Two candidates of a sentence, as indices in the order of the text, and their features."""

    first: int
    second: int
    features: list[int]


def candidate_pairs(tree: SentenceTree, candidates: Sequence[Candidate]) -> Iterator[CandidatePair]:
    """Yield the pairs of candidates that may be related."""
    unary = [_unary_features(tree, candidate) for candidate in candidates]
    as_first = [_buckets(texts, FIRST) for texts in unary]
    as_second = [_buckets(texts, SECOND) for texts in unary]
    lines = [upwards(tree, candidate.head, MAX_DEPTH) for candidate in candidates]
    encoded = [lemma.encode() for lemma in tree.lemmas]
    mask = _masked_lemmas(encoded, candidates)
    for first, candidate in enumerate(candidates):
        for second in range(first + 1, min(len(candidates), first + 1 + MAX_DISTANCE)):
            other = candidates[second]
            if candidate.kind in CIRCUMSTANTIAL and other.kind in CIRCUMSTANTIAL:
                continue
            sums = _context_features(tree, candidates, first, second, mask)
            sums += _path_features(tree, candidate, other, lines[first], lines[second], encoded)
            buckets = {checksum % BUCKETS for checksum in sums}
            buckets |= as_first[first]
            buckets |= as_second[second]
            yield CandidatePair(first, second, sorted(buckets))


def _buckets(texts: Iterable[str], prefix: int) -> set[int]:
    """Return the buckets of texts; `prefix` is the checksum of what all of them begin with."""
    return {crc32(text.encode(), prefix) % BUCKETS for text in texts}


def _checksums(prefix: str, texts: Iterable[bytes]) -> list[int]:
    """Return the checksum of each text behind the prefix, which is read once."""
    start = crc32(prefix.encode())
    return [crc32(text, start) for text in texts]


def _unary_features(tree: SentenceTree, candidate: Candidate) -> list[str]:
    """Return the features of one candidate and the words around it."""
    word, governor = tree.lemmas[candidate.head], tree.heads[candidate.head]
    above = tree.lemmas[governor] if governor >= 0 else "^"
    last = tree.words[candidate.last].text.lower()
    texts = [
        f"k={candidate.kind}",
        f"k={candidate.kind}:{tree.rels[candidate.head]}",
        f"h={word}",
        f"l={last}",
        f"f={tree.words[candidate.first].text.lower()}",
        f"g={above}",
        f"gr={above}:{tree.rels[candidate.head]}",
        f"n={min(candidate.last - candidate.first, 4)}",
    ]
    for step in (1, 2, 3):
        texts.append(f"-{step}={_lemma(tree, candidate.first - step)}")
        texts.append(f"+{step}={_lemma(tree, candidate.last + step)}")
    texts.append(f"-2={_lemma(tree, candidate.first - 2)}_{_lemma(tree, candidate.first - 1)}")
    texts.append(f"+2={_lemma(tree, candidate.last + 1)}_{_lemma(tree, candidate.last + 2)}")
    texts.append(f"p={tree.preposition(candidate.head)}")
    return texts


def _lemma(tree: SentenceTree, index: int) -> str:
    if index < 0 or index >= len(tree):
        return "^" if index < 0 else "$"
    return tree.lemmas[index]


def _masked_lemmas(encoded: Sequence[bytes], candidates: Sequence[Candidate]) -> list[bytes]:
    """Return the lemmas of a sentence with each candidate replaced by its kind, then empty texts."""
    mask = list(encoded)
    for candidate in candidates:
        mask[candidate.first] = f"<{candidate.kind}>".encode()
        for word in range(candidate.first + 1, candidate.last + 1):
            mask[word] = b""
    return mask


def _context_features(
    tree: SentenceTree,
    candidates: Sequence[Candidate],
    first: int,
    second: int,
    mask: Sequence[bytes],
) -> list[int]:
    """Return the checksums of the features of the words between and beside two candidates."""
    left, right = candidates[first], candidates[second]
    kinds = f"{left.kind}:{right.kind}"
    words = [text for text in mask[left.last + 1 : right.first] if text]
    gap = len(words)
    between = [candidate.kind for candidate in candidates[first + 1 : second]]
    opened = words.count(b"(") + words.count(b"-lrb-") - words.count(b")") - words.count(b"-rrb-")
    texts = [
        f"kk={kinds}",
        f"d={kinds}:{min(second - first, 6)}",
        f"gap={min(gap, 12) if gap < 12 else 12 + min(gap // 10, 4)}",
        f"sameb={between.count(right.kind)}:{right.kind}",
        f"samea={between.count(left.kind)}:{left.kind}",
        f"open={kinds}:{max(-1, min(opened, 1))}",
    ]
    for step in (1, 2):
        texts.append(f"<{step}{kinds}={_lemma(tree, left.first - step)}")
        texts.append(f">{step}{kinds}={_lemma(tree, right.last + step)}")
    sums = [crc32(text.encode()) for text in texts]
    near = words if gap <= 2 * MAX_WORDS else [*words[:MAX_WORDS], *words[-MAX_WORDS:]]
    sums += _checksums("w=", near)
    sums += _checksums(f"kw={kinds}:", near)
    sums += _checksums("ww=", [before + b"_" + after for before, after in pairwise(near)])
    if gap <= MAX_WORDS:
        joined = [b"_".join(words)]
        sums += _checksums(f"all={kinds}:", joined)
        sums += _checksums("all=", joined)
    return sums


def _path_features(
    tree: SentenceTree,
    first: Candidate,
    second: Candidate,
    left: Sequence[int],
    right: Sequence[int],
    encoded: Sequence[bytes],
) -> list[int]:
    """
    Return the checksums of the features of the dependency path.

    `left` and `right` are the ancestors, `encoded` the lemmas of the sentence.
    """
    kinds = f"{first.kind}:{second.kind}"
    depths = {word: depth for depth, word in enumerate(right)}
    rise = next((depth for depth, word in enumerate(left) if word in depths), None)
    if rise is None:
        return [crc32(b"nopath"), crc32(f"nopath:{kinds}".encode())]
    top = left[rise]
    fall = depths[top]
    ups, downs = left[:rise], right[:fall]
    rels = [f"^{tree.rels[word]}" for word in ups]
    rels += [f"v{tree.rels[word]}" for word in reversed(downs)]
    inner = [
        word
        for word in (*ups[1:], top, *reversed(downs[1:]))
        if word not in (first.head, second.head)
    ]
    lemmas = [tree.lemmas[word] for word in inner]
    marks = "_".join(filter(None, (tree.preposition(word) for word in (*ups, *downs))))
    shape = "".join(rels)
    texts = [f"len={min(len(rels), 9)}:{kinds}"]
    if len(rels) <= MAX_WORDS:
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
    children = tree.children[top][:12]
    texts += [f"c={topmost}:{tree.base(child)}:{tree.lemmas[child]}" for child in children]
    sums = [crc32(text.encode()) for text in texts]
    steps = [encoded[word] for word in inner[:MAX_WORDS]]
    sums += _checksums("pw=", steps)
    sums += _checksums(f"pw={kinds}:", steps)
    sums += _checksums(f"ck={kinds}:", [encoded[child] for child in children])
    return sums

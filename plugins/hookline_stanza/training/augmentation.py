"""Vary training sentences: typographic quotes, letter case, missing final punctuation."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from .config import JointConfig
from .corpora import Tagged, Tree, Word

_SMALL = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to"}


def curl(words: Sequence[str]) -> list[str]:
    """Replace straight quotes by curly ones, opening and closing alternately."""
    out: list[str] = []
    double = single = False
    for word in words:
        if word in ('"', "``", "''"):
            out.append("”" if double else "“")
            double = not double
        elif word == "'":
            out.append("’" if single else "‘")
            single = not single
        elif word == "--":
            out.append("—")
        else:
            out.append(word.replace("'", "’").replace('"', "”"))
    return out


def headline(words: Sequence[str]) -> list[str]:
    """Capitalize every word but the small ones."""
    return [w if w.lower() in _SMALL and i else w[:1].upper() + w[1:] for i, w in enumerate(words)]


def vary_words(words: Sequence[str], config: JointConfig, rng: random.Random) -> list[str]:
    """Return the words with other quotes or in other letter case, now and then."""
    out = list(words)
    if rng.random() < config.curly:
        out = curl(out)
    draw = rng.random()
    if draw < config.lower:
        out = [word.lower() for word in out]
    elif draw < config.lower + config.upper:
        out = [word.upper() for word in out]
    elif draw < config.lower + config.upper + config.title:
        out = headline(out)
    return out


def mentions_by_label(sentences: Iterable[Tagged]) -> dict[str, list[tuple[str, ...]]]:
    """Return the words of every entity, by label, as often as they occur."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for sentence in sentences:
        for label, words in _runs(sentence):
            if label:
                found.setdefault(label, []).append(words)
    return found


def swap_entities(
    sentence: Tagged,
    mentions: Mapping[str, Sequence[tuple[str, ...]]],
    share: float,
    rng: random.Random,
) -> Tagged:
    """Return the sentence with a share of its entities replaced by others of the same label.

    Source: mention replacement of Dai and Adel, "An Analysis of Simple Data Augmentation for
    Named Entity Recognition", COLING 2020.
    """
    words: list[str] = []
    tags: list[str] = []
    for label, run in _runs(sentence):
        if label and rng.random() < share:
            run = rng.choice(mentions[label])
        words += run
        if not label:
            tags += ["O"] * len(run)
        elif len(run) == 1:
            tags.append(f"S-{label}")
        else:
            tags += [f"B-{label}", *[f"I-{label}"] * (len(run) - 2), f"E-{label}"]
    return Tagged(tuple(words), tuple(tags))


def _runs(sentence: Tagged) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield label and words of each entity, and under no label each word outside."""
    run: list[str] = []
    for word, tag in zip(sentence.words, sentence.tags, strict=True):
        place, _, label = tag.partition("-")
        run.append(word)
        if place in "OSE":
            yield label, tuple(run)
            run = []


def vary_tagged(sentence: Tagged, config: JointConfig, rng: random.Random) -> Tagged:
    """Return a variant of the sentence with the same tags."""
    return Tagged(tuple(vary_words(sentence.words, config, rng)), sentence.tags)


def vary_tree(tree: Tree, config: JointConfig, rng: random.Random) -> Tree:
    """Return a variant of the tree: the same analysis, or without its final punctuation."""
    words: tuple[Word, ...] = tree.words
    if rng.random() < config.drop_final_punct and _final_punct_is_leaf(words):
        words = words[:-1]
    texts = vary_words([word.text for word in words], config, rng)
    return Tree(
        tuple(replace(w, text=t) for w, t in zip(words, texts, strict=True)),
        tree.opens,
    )


def _final_punct_is_leaf(words: Sequence[Word]) -> bool:
    return (
        len(words) > 1
        and words[-1].upos == "PUNCT"
        and all(word.head != len(words) for word in words)
    )

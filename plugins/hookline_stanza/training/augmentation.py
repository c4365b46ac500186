"""Vary training sentences: typographic quotes, letter case, final punctuation, entities."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from .config import JointConfig
from .corpora import Tagged, Tree

_SMALL = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to"}


def curl_quotes(words: Sequence[str]) -> list[str]:
    """Replace straight quotes by typographic ones, opening and closing alternately."""
    curled: list[str] = []
    in_double = in_single = False
    for word in words:
        if word in ('"', "``", "''"):
            curled.append("”" if in_double else "“")
            in_double = not in_double
        elif word == "'":
            curled.append("’" if in_single else "‘")
            in_single = not in_single
        elif word == "--":
            curled.append("—")
        else:
            curled.append(word.replace("'", "’").replace('"', "”"))
    return curled


def title_case(words: Sequence[str]) -> list[str]:
    """Capitalize the first word, and all others but articles, conjunctions and prepositions."""
    return [w if w.lower() in _SMALL and i else w[:1].upper() + w[1:] for i, w in enumerate(words)]


def vary_words(words: Sequence[str], config: JointConfig, rng: random.Random) -> list[str]:
    """Return the words, with the configured probabilities in other quotes or letter case."""
    varied = list(words)
    if rng.random() < config.curly:
        varied = curl_quotes(varied)
    draw = rng.random()
    if draw < config.lower:
        varied = [word.lower() for word in varied]
    elif draw < config.lower + config.upper:
        varied = [word.upper() for word in varied]
    elif draw < config.lower + config.upper + config.title:
        varied = title_case(varied)
    return varied


def mentions_by_label(sentences: Iterable[Tagged]) -> dict[str, list[tuple[str, ...]]]:
    """Return the words of every entity mention, by label."""
    mentions: dict[str, list[tuple[str, ...]]] = {}
    for sentence in sentences:
        for label, words in _entity_runs(sentence):
            if label:
                mentions.setdefault(label, []).append(words)
    return mentions


def swap_entities(
    sentence: Tagged,
    mentions: Mapping[str, Sequence[tuple[str, ...]]],
    share: float,
    rng: random.Random,
) -> Tagged:
    """
    Return the sentence with a share of its entities replaced by others of the same label.

    Source: mention replacement of Dai and Adel, "An Analysis of Simple Data Augmentation for
    Named Entity Recognition", COLING 2020.

    Args:
        sentence: The sentence.
        mentions: Words of possible replacements, by label.
        share: Probability of replacing an entity.
        rng: Source of randomness.
    """
    words: list[str] = []
    tags: list[str] = []
    for label, run in _entity_runs(sentence):
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


def _entity_runs(sentence: Tagged) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield label and words of each entity, and each other word with an empty label."""
    run: list[str] = []
    for word, tag in zip(sentence.words, sentence.tags, strict=True):
        position, _, label = tag.partition("-")
        run.append(word)
        if position in "OSE":
            yield label, tuple(run)
            run = []


def vary_tagged(sentence: Tagged, config: JointConfig, rng: random.Random) -> Tagged:
    """Return a variant of the sentence with the same tags."""
    return Tagged(tuple(vary_words(sentence.words, config, rng)), sentence.tags)


def vary_tree(tree: Tree, config: JointConfig, rng: random.Random) -> Tree:
    """Return a variant of the sentence with the same tree, or without its final punctuation."""
    words = tree.words
    if rng.random() < config.drop_final_punct and _ends_in_leaf_punctuation(tree):
        words = words[:-1]
    texts = vary_words([word.text for word in words], config, rng)
    return Tree(
        tuple(replace(word, text=text) for word, text in zip(words, texts, strict=True)), tree.opens
    )


def _ends_in_leaf_punctuation(tree: Tree) -> bool:
    words = tree.words
    return (
        len(words) > 1
        and words[-1].upos == "PUNCT"
        and all(word.head != len(words) for word in words)
    )

"""Train the tokenizer and sentence splitter on running text rebuilt from the trees."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from .config import TokenizerConfig, TrainingConfig
from .corpora import Tree, Word, read_trees
from .seeding import dice

INSIDE, WORD_END, SENTENCE_END = "0", "1", "2"


def paragraphs(trees: Sequence[Tree]) -> Iterator[list[Tree]]:
    """Group sentences into the paragraphs of their documents."""
    group: list[Tree] = []
    for tree in trees:
        if tree.opens and group:
            yield group
            group = []
        group.append(tree)
    if group:
        yield group


def spell(trees: Sequence[Tree], *, curly: bool = False) -> tuple[str, str]:
    """Return a paragraph's text and one label per character."""
    text, labels = "", ""
    for tree in trees:
        before = False
        for position, word in enumerate(tree.words):
            surface = _curl(word, before) if curly else word.text
            last = position == len(tree.words) - 1
            text += surface
            labels += INSIDE * (len(surface) - 1) + (SENTENCE_END if last else WORD_END)
            if not word.glued:
                text += " "
                labels += INSIDE
            before = word.glued
    return text.rstrip(), labels[: len(text.rstrip())]


def _curl(word: Word, before: bool) -> str:
    """Return the word with typographic quotes; one that touches only what follows it opens."""
    if word.text in ('"', "'", "``", "''"):
        opens = word.glued and not before
        single = word.text == "'"
        return ("‘" if single else "“") if opens else ("’" if single else "”")
    return word.text.replace("'", "’").replace('"', "”").replace("--", "—")


def quoted(tree: Tree, rng: random.Random) -> Tree:
    """Return the sentence as direct speech: in quotes, now and then in two pairs of them."""
    words = tree.words
    for mark in ("'", '"') if rng.random() < 0.15 else ('"',):
        opening = replace(words[0], text=mark, glued=True)
        inner = (*words[:-1], replace(words[-1], glued=True))
        words = (opening, *inner, replace(words[-1], text=mark))
    return Tree(words, tree.opens)


def training_text(
    trees: Sequence[Tree], config: TokenizerConfig, rng: random.Random
) -> tuple[str, str]:
    """Return the whole training text and its labels, paragraphs apart by a blank line.

    Some paragraphs get typographic quotes, some sentences become direct speech, and some come
    again as a paragraph of their own without the full stop, the way headlines do.
    """
    texts, labels = [], []
    for group in paragraphs(trees):
        spoken = [quoted(t, rng) if rng.random() < config.quoted else t for t in group]
        variants = [(spoken, rng.random() < config.curly)]
        if rng.random() < config.headline:
            tree = rng.choice(group)
            if len(tree.words) > 3 and tree.words[-1].text == ".":
                variants.append(([Tree(tree.words[:-1], True)], rng.random() < config.curly))
        for sentences, curly in variants:
            text, label = spell(sentences, curly=curly)
            texts.append(text)
            labels.append(label)
    return "\n\n".join(texts) + "\n", "\n\n".join(labels) + "\n"


def train_tokenizer(data: Path, work: Path, config: TrainingConfig) -> Path:
    """Train Stanza's tokenizer and return the file of the best model on the dev trees."""
    from stanza.models import tokenizer

    settings = config.tokenizer
    work.mkdir(parents=True, exist_ok=True)
    rng = dice(config.seed, "tokenizer")
    for part in ("train", "dev"):
        trees = [
            *read_trees(data / f"parse/ewt.{part}.conllu.gz"),
            *read_trees(data / f"parse/gum_open.{part}.conllu.gz"),
        ]
        if part == "dev":
            pairs = [spell(group) for group in paragraphs(trees)]
            text, labels = ("\n\n".join(column) + "\n" for column in zip(*pairs, strict=True))
        else:
            text, labels = training_text(trees, settings, rng)
        (work / f"{part}.txt").write_text(text, encoding="utf-8")
        (work / f"{part}.labels").write_text(labels, encoding="utf-8")
    (work / "mwt.json").write_text("[]", encoding="utf-8")
    numbers = {
        "steps": settings.steps,
        "hidden_dim": settings.hidden_dim,
        "batch_size": settings.batch_size,
        "max_seqlen": 300,
        "seed": config.seed,
        "anneal_after": settings.steps // 3,
        "anneal": 0.85,
        "eval_steps": 500,
        "dropout": 0.2,
        "unit_dropout": 0.1,
        "last_char_drop_prob": 0.25,
    }
    tokenizer.main(
        [
            "--mode=train",
            "--lang=en",
            "--shorthand=en_hookline",
            "--cpu",
            "--no_use_mwt",
            f"--mwt_json_file={work / 'mwt.json'}",
            f"--txt_file={work / 'train.txt'}",
            f"--label_file={work / 'train.labels'}",
            f"--dev_txt_file={work / 'dev.txt'}",
            f"--dev_label_file={work / 'dev.labels'}",
            f"--save_dir={work}",
            "--save_name=tokenizer.pt",
            *(f"--{name}={value}" for name, value in numbers.items()),
        ]
    )
    return work / "tokenizer.pt"

"""Train the tokenizer and sentence splitter on running text rebuilt from the trees."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from .config import TokenizerConfig, TrainingConfig
from .corpora import Tree, read_treebanks
from .head_arguments import SHORTHAND
from .running_text import paragraphs, spell
from .seeding import seeded_rng


def quote_sentence(tree: Tree, rng: random.Random) -> Tree:
    """Return the sentence as direct speech: in double quotes, sometimes nested in single quotes."""
    words = tree.words
    for mark in ("'", '"') if rng.random() < 0.15 else ('"',):
        opening = replace(words[0], text=mark, glued=True)
        inner = (*words[:-1], replace(words[-1], glued=True))
        words = (opening, *inner, replace(words[-1], text=mark))
    return Tree(words, tree.opens)


def training_text(
    trees: Sequence[Tree], config: TokenizerConfig, rng: random.Random
) -> tuple[str, str]:
    """
    Return the training text and its labels, with a blank line between paragraphs.

    Some paragraphs get typographic quotes, some sentences become direct speech, and some sentences are
    repeated as paragraphs without full stop, like headlines.
    """
    texts, labels = [], []
    for group in paragraphs(trees):
        quoted = [quote_sentence(t, rng) if rng.random() < config.quoted else t for t in group]
        variants = [(quoted, rng.random() < config.curly)]
        if rng.random() < config.headline:
            tree = rng.choice(group)
            if len(tree.words) > 3 and tree.words[-1].text == ".":
                variants.append(([Tree(tree.words[:-1], True)], rng.random() < config.curly))
        for sentences, curly in variants:
            text, label = spell(sentences, curly=curly)
            texts.append(text)
            labels.append(label)
    return "\n\n".join(texts) + "\n", "\n\n".join(labels) + "\n"


def train_tokenizer(data: Path, checkpoint: Path, config: TrainingConfig) -> None:
    """
    Train Stanza's tokenizer, and write the checkpoint that is best on the dev trees.

    Args:
        data: Data folder.
        checkpoint: File to write when the training is done; intermediate files are beside it.
        config: Configuration of the training.
    """
    from stanza.models import tokenizer

    settings, work = config.tokenizer, checkpoint.parent
    work.mkdir(parents=True, exist_ok=True)
    dev = [spell(group) for group in paragraphs(read_treebanks(data, "dev"))]
    texts = {
        "train": training_text(
            read_treebanks(data, "train"), settings, seeded_rng(config.seed, "tokenizer")
        ),
        "dev": tuple("\n\n".join(column) + "\n" for column in zip(*dev, strict=True)),
    }
    for part, (text, labels) in texts.items():
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
            f"--shorthand={SHORTHAND}",
            "--cpu",
            "--no_use_mwt",
            f"--mwt_json_file={work / 'mwt.json'}",
            f"--txt_file={work / 'train.txt'}",
            f"--label_file={work / 'train.labels'}",
            f"--dev_txt_file={work / 'dev.txt'}",
            f"--dev_label_file={work / 'dev.labels'}",
            f"--save_dir={work}",
            "--save_name=best.pt",
            *(f"--{name}={value}" for name, value in numbers.items()),
        ]
    )
    (work / "best.pt").replace(checkpoint)

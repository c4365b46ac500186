"""Train the lemmatizer: a dictionary of the training words, and an edit model for other words."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from .config import TrainingConfig
from .corpora import Tree, read_treebanks
from .head_arguments import SHORTHAND
from .seeding import seeded_rng

Entry = tuple[str, str, str]
"""Word, UPOS, lemma."""

_MAX_WORD_LENGTH = 29


def count_entries(trees: Iterable[Tree]) -> Counter[Entry]:
    """Count entries; words with an apostrophe also count with a typographic one."""
    counts: Counter[Entry] = Counter()
    for tree in trees:
        for word in tree.words:
            if word.deprel == "goeswith" or word.upos == "X":
                continue
            counts[word.text, word.upos, word.lemma] += 1
            if "'" in word.text and word.text != "'":
                counts[word.text.replace("'", "’"), word.upos, word.lemma] += 1
    return counts


def edit_examples(counts: Counter[Entry], rng: random.Random) -> list[Entry]:
    """
    Return the training examples of the edit model: each entry once, some also capitalized.

    Words at the start of a sentence and in headlines are capitalized without being names.
    """
    examples = [entry for entry in sorted(counts) if len(entry[0]) <= _MAX_WORD_LENGTH]
    for text, upos, lemma in list(examples):
        is_plain = text.islower() and upos not in ("PROPN", "PUNCT", "SYM", "NUM")
        if is_plain and rng.random() < 0.25:
            examples.append((text[:1].upper() + text[1:], upos, lemma))
    rng.shuffle(examples)
    return examples


def write_entries(entries: Sequence[Entry], path: Path) -> None:
    """Write entries as CoNLL-U sentences of one word."""
    with path.open("w", encoding="utf-8") as file:
        for text, upos, lemma in entries:
            columns = ("1", text, lemma, upos, "_", "_", "0", "root", "_", "_")
            file.write("\t".join(columns) + "\n\n")


def train_lemmatizer(data: Path, checkpoint: Path, config: TrainingConfig) -> None:
    """
    Train Stanza's lemmatizer.

    The edit model is selected on entries of the dev trees that are not in the training trees.

    Args:
        data: Data folder.
        checkpoint: File to write when the training is done; intermediate files are beside it.
        config: Configuration of the training.
    """
    from stanza.models import lemmatizer
    from stanza.models.lemma.trainer import Trainer

    work = checkpoint.parent
    work.mkdir(parents=True, exist_ok=True)
    rng = seeded_rng(config.seed, "lemma")
    parts: tuple[Literal["train"], Literal["dev"]] = ("train", "dev")
    train, dev = (count_entries(read_treebanks(data, part)) for part in parts)
    known = {(text, upos) for text, upos, _ in train}
    unseen = [
        entry
        for entry in sorted(dev)
        if entry[:2] not in known and len(entry[0]) <= _MAX_WORD_LENGTH
    ]
    write_entries(edit_examples(train, rng), work / "train.conllu")
    write_entries(unseen, work / "dev.conllu")
    lemmatizer.main(
        [
            "--mode=train",
            f"--shorthand={SHORTHAND}",
            "--cpu",
            f"--train_file={work / 'train.conllu'}",
            f"--eval_file={work / 'dev.conllu'}",
            f"--save_dir={work}",
            "--save_name=edits.pt",
            f"--num_epoch={config.lemma.epochs}",
            f"--hidden_dim={config.lemma.hidden_dim}",
            f"--batch_size={config.lemma.batch_size}",
            "--lr=0.002",
            "--dropout=0.2",
            "--emb_dropout=0.1",
            "--pos_dropout=0.1",
            "--max_dec_len=40",
            "--log_step=100",
            f"--seed={config.seed}",
        ]
    )
    trainer = Trainer(model_file=str(work / "edits.pt"), device="cpu")
    trainer.pos_dict.clear()  # built from the examples, in which every entry has the same frequency
    trainer.train_dict([entry for entry, count in sorted(train.items()) for _ in range(count)])
    part = checkpoint.with_suffix(".part")
    trainer.save(str(part))
    part.replace(checkpoint)

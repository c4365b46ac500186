"""Train the lemmatizer: a dictionary of the training words, and edits for unseen ones."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from .config import TrainingConfig
from .corpora import Tree, read_trees
from .seeding import dice

Entry = tuple[str, str, str]


def entries(trees: Iterable[Tree]) -> Counter[Entry]:
    """Count (word, part of speech, lemma), typographic apostrophes as well as straight ones."""
    counts: Counter[Entry] = Counter()
    for tree in trees:
        for word in tree.words:
            if word.deprel == "goeswith" or word.upos == "X":
                continue
            counts[word.text, word.upos, word.lemma] += 1
            if "'" in word.text and word.text != "'":
                counts[word.text.replace("'", "’"), word.upos, word.lemma] += 1
    return counts


def lessons(counts: Counter[Entry], rng: random.Random) -> list[Entry]:
    """Return what the edit model learns from: each entry once, some capitalized as well.

    Words at the start of a sentence and in headlines are capitalized without being names.
    """
    out = [e for e in sorted(counts) if len(e[0]) < 30]
    for text, upos, lemma in list(out):
        plain = text.islower() and upos not in ("PROPN", "PUNCT", "SYM", "NUM")
        if plain and rng.random() < 0.25:
            out.append((text[:1].upper() + text[1:], upos, lemma))
    rng.shuffle(out)
    return out


def write_entries(rows: Sequence[Entry], path: Path) -> None:
    """Write entries as one-word CoNLL-U sentences."""
    with path.open("w", encoding="utf-8") as file:
        for text, upos, lemma in rows:
            columns = ("1", text, lemma, upos, "_", "_", "0", "root", "_", "_")
            file.write("\t".join(columns) + "\n\n")


def train_lemmatizer(data: Path, work: Path, config: TrainingConfig) -> Path:
    """Train Stanza's lemmatizer and return its file.

    The edit model is chosen on entries of the dev trees that are not in the training trees.
    """
    from stanza.models import lemmatizer
    from stanza.models.lemma.trainer import Trainer

    work.mkdir(parents=True, exist_ok=True)
    rng = dice(config.seed, "lemma")
    counts = {
        part: entries(
            [
                *read_trees(data / f"parse/ewt.{part}.conllu.gz"),
                *read_trees(data / f"parse/gum_open.{part}.conllu.gz"),
            ]
        )
        for part in ("train", "dev")
    }
    known = {(text, upos) for text, upos, _ in counts["train"]}
    unseen = [e for e in sorted(counts["dev"]) if e[:2] not in known and len(e[0]) < 30]
    write_entries(lessons(counts["train"], rng), work / "train.conllu")
    write_entries(unseen, work / "dev.conllu")
    lemmatizer.main(
        [
            "--mode=train",
            "--shorthand=en_hookline",
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
    trainer.pos_dict.clear()  # that of the lessons, which knows nothing of frequencies
    trainer.train_dict([e for e, count in sorted(counts["train"].items()) for _ in range(count)])
    trainer.save(str(work / "lemmatizer.pt"))
    return work / "lemmatizer.pt"

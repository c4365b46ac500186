"""
The stage `stanza` and the main job in words a second, beside naive Stanza, a small CNN and the bare encoder.

    python tests/benchmarks/words.py FILE.jsonl[.gz] [--documents N] [--rounds N]

Naive Stanza is the plain pipeline over the embedded model, one `nlp(text)` for each document. spaCy is
a pipeline of the shape of en_core_web_sm with random weights, `nlp.pipe`; it uses one thread by design.
The bare encoder is one forward pass in bf16 over the same sentences, sorted by length and batched:
what no pipeline over this encoder can undercut. Loading is not timed, and everyone is warm.
"""

from __future__ import annotations

import argparse
import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
from shape import spacy_shape
from side import side_by_side

from hookline import Pipeline

STAGES = ("clean", "boilerplate", "stanza", "relations")
PIECES = 2048


def texts_of(path: Path, documents: int) -> list[str]:
    """Return the first texts of a file of JSON lines."""
    data = path.read_bytes()
    data = gzip.decompress(data) if path.suffix == ".gz" else data
    return [orjson.loads(line)["text"] for line in data.splitlines()[:documents]]


def bare_encoder(folder: Path, sentences: list[list[str]], threads: int) -> Callable[[], None]:
    """Return a forward pass of the encoder over sentences, with batches made beforehand."""
    import torch

    from hookline_stanza.encoder.stanza_encoder import load_stanza_encoder

    encoder, tokenizer = load_stanza_encoder(folder)
    model = encoder.model.bfloat16()
    rows = sorted(tokenizer.plain(sentences, is_split_into_words=True)["input_ids"], key=len)
    batches: list[Any] = []
    while rows:
        count = max(1, PIECES // len(rows[min(len(rows), 64) - 1]))
        part, rows = rows[:count], rows[count:]
        ids = torch.nn.utils.rnn.pad_sequence(list(map(torch.tensor, part)), batch_first=True)
        batches.append((ids, (ids > 0).long()))

    def run() -> None:
        torch.set_num_threads(threads)  # the stage has its own, and leaves libraries with one
        with torch.inference_mode():
            for ids, mask in batches:
                model(ids, attention_mask=mask)

    return run


def main() -> None:
    """Print the comparison."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--documents", type=int, default=24)
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    texts = texts_of(given.file, given.documents)
    words = sum(len(text.split()) for text in texts)

    import torch

    from hookline_stanza import load_pipeline
    from hookline_stanza.loading.model_folder import embedded_folder

    threads = torch.get_num_threads()
    folder = embedded_folder()
    naive = load_pipeline(folder, device="cpu")
    whole, names = spacy_shape(("tagger", "parser", "ner")), spacy_shape(("ner",))

    def job(*stages: dict[str, Any]) -> Pipeline:
        return Pipeline.from_config({"stages": [*stages]})

    alone = job({"use": "stanza"})
    only_names = job({"use": "stanza", "layers": ["entities"]})
    main_job = job(*({"use": name} for name in STAGES))
    docs = list(alone.stream(texts))
    sentences: list[list[str]] = []
    for doc in docs:
        parts: list[list[str]] = [[] for _ in doc.sentences or ()]
        for token in doc.tokens or ():
            parts[token.sentence].append(token.text)
        sentences += parts

    def with_stanza() -> None:
        torch.set_num_threads(threads)
        for text in texts:
            naive(text)

    side_by_side(
        {
            "spaCy shape": lambda: list(whole.pipe(texts)) and None,
            "spaCy shape, entities": lambda: list(names.pipe(texts)) and None,
            "hookline, stanza stage": lambda: list(alone.stream(texts)) and None,
            "hookline, entities": lambda: list(only_names.stream(texts)) and None,
            "hookline, main job": lambda: list(main_job.stream(texts)) and None,
            "bare encoder, bf16": bare_encoder(folder, sentences, threads),
            "naive Stanza": with_stanza,
        },
        words,
        "words",
        given.rounds,
    )


if __name__ == "__main__":
    main()

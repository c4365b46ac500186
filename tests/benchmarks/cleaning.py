"""
Cleaning and boilerplate removal, beside what corpora are built with.

    python tests/benchmarks/cleaning.py FILE.jsonl[.gz] [--documents N] [--rounds N]

Both sides repair encodings and remove lines, document by document, in one process, and are compared by
the processor time that they take: datatrove 0.10 with
its FTFY formatter and its C4 line filter (extra `benchmark`), hookline with the stages `clean` and
`boilerplate`. The C4 filter also counts sentences, to drop short documents; that part needs spaCy and is
switched off unless `--sentences` is given. hookline records every edit meanwhile. Where the documents
have `labels` (one for each line: 1 boilerplate, 0 content), the lines removed are compared with them.
"""

from __future__ import annotations

import argparse
import gzip
from pathlib import Path
from time import process_time
from typing import Any

import orjson
from side import side_by_side

from hookline import Pipeline


def records_of(path: Path, documents: int | None, kind: str | None) -> list[dict[str, Any]]:
    """Return the first records of a file of JSON lines, of one kind if it is given."""
    data = path.read_bytes()
    data = gzip.decompress(data) if path.suffix == ".gz" else data
    records = map(orjson.loads, data.splitlines())
    return [record for record in records if kind in {None, record.get("kind")}][:documents]


class Datatrove:
    """The FTFY formatter and the line rules of C4."""

    def __init__(self, sentences: bool) -> None:
        from datatrove.data import Document
        from datatrove.pipeline.filters import C4QualityFilter
        from datatrove.pipeline.formatters import FTFYFormatter
        from loguru import logger

        logger.remove()
        least = 5 if sentences else -1
        self._document = Document
        self._format = FTFYFormatter().format
        self._filter = C4QualityFilter(min_num_sentences=least).filter
        # What drops whole documents hides which lines would go.
        self._lines = C4QualityFilter(
            min_num_sentences=-1, filter_lorem_ipsum=False, filter_curly_bracket=False
        ).filter

    def run(self, texts: list[str]) -> None:
        """Clean and filter."""
        for text in texts:
            self._filter(self._document(text=self._format(text), id=""))

    def keeps(self, lines: list[str]) -> list[bool]:
        """Tell for each line whether the rules keep it."""
        kept = []
        for line in lines:
            document = self._document(text=line, id="")
            self._lines(document)
            kept.append(bool(document.text))
        return kept


class Hookline:
    """The stages `clean` and `boilerplate`."""

    def __init__(self) -> None:
        self._pipeline = Pipeline.from_config(
            {"stages": [{"use": "clean"}, {"use": "boilerplate"}]}
        )

    def run(self, texts: list[str]) -> None:
        """Clean and remove."""
        for _ in self._pipeline.stream(texts):
            pass

    def keeps(self, lines: list[str]) -> list[bool]:
        """Tell for each line whether most of it stays."""
        text = "\n".join(lines)
        gone = bytearray(len(text))
        for item in self._pipeline.process(text).removed:
            gone[item.raw_start : item.raw_end] = b"\1" * (item.raw_end - item.raw_start)
        kept, start = [], 0
        for line in lines:
            kept.append(2 * gone.count(1, start, start + len(line)) <= len(line.strip()))
            start += len(line) + 1
        return kept


def quality(records: list[dict[str, Any]], contestants: dict[str, Any]) -> None:
    """Print F1 over boilerplate lines, and the share of the words of content that is lost."""
    kinds = sorted({str(record.get("kind", "")) for record in records})
    print(f"\n{'':28} {'kind':6} {'line F1':>8} {'words lost':>11}")
    for name, contestant in contestants.items():
        for kind in kinds:
            right = wrong = missed = lost = words = 0
            for record in records:
                if str(record.get("kind", "")) != kind:
                    continue
                lines = record["text"].split("\n")
                for line, label, kept in zip(
                    lines, record["labels"], contestant.keeps(lines), strict=True
                ):
                    if not any(map(str.isalnum, line)):
                        continue
                    if label == 1:
                        right, missed = right + (not kept), missed + kept
                    elif label == 0:
                        count = len(line.split())
                        words, wrong = words + count, wrong + (not kept)
                        lost += 0 if kept else count
            f1 = 2 * right / max(1, 2 * right + wrong + missed)
            print(f"{name:28} {kind:6} {f1:8.3f} {lost / max(1, words):11.2%}")


def main() -> None:
    """Print the comparison."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--documents", type=int)
    arguments.add_argument("--kind", help="only the records of this kind: full, tail")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--sentences", action="store_true", help="let C4 count sentences")
    given = arguments.parse_args()
    records = records_of(given.file, given.documents, given.kind)
    texts = [record["text"] for record in records]
    contestants = {
        "datatrove FTFY + C4 lines": Datatrove(given.sentences),
        "hookline clean + boilerplate": Hookline(),
    }
    for contestant in contestants.values():
        contestant.run(texts[:3])  # loads what is loaded late
    side_by_side(
        {name: (lambda one=one: one.run(texts)) for name, one in contestants.items()},
        sum(map(len, texts)) / 1e3,
        "kchars",
        given.rounds,
        process_time,
    )
    if all("labels" in record for record in records):
        quality(records, contestants)


if __name__ == "__main__":
    main()

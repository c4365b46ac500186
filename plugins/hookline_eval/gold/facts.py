"""Read sentences with the facts that they state, in the formats of BenchIE and CaRB and as JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from hookline_eval.gold.lines import json_lines, line_error, numbered_lines

_ARROW = " --> "
_CLUSTER = re.compile(r"\S+-->\s*Cluster")
_IMPLIED_PREDICATES = ('"is"', "“is”")

FactForm = tuple[str, str, str]
"""Subject, predicate and object."""


def tokenize(text: str) -> list[str]:
    """Split a text, tokenized or not, into words and punctuation characters."""
    return re.findall(r"\w+|[^\w\s]", text)


class FactSynset(NamedTuple):
    """
    The forms in which an extraction may express one fact; optional words are in brackets.

    The fact is `implied` if the predicate of every form is in quotation marks, that is, no word of the
    sentence expresses it. The term is BenchIE's (Gashteovski et al. 2022).
    """

    forms: tuple[FactForm, ...]
    implied: bool = False


@dataclass(frozen=True, slots=True)
class FactSentence:
    """
    A sentence with its facts, and with tuples of predicate, subject and other arguments.

    `facts` is None in a file that has only tuples. `tokenized` says whether white space separates
    the words. `group` is an optional group of sentences with figures of its own.
    """

    id: str
    text: str
    facts: tuple[FactSynset, ...] | None = None
    tuples: tuple[tuple[str, ...], ...] = ()
    group: str | None = None
    tokenized: bool = True

    @property
    def split_words(self) -> Callable[[str], list[str]]:
        """The function that splits parts of this sentence, and of its extractions, into words."""
        return str.split if self.tokenized else tokenize


def read_fact_sentences(path: str) -> list[FactSentence]:
    """
    Read annotated sentences; the ending of the name, without that of a compression, is the format.

    - `.jsonl`: `text`, `facts` (lists of forms, each `subject --> predicate --> object`) and
      optionally `tuples` (predicate, subject, other arguments), `id`, and `half`, the group.
    - `.tsv`: the table of CaRB (Bhardwaj, Aggarwal and Mausam 2019): sentence, predicate, arguments.
    - else the text of BenchIE (Gashteovski et al. 2022): `sent_id:1<TAB>sentence`, then for each fact a
      line `1--> Cluster 1:` and its forms.

    Raises:
        SourceError: The file cannot be read, or a line is not in the format.
    """
    name = re.sub(r"\.(gz|zst|bz2|xz)$", "", path)
    if name.endswith(".jsonl"):
        return list(_read_json(path))
    return list(_read_carb(path) if name.endswith(".tsv") else _read_benchie(path))


def _read_json(path: str) -> Iterator[FactSentence]:
    for line, record in json_lines(path):
        text, facts, tuples = record.get("text"), record.get("facts"), record.get("tuples", [])
        if not isinstance(text, str) or not isinstance(facts, list):
            raise line_error(path, line, "expected `text` and a list of `facts`")
        if not all(isinstance(fact, list) and fact for fact in facts):
            raise line_error(path, line, "expected every fact as a list of forms")
        yield FactSentence(
            str(record.get("id", line)),
            text,
            tuple(_synset([_parse_form(path, line, form) for form in fact]) for fact in facts),
            tuple(tuple(map(str, parts)) for parts in tuples),
            record.get("half"),
            tokenized=False,
        )


def _read_carb(path: str) -> Iterator[FactSentence]:
    tuples_of: dict[str, list[tuple[str, ...]]] = {}
    for line, row in numbered_lines(path):
        if not row.strip():
            continue
        text, *parts = (cell.strip() for cell in row.strip().split("\t"))
        if len(parts) < 2:
            message = "expected sentence, predicate and arguments, separated by tabs"
            raise line_error(path, line, message)
        tuples_of.setdefault(text, []).append(tuple(parts))
    for number, (text, tuples) in enumerate(tuples_of.items(), 1):
        yield FactSentence(str(number), text, None, tuple(tuples))


def _read_benchie(path: str) -> Iterator[FactSentence]:
    head: tuple[str, str] | None = None
    clusters: list[list[FactForm]] = []

    def sentence() -> FactSentence:
        assert head is not None
        return FactSentence(*head, tuple(_synset(forms) for forms in clusters if forms))

    for line, row in numbered_lines(path):
        row = row.strip()
        if row.startswith("sent_id:"):
            if head:
                yield sentence()
            name, tab, text = row.removeprefix("sent_id:").partition("\t")
            if not tab:
                message = "expected `sent_id:`, a name, a tab and the sentence"
                raise line_error(path, line, message)
            head, clusters = (name.strip(), text.strip()), []
        elif not row:
            continue
        elif head is None:
            raise line_error(path, line, "expected `sent_id:` before any fact")
        elif _CLUSTER.match(row):
            clusters.append([])
        elif not clusters:
            raise line_error(path, line, "expected a line like `1--> Cluster 1:` before any form")
        else:
            clusters[-1].append(_parse_form(path, line, row))
    if head:
        yield sentence()


def _parse_form(path: str, line: int, text: object) -> FactForm:
    parts = [part.strip() for part in str(text).split(_ARROW)]
    if len(parts) != 3:
        message = f"expected `subject --> predicate --> object`, found {text!r}"
        raise line_error(path, line, message)
    if any(part.count("[") != part.count("]") for part in parts):
        raise line_error(path, line, f"expected balanced brackets, found {text!r}")
    return (parts[0], parts[1], parts[2])


def _synset(forms: list[FactForm]) -> FactSynset:
    return FactSynset(tuple(forms), all(form[1] in _IMPLIED_PREDICATES for form in forms))

"""Read sentences with the facts that they state, in the formats of BenchIE and CaRB and as JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, NamedTuple

from hookline import SourceError, shown
from hookline_eval.gold.fields import each, field, found, identifier, items, optional
from hookline_eval.gold.lines import FormatError, json_lines, line_error, located, numbered_lines

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
        SourceError: The file cannot be read, a line is not in the format, or there is no sentence.
    """
    name = re.sub(r"\.(gz|zst|bz2|xz)$", "", path)
    if name.endswith(".jsonl"):
        sentences = list(_read_json(path))
    else:
        sentences = list(_read_carb(path) if name.endswith(".tsv") else _read_benchie(path))
    if not sentences:
        raise SourceError(f"{shown(path)}: holds no sentence")
    return sentences


def _read_json(path: str) -> Iterator[FactSentence]:
    for line, record in json_lines(path):
        with located(f"{path}:{line}"):
            sentence = _json_sentence(record, line)
        yield sentence


def _json_sentence(record: Mapping[str, Any], line: int) -> FactSentence:
    text = field(record, "text", str)
    facts = [each(forms, str, "facts") for forms in items(record, "facts", list)]
    if not all(facts):
        raise FormatError("expected every fact as a list of forms, found []")
    tuples = items(record, "tuples", list) if "tuples" in record else []
    for parts in tuples:
        if len(each(parts, str, "tuples")) < 2:
            raise FormatError(f"expected predicate and arguments in `tuples`, found {found(parts)}")
    return FactSentence(
        identifier(record, "id", line),
        text,
        tuple(_synset([_parse_form(form) for form in forms]) for forms in facts),
        tuple(map(tuple, tuples)),
        optional(record, "half", str),
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
            with located(f"{path}:{line}"):
                clusters[-1].append(_parse_form(row))
    if head:
        yield sentence()


def _parse_form(text: str) -> FactForm:
    parts = [part.strip() for part in text.split(_ARROW)]
    if len(parts) != 3:
        raise FormatError(f"expected `subject --> predicate --> object`, found {text!r}")
    if not all(map(_is_balanced, parts)):
        raise FormatError(f"expected balanced brackets, found {text!r}")
    return (parts[0], parts[1], parts[2])


def _is_balanced(text: str) -> bool:
    depths = [0, *accumulate((char == "[") - (char == "]") for char in text)]
    return min(depths) == depths[-1] == 0


def _synset(forms: list[FactForm]) -> FactSynset:
    return FactSynset(tuple(forms), all(form[1] in _IMPLIED_PREDICATES for form in forms))

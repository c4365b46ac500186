"""Read sentences with the facts that a reader finds in them, in three forms of file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from .files import fault, json_lines, numbered_lines

__all__ = ["Fact", "Form", "Sentence", "read_sentences", "split_words", "words"]

ARROW = " --> "
CLUSTER = re.compile(r"\S+-->\s*Cluster")
IMPLIED = ('"is"', "“is”")

Form = tuple[str, str, str]


def words(text: str) -> list[str]:
    """Return the words and the punctuation of a text, whether it has been tokenized or not."""
    return re.findall(r"\w+|[^\w\s]", text)


def split_words(text: str) -> list[str]:
    """Return what white space divides, as for text that has been tokenized."""
    return text.split()


class Fact(NamedTuple):
    """
    A fact synset: the forms in which a fact may be found, optional words in brackets.

    It is `implied` where its predicate is in quotation marks: no word of the sentence expresses it.
    """

    forms: tuple[Form, ...]
    implied: bool = False


@dataclass(frozen=True)
class Sentence:
    """
    A sentence with its facts and its tuples: predicate, subject, other arguments.

    `facts` are None in a file of tuples. `tokenized` says whether white space divides its words.
    """

    id: str
    text: str
    facts: tuple[Fact, ...] | None = None
    tuples: tuple[tuple[str, ...], ...] = ()
    group: str | None = None
    tokenized: bool = True
    meta: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def words(self) -> Callable[[str], list[str]]:
        """The function that divides this sentence, and what is found in it, into words."""
        return split_words if self.tokenized else words


def read_sentences(path: str) -> list[Sentence]:
    """
    Read annotated sentences; the ending of the file's name, less compression, says in which form.

    - `.jsonl`: `text`, `facts` (lists of forms, each `subject --> predicate --> object`) and, where
      there are any, `tuples` (predicate, subject, other arguments), `id`, and `half`, a group.
    - `.tsv`: the table of CaRB (Bhardwaj, Aggarwal and Mausam 2019): sentence, predicate, arguments.
    - else the text of BenchIE (Gashteovski et al. 2022): `sent_id:1<TAB>sentence`, then for each fact a
      line `1--> Cluster 1:` and its forms.

    Raises:
        hookline.SourceError: The file cannot be read, or a line is not of its form; says where.
    """
    name = re.sub(r"\.(gz|zst|bz2|xz)$", "", path)
    if name.endswith(".jsonl"):
        return list(_json(path))
    return list(_table(path) if name.endswith(".tsv") else _clusters(path))


def _json(path: str) -> Iterator[Sentence]:
    for line, row in json_lines(path):
        text, facts, tuples = row.get("text"), row.get("facts"), row.get("tuples", [])
        if not isinstance(text, str) or not isinstance(facts, list):
            raise fault(path, line, "expected `text` and a list of `facts`")
        if not all(isinstance(fact, list) and fact for fact in facts):
            raise fault(path, line, "expected every fact as a list of forms")
        yield Sentence(
            str(row.get("id", line)),
            text,
            tuple(_fact([_form(path, line, form) for form in fact]) for fact in facts),
            tuple(tuple(map(str, parts)) for parts in tuples),
            row.get("half"),
            tokenized=False,
        )


def _table(path: str) -> Iterator[Sentence]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for line, row in numbered_lines(path):
        if not row.strip():
            continue
        text, *parts = (cell.strip() for cell in row.strip().split("\t"))
        if len(parts) < 2:
            raise fault(path, line, "expected sentence, predicate and arguments, with tabs between")
        found.setdefault(text, []).append(tuple(parts))
    for number, (text, tuples) in enumerate(found.items(), 1):
        yield Sentence(str(number), text, None, tuple(tuples))


def _clusters(path: str) -> Iterator[Sentence]:
    head: tuple[str, str] | None = None
    facts: list[list[Form]] = []

    def sentence() -> Sentence:
        assert head is not None
        return Sentence(*head, tuple(_fact(forms) for forms in facts if forms))

    for line, row in numbered_lines(path):
        row = row.strip()
        if row.startswith("sent_id:"):
            if head:
                yield sentence()
            name, tab, text = row.removeprefix("sent_id:").partition("\t")
            if not tab:
                raise fault(path, line, "expected `sent_id:`, a name, a tab and the sentence")
            head, facts = (name.strip(), text.strip()), []
        elif not row:
            continue
        elif head is None:
            raise fault(path, line, "expected `sent_id:` before any fact")
        elif CLUSTER.match(row):
            facts.append([])
        elif not facts:
            raise fault(path, line, "expected a line like `1--> Cluster 1:` before any form")
        else:
            facts[-1].append(_form(path, line, row))
    if head:
        yield sentence()


def _form(path: str, line: int, text: object) -> Form:
    parts = [part.strip() for part in str(text).split(ARROW)]
    if len(parts) != 3:
        raise fault(path, line, f"expected `subject --> predicate --> object`, found {text!r}")
    if any(part.count("[") != part.count("]") for part in parts):
        raise fault(path, line, f"expected a bracket for every bracket, found {text!r}")
    return (parts[0], parts[1], parts[2])


def _fact(forms: list[Form]) -> Fact:
    return Fact(tuple(forms), all(form[1] in IMPLIED for form in forms))

"""`hookline eval parse`: tokens, tags, lemmas and trees, scored as in the CoNLL 2018 shared task."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

import click

from hookline import Document

from ..aligned import Span, Spelled, align
from ..conllu import is_conllu, read_sentences
from ..files import fault, numbered_lines
from ..gold import BLOCK, VARIANTS, GoldDocument, documents, varied
from ..groups import read_groups
from ..options import Call, common
from ..pipeline import Trial
from ..score import Scores
from ..show import Report, finish

UNIVERSAL = re.compile(
    "PronType|NumType|Poss|Reflex|Foreign|Abbr|Gender|Animacy|Number|Case|Definite|Degree|VerbForm|"
    "Mood|Tense|Aspect|Voice|Evident|Polarity|Person|Polite"
)
"""Features that count, those of Universal Dependencies for all languages."""
FUNCTIONAL = re.compile("aux|cop|mark|det|clf|case|cc|punct")
"""Relations that CLAS leaves out."""


class Parsed(NamedTuple):
    """A word with what is said of it; `head` is an index among the document's words, None a root."""

    start: int
    end: int
    form: str
    sentence: int
    lemma: str | None
    upos: str | None
    xpos: str | None
    feats: str | None
    head: int | None
    deprel: str

    @property
    def relation(self) -> str:
        """The relation without its subtype."""
        return self.deprel.partition(":")[0]

    @property
    def is_content(self) -> bool:
        """Whether CLAS counts it."""
        return not FUNCTIONAL.fullmatch(self.relation)


@click.command(
    "parse",
    short_help="Tokens, tags, lemmas and trees, against a CoNLL-U file.",
    epilog="""\b
Examples:
  hookline eval parse dev.conllu.gz
  hookline eval parse dev.conllu --tokens raw --json
  hookline eval parse de.conllu --set stages.stanza.package=default --set stages.stanza.lang=de""",
)
@click.argument("file")
@click.option(
    "--tokens",
    type=click.Choice(["gold", "raw"]),
    default="gold",
    show_default=True,
    help="Give the pipeline the file's words, or its text.",
)
@click.option(
    "--variant", type=click.Choice([*VARIANTS]), help="Change the letter case of the text."
)
@click.option("--groups", metavar="TSV", help="Documents and their groups, for tables by group.")
@click.option(
    "--block",
    type=click.IntRange(1),
    default=BLOCK,
    show_default=True,
    help="Sentences to a document, where the file marks no documents.",
)
@common
def command(
    file: str, tokens: str, variant: str | None, groups: str | None, block: int, call: Call
) -> int:
    """
    Compare the trees that a config makes with those of FILE, in CoNLL-U.

    Words are aligned by their characters; tags and relations are scored on those that are the same,
    as the CoNLL 2018 shared task does: LAS and CLAS without subtypes of relations, features those of
    all languages. The words of a fused token ("do|n't") are tokens of their own. Empty nodes and
    enhanced dependencies are passed over.
    """
    lines = list(numbered_lines(file))
    _check_format(file, lines)
    sentences = read_sentences(file, lines)
    if variant:
        sentences = [varied(sentence, variant) for sentence in sentences]
    gold = list(documents(sentences, block))
    group_of = read_groups(groups, [document.id for document in gold])
    given = tokens == "gold"
    trial = Trial(call, "syntax", given_tokens=given)
    scores = Scores()
    for document, outcome in trial.over(
        (document, document.with_tokens() if given else document.bare()) for document in gold
    ):
        scores.open(document.id, group_of.get(document.id))
        wanted, found = _gold_words(document), _found_words(outcome)
        if not given:
            _score_spans(scores, "Tokens", _distinct(wanted), _distinct(found))
            _score_spans(scores, "Sentences", _sentences(wanted), _sentences(found))
        _score_words(scores, wanted, found)
    settings = {"tokens": tokens}
    if variant:
        settings["variant"] = variant
    return finish(Report("parse", file, scores, trial.account, settings), call)


def _check_format(file: str, lines: Sequence[tuple[int, str]]) -> None:
    if is_conllu(text for _, text in lines):
        return
    for number, text in lines:
        if text.strip() and not text.startswith("#"):
            what = repr(text if len(text) <= 40 else f"{text[:37]}...")
            raise fault(file, number, f"expected CoNLL-U, ten columns parted by tabs, found {what}")


def _gold_words(document: GoldDocument) -> list[Parsed]:
    words: list[Parsed] = []
    for number, (sentence, spans) in enumerate(
        zip(document.sentences, document.words, strict=True)
    ):
        first = len(words)
        for span, row in zip(spans, sentence.annotation, strict=True):
            head = first + row.head - 1 if row.head else None
            tags = (row.lemma, row.upos, row.xpos, row.feats)
            words.append(Parsed(*span, row.form, number, *tags, head, row.deprel))
    return words


def _found_words(document: Document | None) -> list[Parsed]:
    """Return words with the offsets they have in the text as it was given."""
    if document is None:
        return []
    return [
        Parsed(
            *document.alignment.to_raw(token.start, token.end),
            token.text,
            token.sentence,
            token.lemma,
            token.upos,
            token.xpos,
            token.feats,
            token.head,
            token.deprel or "",
        )
        for token in document.tokens or ()
    ]


def _distinct(words: Iterable[Parsed]) -> set[Span]:
    return {(word.start, word.end) for word in words}


def _sentences(words: Iterable[Parsed]) -> set[Span]:
    found = set()
    for _, group in groupby(words, key=lambda word: word.sentence):
        members = list(group)
        found.add((members[0].start, max(word.end for word in members)))
    return found


def _score_spans(scores: Scores, measure: str, wanted: set[Span], found: set[Span]) -> None:
    scores.add(measure, right=len(wanted & found), found=len(found), wanted=len(wanted))


def _score_words(scores: Scores, wanted: Sequence[Parsed], found: Sequence[Parsed]) -> None:
    pairs = align([Spelled(*word[:3]) for word in wanted], [Spelled(*word[:3]) for word in found])
    place = {other: at for at, other in pairs}

    def is_attached(one: Parsed, two: Parsed) -> bool:
        return one.head == (None if two.head is None else place.get(two.head, -1))

    tests: dict[str, Callable[[Parsed, Parsed], bool]] = {
        "Words": lambda one, two: True,
        "UPOS": lambda one, two: one.upos == two.upos,
        "XPOS": lambda one, two: one.xpos == two.xpos,
        "UFeats": lambda one, two: _universal(one.feats) == _universal(two.feats),
        "Lemmas": lambda one, two: one.lemma is None or one.lemma == two.lemma,
        "UAS": is_attached,
        "LAS": lambda one, two: is_attached(one, two) and one.relation == two.relation,
        "LAS+sub": lambda one, two: is_attached(one, two) and one.deprel == two.deprel,
    }
    same = [(wanted[at], found[other]) for at, other in pairs]
    for measure, test in tests.items():
        if measure == "LAS":
            scores.add(measure)
        else:
            right = sum(test(one, two) for one, two in same)
            scores.add(measure, right=right, found=len(found), wanted=len(wanted))
    for word in wanted:
        scores.add("LAS", word.relation, wanted=1)
    for word in found:
        scores.add("LAS", word.relation, found=1)
    scores.add(
        "CLAS",
        found=sum(word.is_content for word in found),
        wanted=sum(word.is_content for word in wanted),
    )
    for one, two in same:
        if tests["LAS"](one, two):
            scores.add("LAS", one.relation, right=1)
            scores.add("CLAS", right=int(one.is_content))


def _universal(feats: str | None) -> list[str]:
    """Return the features that are compared, in one order."""
    pairs = (feats or "").split("|")
    return sorted(pair for pair in pairs if UNIVERSAL.fullmatch(pair.partition("=")[0]))

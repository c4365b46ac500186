"""`hookline eval parse`: tokens, tags, lemmas and trees, scored as in the CoNLL 2018 shared task."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

import click

from hookline import Document
from hookline_eval.evaluation.input_options import InputOptions, common_input_options
from hookline_eval.evaluation.options import EvalOptions, common_options
from hookline_eval.evaluation.run import EvalRun
from hookline_eval.gold.conllu import is_conllu, read_trees
from hookline_eval.gold.layout import GoldDocument, Offsets
from hookline_eval.gold.lines import line_error, numbered_lines, quoted
from hookline_eval.matching.word_alignment import AlignedWord, align_words
from hookline_eval.output.printing import print_report
from hookline_eval.output.report import EvalReport
from hookline_eval.scoring.scores import Scores

_UNIVERSAL_FEATURES = re.compile(
    "PronType|NumType|Poss|Reflex|Foreign|Abbr|Gender|Animacy|Number|Case|Definite|Degree|VerbForm|"
    "Mood|Tense|Aspect|Voice|Evident|Polarity|Person|Polite"
)
_FUNCTIONAL_RELATIONS = re.compile("aux|cop|mark|det|clf|case|cc|punct")


class ParsedWord(NamedTuple):
    """
    A word with its annotation.

    `start` and `end` are code points of the raw text, `sentence` is the index of the sentence, `head`
    that of a word of the document, None for a root.
    """

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
        """Whether CLAS counts the word."""
        return not _FUNCTIONAL_RELATIONS.fullmatch(self.relation)

    @property
    def universal_features(self) -> list[str]:
        """The features of Universal Dependencies that all languages share, sorted."""
        pairs = (self.feats or "").split("|")
        return sorted(p for p in pairs if _UNIVERSAL_FEATURES.fullmatch(p.partition("=")[0]))


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
@common_input_options
@common_options
def command(file: str, input_options: InputOptions, options: EvalOptions) -> int:
    """
    Compare the trees that a config makes with those of FILE, in CoNLL-U.

    Words are aligned by their characters; tags and relations are scored on those that are the same,
    as in the CoNLL 2018 shared task: LAS and CLAS without subtypes of relations, and only the features
    that all languages share. The words of a fused token ("do|n't") are tokens of their own. Empty
    nodes and enhanced dependencies are ignored.
    """
    lines = list(numbered_lines(file))
    _check_format(file, lines)
    documents = input_options.documents(read_trees(file, lines))
    scores = Scores()
    run = EvalRun(options, "syntax", gold_tokens=input_options.gold_tokens)
    for document, outcome in input_options.process(run, documents, scores):
        gold, predicted = _gold_words(document), _predicted_words(outcome)
        if not input_options.gold_tokens:
            _score_spans(scores, "Tokens", _token_spans(gold), _token_spans(predicted))
            _score_spans(scores, "Sentences", _sentence_spans(gold), _sentence_spans(predicted))
        _score_words(scores, gold, predicted)
    report = EvalReport("parse", file, scores, run.summary, input_options.task_options())
    return print_report(report, options)


def _check_format(file: str, lines: Sequence[tuple[int, str]]) -> None:
    if is_conllu(text for _, text in lines):
        return
    for number, text in lines:
        if text.strip() and not text.startswith("#"):
            message = f"expected CoNLL-U, ten columns separated by tabs, found {quoted(text)}"
            raise line_error(file, number, message)


def _gold_words(document: GoldDocument) -> list[ParsedWord]:
    words: list[ParsedWord] = []
    for number, (sentence, spans) in enumerate(
        zip(document.sentences, document.word_spans, strict=True)
    ):
        offset = len(words)
        for span, word in zip(spans, sentence.annotation, strict=True):
            head = offset + word.head - 1 if word.head else None
            tags = (word.lemma, word.upos, word.xpos, word.feats)
            words.append(ParsedWord(*span, word.form, number, *tags, head, word.deprel))
    return words


def _predicted_words(document: Document | None) -> list[ParsedWord]:
    """Return the words of a document with offsets into its raw text."""
    if document is None:
        return []
    return [
        ParsedWord(
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


def _token_spans(words: Iterable[ParsedWord]) -> set[Offsets]:
    return {(word.start, word.end) for word in words}


def _sentence_spans(words: Iterable[ParsedWord]) -> set[Offsets]:
    sentences = (list(run) for _, run in groupby(words, key=lambda word: word.sentence))
    return {(members[0].start, max(word.end for word in members)) for members in sentences}


def _score_spans(scores: Scores, measure: str, gold: set[Offsets], predicted: set[Offsets]) -> None:
    scores.add(measure, right=len(gold & predicted), found=len(predicted), wanted=len(gold))


def _score_words(
    scores: Scores, gold: Sequence[ParsedWord], predicted: Sequence[ParsedWord]
) -> None:
    pairs = align_words(
        *([AlignedWord(*word[:3]) for word in words] for words in (gold, predicted))
    )
    gold_index = {j: i for i, j in pairs}

    def same_head(word: ParsedWord, other: ParsedWord) -> bool:
        return word.head == (None if other.head is None else gold_index.get(other.head, -1))

    def same_attachment(word: ParsedWord, other: ParsedWord) -> bool:
        return same_head(word, other) and word.relation == other.relation

    criteria: dict[str, Callable[[ParsedWord, ParsedWord], bool]] = {
        "Words": lambda word, other: True,
        "UPOS": lambda word, other: word.upos == other.upos,
        "XPOS": lambda word, other: word.xpos == other.xpos,
        "UFeats": lambda word, other: word.universal_features == other.universal_features,
        "Lemmas": lambda word, other: word.lemma is None or word.lemma == other.lemma,
        "UAS": same_head,
        "LAS": same_attachment,
        "LAS+sub": lambda word, other: same_head(word, other) and word.deprel == other.deprel,
    }
    aligned = [(gold[i], predicted[j]) for i, j in pairs]
    for measure, is_right in criteria.items():
        if measure == "LAS":
            scores.add(measure)  # counted by relation below; this keeps its place in the table
        else:
            right = sum(is_right(word, other) for word, other in aligned)
            scores.add(measure, right=right, found=len(predicted), wanted=len(gold))
    for word in gold:
        scores.add("LAS", word.relation, wanted=1)
    for word in predicted:
        scores.add("LAS", word.relation, found=1)
    scores.add(
        "CLAS",
        found=sum(word.is_content for word in predicted),
        wanted=sum(word.is_content for word in gold),
    )
    for word, other in aligned:
        if same_attachment(word, other):
            scores.add("LAS", word.relation, right=1)
            scores.add("CLAS", right=int(word.is_content))

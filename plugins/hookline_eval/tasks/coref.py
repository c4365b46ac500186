"""`hookline eval coref`: clusters of mentions, by MUC, B³ and CEAFe."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import click

from hookline import Document
from hookline_eval.evaluation.input_options import InputOptions, common_input_options
from hookline_eval.evaluation.options import EvalOptions, common_options
from hookline_eval.evaluation.run import EvalRun
from hookline_eval.gold.coreference import GoldMention, gold_mentions, read_coreference
from hookline_eval.gold.lines import numbered_lines
from hookline_eval.matching.mentions import match_mentions
from hookline_eval.output.printing import print_report
from hookline_eval.output.report import EvalReport
from hookline_eval.scoring.clusters import MEASURES
from hookline_eval.scoring.scores import Scores

_TYPES = frozenset({"person", "place", "organization", "per", "loc", "org", "gpe", ""})
_LABELS = frozenset({"PERSON", "LOC", "ORG", "FAC", "NORP"})
_PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he, she"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "he, she"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "they"),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), "I"),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), "we"),
}


class PredictedMention(NamedTuple):
    """A mention in a document: code points of the raw text, and its cluster."""

    start: int
    end: int
    cluster: int
    label: str
    kind: str
    word: str

    @property
    def is_adjective(self) -> bool:
        """Whether it is an origin, which is no mention in GUM where it is an adjective."""
        return self.label == "NORP" and self.kind == "name"


@click.command(
    "coref",
    short_help="Clusters of mentions, against a CoNLL-U file with Entity= in MISC.",
    epilog="""\b
Examples:
  hookline eval coref gum.conllu.gz --tokens raw
  hookline eval coref corefud.conllu --clusters all --singletons --json""",
)
@click.argument("file")
@click.option(
    "--clusters",
    "scope",
    type=click.Choice(["named", "all"]),
    default="named",
    show_default=True,
    help="Clusters of the file that count: those with a name, or all.",
)
@click.option("--singletons", is_flag=True, help="Count clusters of one mention, too.")
@common_input_options
@common_options
def command(
    file: str, scope: str, singletons: bool, input_options: InputOptions, options: EvalOptions
) -> int:
    """
    Compare the clusters that a config finds with those of FILE.

    FILE is CoNLL-U with `Entity=` in MISC, as in GUM and CorefUD. Mentions match by their heads.
    `names and pronouns` are those of people, places and bodies (by the types of the file, by the
    labels PERSON, LOC, ORG, FAC and NORP of what is found); `all mentions` are those of every kind and
    type. Adjectives of origin that FILE has no mention for do not count. `mean` is the mean of MUC, B³
    and CEAFe, as in CoNLL-2012.

    `mentions` compares mentions by kind. `resolved` compares what pronouns and common nouns stand for:
    one is right if most names of its cluster are names of what it stands for in FILE; wanted are
    those that stand for something with a name.
    """
    documents = input_options.documents(read_coreference(file, list(numbered_lines(file))))
    scores = Scores()
    run = EvalRun(options, "clusters", ("stanza", "coref"), gold_tokens=input_options.gold_tokens)
    least = 1 if singletons else 2
    for document, outcome in input_options.process(run, documents, scores):
        score_document(scores, gold_mentions(document), outcome, scope == "named", least)
    for measure in ("names and pronouns", "all mentions"):
        scores.average(f"{measure}: mean", [f"{measure}: {name}" for name in MEASURES])
    task_options = {
        **input_options.task_options(),
        "clusters": scope,
        "singletons": "yes" if singletons else "no",
    }
    return print_report(EvalReport("coref", file, scores, run.summary, task_options), options)


def score_document(
    scores: Scores,
    gold: Sequence[GoldMention],
    outcome: Document | None,
    named_only: bool,
    least: int,
) -> None:
    """Add the counts of a document; clusters of fewer than `least` mentions do not count."""
    named = {mention.cluster for mention in gold if mention.kind == "name"}
    predicted = _predicted_mentions(outcome)
    matches = match_mentions(gold, [mention[:2] for mention in predicted])
    keys = _keys(predicted, matches)
    in_scope = {
        key for key, mention in enumerate(gold) if mention.cluster in named or not named_only
    }
    for name, in_gold, in_predicted in (
        ("names and pronouns", _is_wanted, _is_wanted_prediction),
        ("all mentions", lambda _: True, lambda _: True),
    ):
        gold_keys = [
            (mention.cluster, key)
            for key, mention in enumerate(gold)
            if in_gold(mention) and key in in_scope
        ]
        predicted_keys = [
            (str(mention.cluster), key)
            for key, mention in zip(keys, predicted, strict=True)
            if in_predicted(mention) and not (key < 0 and mention.is_adjective)
        ]
        _score_clusters(scores, name, _grouped(gold_keys, least), _grouped(predicted_keys, least))
    _score_mentions(scores, gold, predicted, matches, in_scope)
    _score_resolved(scores, gold, predicted, matches, named)


def _predicted_mentions(document: Document | None) -> list[PredictedMention]:
    if document is None:
        return []
    return [
        PredictedMention(
            *document.alignment.to_raw(mention.start, mention.end),
            number,
            cluster.label,
            mention.kind,
            document.text[mention.start : mention.end].lower(),
        )
        for number, cluster in enumerate(document.clusters or ())
        for mention in cluster.mentions
    ]


def _is_wanted(mention: GoldMention) -> bool:
    return mention.type.lower() in _TYPES and mention.kind != "nominal"


def _is_wanted_prediction(mention: PredictedMention) -> bool:
    return mention.label in _LABELS and mention.kind != "nominal"


def _keys(predicted: Sequence[PredictedMention], matches: dict[int, int]) -> list[int]:
    """Return for each predicted mention its gold one, or a negative number of its own."""
    return [matches.get(index, -1 - index) for index in range(len(predicted))]


def _grouped(mentions: Iterable[tuple[str, int]], least: int) -> list[list[int]]:
    """Return the keys of the mentions of each cluster, without clusters that are too small."""
    clusters: dict[str, list[int]] = defaultdict(list)
    for cluster, key in mentions:
        clusters[cluster].append(key)
    return [cluster for cluster in clusters.values() if len(cluster) >= least]


def _score_clusters(
    scores: Scores, name: str, gold: list[list[int]], predicted: list[list[int]]
) -> None:
    for measure, count in MEASURES.items():
        right, found, recalled, wanted = count(gold, predicted)
        scores.add(f"{name}: {measure}", right=right, found=found, recalled=recalled, wanted=wanted)


def _score_mentions(
    scores: Scores,
    gold: Sequence[GoldMention],
    predicted: Sequence[PredictedMention],
    matches: dict[int, int],
    in_scope: set[int],
) -> None:
    matched = set(matches.values())
    for key in sorted(in_scope):
        scores.add("mentions", gold[key].kind, wanted=1, right=0, recalled=key in matched)
    for index, prediction in enumerate(predicted):
        right = matches.get(index) in in_scope
        scores.add("mentions", prediction.kind, found=1, right=right, recalled=0)


def _score_resolved(
    scores: Scores,
    gold: Sequence[GoldMention],
    predicted: Sequence[PredictedMention],
    matches: dict[int, int],
    named: set[str],
) -> None:
    names: dict[int, Counter[str]] = defaultdict(Counter)
    for index, prediction in enumerate(predicted):
        if prediction.kind == "name" and index in matches:
            names[prediction.cluster][gold[matches[index]].cluster] += 1
    for mention in gold:
        if mention.kind != "name" and mention.cluster in named:
            label = _PRONOUNS.get(mention.word, "others") if mention.kind == "pronoun" else "nouns"
            scores.add("resolved", label, wanted=1)
    for index, prediction in enumerate(predicted):
        if prediction.kind == "name":
            continue
        pronoun = prediction.kind == "pronoun"
        label = _PRONOUNS.get(prediction.word, "others") if pronoun else "nouns"
        best = names[prediction.cluster].most_common(1)
        right = index in matches and bool(best) and best[0][0] == gold[matches[index]].cluster
        scores.add("resolved", label, found=1, right=right)

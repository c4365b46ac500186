"""`hookline eval ner`: named entities, exact spans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from hookline import Document, Entity, SourceError, shown

from ..columns import read_entities
from ..gold import BLOCK, VARIANTS, GoldDocument, documents, varied
from ..groups import read_groups
from ..labels import LabelMap, split_labels
from ..options import Call, common
from ..pipeline import Trial
from ..score import Scores
from ..show import Report, finish

MEASURE = "entities"
JOINS = {"line": "\n", "space": " "}


@click.command(
    "ner",
    short_help="Named entities, against a BIO, CoNLL or CoNLL-U file.",
    epilog="""\b
Examples:
  hookline eval ner gold.bio
  hookline eval ner gold.conll --tokens raw --config configs/news.yaml
  hookline eval ner tweets.bio.gz --map company=ORG --labels PERSON,LOC,ORG
  hookline eval ner gold.bio --variant lower --json""",
)
@click.argument("file")
@click.option(
    "--tokens",
    type=click.Choice(["gold", "raw"]),
    default="gold",
    show_default=True,
    help="Give the pipeline the file's tokens, or running text made of them.",
)
@click.option(
    "--map",
    "renamings",
    multiple=True,
    metavar="FROM=TO",
    help="Rename a label, of the file and of what is found; an empty TO leaves it out.",
)
@click.option(
    "--labels",
    metavar="A,B",
    help="Labels to score, or `all`; by default those that the file has.",
)
@click.option(
    "--variant", type=click.Choice([*VARIANTS]), help="Change the letter case of the text."
)
@click.option("--groups", metavar="TSV", help="Documents and their groups, for a table by group.")
@click.option(
    "--join",
    type=click.Choice([*JOINS]),
    default="line",
    show_default=True,
    help="What stands between sentences, where the file does not say.",
)
@click.option(
    "--block",
    type=click.IntRange(1),
    default=BLOCK,
    show_default=True,
    help="Sentences to a document, where the file marks no documents.",
)
@common
def command(
    file: str,
    tokens: str,
    renamings: tuple[str, ...],
    labels: str | None,
    variant: str | None,
    groups: str | None,
    join: str,
    block: int,
    call: Call,
) -> int:
    """
    Compare the entities that a config finds with those of FILE.

    FILE has a token and its tag on every line (BIO, IOB1, BIOES, BILOU; the first and the last column)
    and a blank line between sentences, or is CoNLL-U with `NER=` in MISC; compressed or not. An entity
    is right if its first and last character and its label are. Labels of well-known sets are brought
    together: PER, person and Person are PERSON, GPE is LOC.
    """
    mapped = LabelMap(renamings)
    wanted = split_labels(labels)
    sentences = read_entities(file, JOINS[join])
    if variant:
        sentences = [varied(sentence, variant) for sentence in sentences]
    gold = list(documents(sentences, block))
    group_of = read_groups(groups, [document.id for document in gold])
    cases = [(document, _gold_entities(document, mapped)) for document in gold]
    if wanted is None:
        wanted = frozenset(entity.label for _, entities in cases for entity in entities)
        if not wanted:
            raise SourceError(
                f"{shown(file)}: has no entity, every tag is O; --labels all scores what is found"
            )
    elif wanted == {"all"}:
        wanted = None
    trial = Trial(call, "entities", given_tokens=tokens == "gold")
    scores = Scores()
    given = tokens == "gold"
    for (document, entities), outcome in trial.over(
        (case, case[0].with_tokens() if given else case[0].bare()) for case in cases
    ):
        scores.open(document.id, group_of.get(document.id))
        _score(scores, entities, _found_entities(outcome, mapped), wanted, bool(labels))
    settings = {"tokens": tokens, "labels": "all" if wanted is None else ",".join(sorted(wanted))}
    if variant:
        settings["variant"] = variant
    return finish(Report("ner", file, scores, trial.account, settings), call)


def _gold_entities(document: GoldDocument, mapped: LabelMap) -> list[Entity]:
    entities = [
        Entity(spans[first][0], spans[last - 1][1], mapped(label))
        for sentence, spans in zip(document.sentences, document.words, strict=True)
        for first, last, label in sentence.annotation
    ]
    return [entity for entity in entities if entity.label]


def _found_entities(document: Document | None, mapped: LabelMap) -> list[Entity]:
    """Return entities with the offsets they have in the text as it was given."""
    found = []
    for start, end, label in (document.entities or ()) if document else ():
        assert document
        name = mapped(label)
        if name:
            found.append(Entity(*document.alignment.to_raw(start, end), name))
    return found


def _score(
    scores: Scores,
    gold: Sequence[Entity],
    found: Sequence[Entity],
    labels: frozenset[str] | None,
    chosen: bool,
) -> None:
    """Count exact matches by label, and what kind of error the others are."""
    right = set(gold) & set(found)
    for entity in gold:
        if labels is None or entity.label in labels:
            scores.add(MEASURE, entity.label, wanted=1, right=entity in right)
            if entity not in right:
                scores.note(f"missed: {_miss(entity, found)}")
    for entity in found:
        if labels is None or entity.label in labels:
            scores.add(MEASURE, entity.label, found=1)
            if not any(_overlap(entity, other) for other in gold):
                scores.note("found where the file has none")
        elif not chosen:
            scores.note(f"found and not scored, the file has no {entity.label}")


def _miss(entity: Entity, found: Iterable[Entity]) -> str:
    """Say what was found in the place of an entity."""
    near = [other for other in found if _overlap(entity, other)]
    if any(other[:2] == entity[:2] for other in near):
        return "right span, wrong label"
    if any(other.label == entity.label for other in near):
        return "right label, wrong boundary"
    return "wrong label and boundary" if near else "nothing found there"


def _overlap(one: Entity, two: Entity) -> bool:
    return one.start < two.end and two.start < one.end

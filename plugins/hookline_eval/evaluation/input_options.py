"""The options of tasks whose files are annotated sentences, and the documents made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import click

from hookline import Document
from hookline_eval.evaluation.options import grouped_options
from hookline_eval.evaluation.run import EvalRun
from hookline_eval.gold.document_groups import read_document_groups
from hookline_eval.gold.layout import (
    CASE_VARIANTS,
    SENTENCES_PER_DOCUMENT,
    GoldDocument,
    GoldSentence,
    gold_documents,
    with_case,
)
from hookline_eval.scoring.scores import Scores


@dataclass(frozen=True, slots=True)
class InputOptions:
    """
    How annotated sentences are given to the pipeline.

    `tokens` is `gold` or `raw`, `variant` a key of `CASE_VARIANTS`, `groups` the path of a table of
    document groups, `block` the number of sentences per document where the file marks none.
    """

    tokens: str
    variant: str | None
    groups: str | None
    block: int

    @property
    def gold_tokens(self) -> bool:
        """Whether the pipeline is given the tokens of the file."""
        return self.tokens == "gold"

    def documents(self, sentences: Sequence[GoldSentence]) -> list[GoldDocument]:
        """Return the documents of a file, in the letter case that the options ask for."""
        if self.variant:
            sentences = [with_case(sentence, self.variant) for sentence in sentences]
        return list(gold_documents(sentences, self.block))

    def process(
        self, run: EvalRun, documents: Sequence[GoldDocument], scores: Scores
    ) -> Iterator[tuple[GoldDocument, Document | None]]:
        """Yield every document and what the run made of it, after opening it in `scores`."""
        group_of = read_document_groups(self.groups, [document.id for document in documents])
        for document, outcome in run.process(
            (document, document.tokenized() if self.gold_tokens else document.untokenized())
            for document in documents
        ):
            scores.open(document.id, group_of.get(document.id))
            yield document, outcome

    def task_options(self) -> dict[str, str]:
        """Return the options that affect the figures, for the report."""
        return {"tokens": self.tokens, **({"variant": self.variant} if self.variant else {})}


common_input_options = grouped_options(
    "input_options",
    InputOptions,
    (
        click.option(
            "--tokens",
            type=click.Choice(["gold", "raw"]),
            default="gold",
            show_default=True,
            help="Give the pipeline the tokens of the file, or running text made from them.",
        ),
        click.option(
            "--variant", type=click.Choice([*CASE_VARIANTS]), help="Change the letter case."
        ),
        click.option(
            "--groups", metavar="TSV", help="Documents and their groups, for tables by group."
        ),
        click.option(
            "--block",
            type=click.IntRange(1),
            default=SENTENCES_PER_DOCUMENT,
            show_default=True,
            help="Sentences per document, where the file marks no documents.",
        ),
    ),
)

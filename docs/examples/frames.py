"""
Use hookline on data frames: pandas and Polars.

    pip install hookline pandas polars
    python docs/examples/frames.py configs/news.yaml docs/examples/news.jsonl
"""

import sys

import pandas as pd
import polars as pl

from hookline import Document, Pipeline


def entities_of(pipeline: Pipeline, texts: list[str]) -> list[list[dict[str, str]] | None]:
    """Return the entities of each text, or None for a text that was dropped or failed."""
    entities: list[list[dict[str, str]] | None] = []
    for outcome in pipeline.stream(texts):
        if isinstance(outcome, Document):
            spans = outcome.entities or ()
            entities.append(
                [{"text": outcome.text[e.start : e.end], "label": e.label} for e in spans]
            )
        else:
            entities.append(None)
    return entities


def with_pandas(pipeline: Pipeline, frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each entity, beside the columns of its text."""
    frame = frame.assign(entities=entities_of(pipeline, frame["text"].tolist()))
    rows = frame.explode("entities").dropna(subset=["entities"]).reset_index(drop=True)
    entities = pd.json_normalize(rows["entities"]).add_prefix("entity_")
    return rows.drop(columns="entities").join(entities)


def with_polars(pipeline: Pipeline, frame: pl.DataFrame) -> pl.DataFrame:
    """Return how often each entity is named, and in how many texts."""
    entities = entities_of(pipeline, frame["text"].to_list())
    kind = pl.List(pl.Struct({"text": pl.String, "label": pl.String}))
    return (
        frame.with_columns(pl.Series("entity", entities, dtype=kind))
        .select("id", "entity")
        .explode("entity")
        .drop_nulls()
        .unnest("entity")
        .group_by("text", "label")
        .agg(pl.len().alias("mentions"), pl.col("id").n_unique().alias("documents"))
        .sort("mentions", "text", descending=[True, False])
    )


if __name__ == "__main__":
    config, path = sys.argv[1:3]
    with Pipeline.from_config(config) as opened:
        print(with_pandas(opened, pd.read_json(path, lines=True)))
        print(with_polars(opened, pl.read_ndjson(path)))

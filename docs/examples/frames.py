"""
Use hookline on data frames: pandas and Polars.

    pip install 'hookline[parquet]' pandas polars
    python docs/examples/frames.py configs/news.yaml docs/examples/news.jsonl
"""

import sys

import pandas as pd
import polars as pl

from hookline import Pipeline


def with_pandas(pipeline: Pipeline, frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each entity, beside the columns of its text."""
    records = pipeline.table(frame).to_pandas()
    rows = records.explode("entities").dropna(subset=["entities"])
    entities = pd.json_normalize(rows["entities"].tolist())[["text", "label"]]
    texts = frame.iloc[rows["row"]].reset_index(drop=True)
    return texts.join(entities.add_prefix("entity_"))


def with_polars(pipeline: Pipeline, frame: pl.DataFrame) -> pl.DataFrame:
    """Return how often each entity is named, and in how many texts."""
    entity = pl.col("entities").struct
    return (
        pl.DataFrame(pipeline.table(frame))
        .explode("entities")
        .drop_nulls("entities")
        .group_by(entity.field("text"), entity.field("label"))
        .agg(pl.len().alias("mentions"), pl.col("row").n_unique().alias("documents"))
        .sort("mentions", "text", descending=[True, False])
    )


if __name__ == "__main__":
    config, path = sys.argv[1:3]
    with Pipeline.from_config(config) as opened:
        print(with_pandas(opened, pd.read_json(path, lines=True)))
        print(with_polars(opened, pl.read_ndjson(path)))

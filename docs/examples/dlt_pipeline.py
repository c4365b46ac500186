"""
Load articles with dlt, take them through hookline on the way, and land tables in DuckDB.

    pip install hookline 'dlt[duckdb]'
    python docs/examples/dlt_pipeline.py configs/news.yaml docs/examples/news.jsonl news.duckdb
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

import dlt

from hookline import Document, Failure, Pipeline, to_record


@dlt.resource(name="articles")
def articles(path: str) -> Iterator[list[dict[str, Any]]]:
    """Yield pages of articles; any dlt source does, such as an API or a database."""
    with open(path, encoding="utf-8") as lines:
        yield [json.loads(line) for line in lines]


def enriched(config: str) -> Any:
    """Return a transformer that yields documents with entities and relations, and what failed."""

    @dlt.transformer(name="documents", write_disposition="merge", primary_key="id")
    def documents(page: list[dict[str, Any]]) -> Iterator[Any]:
        texts = [
            Document.from_text(item["text"], item["id"], {"date": item.get("date")})
            for item in page
        ]
        with Pipeline.from_config(config) as pipeline:
            for item, outcome in zip(page, pipeline.stream(texts), strict=True):
                if isinstance(outcome, Document):
                    record = to_record(outcome)
                    del record["removed"], record["sentences"]
                    yield record
                elif isinstance(outcome, Failure):
                    row = {"id": item["id"], "stage": outcome.stage, "error": outcome.message}
                    yield dlt.mark.with_table_name(row, "failures")

    return documents


def load(config: str, source: str, database: str) -> Any:
    """Run the pipeline and return what dlt says about it; running it again adds no row twice."""
    pipeline = dlt.pipeline(
        "news", destination=dlt.destinations.duckdb(database), dataset_name="articles"
    )
    return pipeline.run(articles(source) | enriched(config))


if __name__ == "__main__":
    print(load(*sys.argv[1:4]))

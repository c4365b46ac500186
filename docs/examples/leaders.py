"""
Ask a Parquet file a question: which leaders met whom?

    pip install 'hookline[parquet]' duckdb
    hookline run configs/news.yaml docs/examples/news.jsonl -o out/news.parquet
    python docs/examples/leaders.py out/news.parquet
"""

import sys

import duckdb

QUERY = """
WITH records AS (
    SELECT id, clusters, unnest(relations) AS relation FROM read_parquet($path)
),
ends AS (  -- a cluster is everyone or everything with a name, under its fullest name
    SELECT
        id,
        relation.type AS type,
        clusters[relation.subject.cluster + 1].name AS subject,
        coalesce(clusters[relation.object.cluster + 1].name, relation.object.text) AS object
    FROM records
    WHERE relation.subject.cluster IS NOT NULL
),
leaders AS (
    SELECT DISTINCT subject AS name, object AS leads
    FROM ends WHERE type IN ('leads', 'holds_office')
),
meetings AS (  -- `meets` is symmetric and written once: use both directions
    SELECT id, subject AS first, object AS second FROM ends WHERE type = 'meets'
    UNION ALL
    SELECT id, object, subject FROM ends WHERE type = 'meets'
)
SELECT DISTINCT name AS leader, leads, second AS met, id
FROM meetings JOIN leaders ON name = first
ORDER BY ALL
"""


def leaders_who_met(path: str) -> list[tuple[str, str, str, str]]:
    """Return leader, what they lead, whom they met, and in which document."""
    with duckdb.connect() as database:
        return database.execute(QUERY, {"path": path}).fetchall()


if __name__ == "__main__":
    for leader, leads, met, document in leaders_who_met(sys.argv[1]):
        print(f"{leader} ({leads}) met {met} [{document}]")

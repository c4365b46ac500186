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
    SELECT id, text, entities, unnest(relations) AS relation FROM read_parquet($path)
),
leaders AS (  -- an end may be a longer phrase or a pronoun; `entity` is the number of who is meant
    SELECT DISTINCT
        entities[relation.subject.entity + 1].text AS name,
        entities[relation.object.entity + 1].text AS leads
    FROM records
    WHERE relation.type = 'leads'
),
meetings AS (  -- `meets` is symmetric and written once: use both directions
    SELECT id, relation.subject.entity AS first, relation.object.entity AS second, entities
    FROM records WHERE relation.type = 'meets'
    UNION ALL
    SELECT id, relation.object.entity, relation.subject.entity, entities
    FROM records WHERE relation.type = 'meets'
)
SELECT DISTINCT leaders.name AS leader, leaders.leads, entities[second + 1].text AS met, id
FROM meetings JOIN leaders ON leaders.name = entities[first + 1].text
ORDER BY ALL
"""


def leaders_who_met(path: str) -> list[tuple[str, str, str, str]]:
    """Return leader, what they lead, whom they met, and in which document."""
    with duckdb.connect() as database:
        return database.execute(QUERY, {"path": path}).fetchall()


if __name__ == "__main__":
    for leader, leads, met, document in leaders_who_met(sys.argv[1]):
        print(f"{leader} ({leads}) met {met} [{document}]")

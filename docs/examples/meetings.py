"""
Ask the records and the graph of one run: which leaders met whom, when, and who says so?

    pip install 'hookline[parquet,graph]' duckdb
    hookline run docs/examples/graph.yaml
    python docs/examples/meetings.py out/meetings.parquet out/meetings.graphml
"""

import sys
from typing import NamedTuple

import duckdb
import networkx as nx

QUERY = """
WITH relations AS (
    SELECT id, text, sentences, clusters, events, unnest(relations) AS relation
    FROM read_parquet($path)
),
ends AS (  -- a cluster is everyone or everything with a name; indexes of a record begin with 0
    SELECT
        *,
        relation.type AS type,
        clusters[relation.subject.cluster + 1] AS subject,
        clusters[relation.object.cluster + 1] AS object,
        events[relation.event + 1] AS event,
        sentences[relation.sentence + 1] AS place
    FROM relations
),
keyed AS (  -- one name is one person, unless lists of names give ids
    SELECT
        *,
        coalesce(subject.id, lower(subject.name)) AS subject_key,
        coalesce(object.id, lower(object.name)) AS object_key
    FROM ends
),
leaders AS (  -- an adjective ("German Chancellor") has the cluster of its country
    SELECT subject_key AS key, any_value(object.name ORDER BY type DESC, id) AS leads
    FROM keyed
    WHERE type IN ('leads', 'holds_office') AND object.label IN ('LOC', 'ORG')
        AND coalesce(relation.qualifiers.status, 'current') = 'current'
    GROUP BY ALL
),
meetings AS (  -- `meets` is symmetric and written once: use both directions
    SELECT subject_key AS key, subject AS leader, object AS other, * FROM keyed
    WHERE type = 'meets'
    UNION ALL
    SELECT object_key AS key, object AS leader, subject AS other, * FROM keyed
    WHERE type = 'meets'
)
SELECT
    leader.name AS leader,
    leads,
    other.name AS met,
    coalesce(event.time.value, event.time.text, '') AS time,
    CASE
        WHEN event.claim IS NULL THEN ''
        ELSE coalesce(
            clusters[event.claim.source.cluster + 1].name, event.claim.source.text, '?'
        )
    END AS source,
    id,
    text[place.start + 1 : place."end"] AS sentence
FROM meetings JOIN leaders USING (key)
WHERE leader.name IS NOT NULL AND other.name IS NOT NULL
ORDER BY ALL
"""


class Meeting(NamedTuple):
    """A leader and whom they met; `source` is who says so, empty where the document does."""

    leader: str
    leads: str
    met: str
    time: str
    source: str
    document: str
    sentence: str


def meetings_in_records(path: str) -> list[Meeting]:
    """Return the meetings of leaders that a Parquet file of records has."""
    with duckdb.connect() as database:
        return [Meeting(*row) for row in database.execute(QUERY, {"path": path}).fetchall()]


def meetings_in_graph(path: str) -> list[Meeting]:
    """Return the meetings of leaders that a graph has; an edge has the first document that says so."""
    graph = nx.read_graphml(path)
    names = graph.nodes(data="name")
    leads = {
        person: names[body] for person, body, kind in graph.edges(data="type") if kind == "leads"
    }
    meetings = []
    for first, second, edge in graph.edges(data=True):
        for leader, other in ((first, second), (second, first)):
            if edge["type"] == "meets" and leader in leads:
                meeting = (names[leader], leads[leader], names[other], edge["times"], edge["claim"])
                meetings.append(Meeting(*meeting, edge["document"], edge["evidence"]))
    return sorted(meetings)


if __name__ == "__main__":
    records, graph = sys.argv[1:]
    for meeting in meetings_in_records(records):
        print(*meeting, sep=" | ")
    print()
    for meeting in meetings_in_graph(graph):
        print(*meeting[:-1], sep=" | ")

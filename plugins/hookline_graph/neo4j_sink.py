"""Write the graph of all documents for Neo4j."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from pydantic import Field

from hookline import Document, SpooledSink, to_record
from hookline_graph.events import event_items
from hookline_graph.graph import Graph, StatementKind
from hookline_graph.items import graph_items, plain_text
from hookline_graph.neo4j_files import write_neo4j


class Neo4jSink(SpooledSink):
    """
    Write a folder of CSV files for `neo4j-admin database import`.

    Nodes are documents, entities (merged as in the sink `graph`) and events; relationships are
    relations between entities, and links: which document mentions which entity and has which event,
    and who takes part in it. In arrays and labels a comma replaces the semicolon, which separates them.
    The graph is built in memory at the end of the run.
    """

    name = "neo4j"
    folder = True
    requires = ("sentences", "entities", "relations")

    class Options(SpooledSink.Options):
        """Options of the sink."""

        path: str = Field(description="the folder to write")
        mentions: bool = Field(
            False, description="whether arguments of relations that are not entities are nodes too"
        )
        statements: StatementKind = Field(
            "facts",
            description="which relations and events to write: `facts` that the text itself vouches "
            "for, `claims` of somebody too, or `all`, also what is denied, possible or planned",
        )

    def encode(self, docs: Sequence[Document]) -> Iterator[bytes]:
        mentions, statements = self.options.mentions, self.options.statements
        for doc in docs:
            record = to_record(doc, (), self.layers)
            items = graph_items(record, mentions, statements)
            items |= {name: _text_value(record["meta"], name) for name in ("title", "date")}
            items["events"] = event_items(record, mentions, statements)
            yield orjson.dumps(items, option=orjson.OPT_APPEND_NEWLINE)

    def finish(self, spool: BinaryIO, final: Path) -> None:
        graph = Graph()
        for number, line in enumerate(spool):
            graph.add(number, orjson.loads(line))
        spool.seek(0)
        final.mkdir()
        write_neo4j(graph.merged(), map(orjson.loads, spool), final)


def _text_value(meta: dict[str, Any], name: str) -> str:
    value = meta.get(name)
    return plain_text(value) if isinstance(value, str) else ""

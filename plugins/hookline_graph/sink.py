"""Write the graph of all entities and relations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, ClassVar, Literal

import orjson
from pydantic import Field

from hookline import Document, SpooledSink, to_record
from hookline_graph.graph import Graph, StatementKind
from hookline_graph.items import graph_items
from hookline_graph.ntriples import ntriples


class GraphSink(SpooledSink):
    """
    Write one graph of all documents, as GraphML (`.graphml`) or N-Triples (`.nt`).

    Entities are nodes under the name of their cluster. Those with the same label and the same
    normalized name (without differences of case, spaces, a leading article and a final 's) are one
    node, those with one label and one id of the user's lists whatever their names; different ids and
    different labels are never one. An edge has the frequency of its relation and the sentence where
    it occurs first. The graph is built in memory at the end of the run.
    """

    name = "graph"
    endings = (".graphml", ".nt")
    requires = ("sentences", "entities", "relations")
    optional: ClassVar[Mapping[str, str]] = {"networkx": "hookline[graph]"}

    class Options(SpooledSink.Options):
        """Options of the sink."""

        path: str = Field(description="the file to write")
        format: Literal["graphml", "ntriples"] | None = Field(
            None, description="the format; by default that of the ending of `path`"
        )
        mentions: bool = Field(
            False, description="whether arguments of relations that are not entities are nodes too"
        )
        statements: StatementKind = Field(
            "facts",
            description="which relations are edges: `facts` that the text itself vouches for, `claims` "
            "of somebody too, or `all`, also what is denied, possible or planned",
        )
        base: str = Field(
            "urn:hookline:", description="the prefix of the addresses in an N-Triples file"
        )

    def encode(self, docs: Sequence[Document]) -> Iterator[bytes]:
        for doc in docs:
            record = to_record(doc, (), self.layers)
            items = graph_items(record, self.options.mentions, self.options.statements)
            yield orjson.dumps(items, option=orjson.OPT_APPEND_NEWLINE)

    def finish(self, spool: BinaryIO, final: Path) -> None:
        graph = Graph()
        for number, line in enumerate(spool):
            graph.add(number, orjson.loads(line))
        graph = graph.merged()
        is_nt = self.target.lower().endswith(".nt")
        if (self.options.format or ("ntriples" if is_nt else "graphml")) == "ntriples":
            final.write_text(ntriples(graph, self.options.base), "ascii")
        else:
            from hookline_graph.graphml import write_graphml

            write_graphml(graph, final)

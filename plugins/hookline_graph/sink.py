"""Write the graph of all entities and relations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, ClassVar, Literal

import orjson
from pydantic import Field

from hookline import Document, SpooledSink, to_record
from hookline_graph.merge import Graph, ends_of


class GraphSink(SpooledSink):
    """
    Write one graph of all documents, as GraphML (`.graphml`) or N-Triples (`.nt`).

    Entities with one label and one normalized name (case, spaces, a leading article and a final 's
    apart) are one node. An edge knows how often its relation was found, and the sentence in which it
    was found first. The graph is made in memory when the run is finished.
    """

    name = "graph"
    endings = (".graphml", ".nt")
    requires = ("sentences", "entities", "relations")
    optional: ClassVar[Mapping[str, str]] = {"networkx": "hookline[graph]"}

    class Options(SpooledSink.Options):
        """Options of the sink."""

        path: str = Field(description="the file to write")
        format: Literal["graphml", "ntriples"] | None = Field(
            None, description="what is written; by default, what the ending of `path` says"
        )
        mentions: bool = Field(
            False, description="whether ends of relations that are no entities are nodes as well"
        )
        base: str = Field(
            "urn:hookline:", description="what the addresses of an N-Triples file begin with"
        )

    def encode(self, docs: Sequence[Document]) -> Iterator[bytes]:
        for doc in docs:
            kept = ends_of(to_record(doc, (), self.layers), self.options.mentions)
            yield orjson.dumps(kept, option=orjson.OPT_APPEND_NEWLINE)

    def finish(self, spool: BinaryIO, final: Path) -> None:
        graph = Graph()
        for number, line in enumerate(spool):
            graph.add(number, orjson.loads(line))
        chosen = self.options.format
        if chosen == "ntriples" or (chosen is None and self.target.lower().endswith(".nt")):
            from hookline_graph.triples import triples

            final.write_text("".join(triples(graph, self.options.base)), "ascii")
        else:
            from hookline_graph.graphml import write_graphml

            write_graphml(graph, final)

"""The sink `graph`, read by networkx and rdflib."""

import networkx as nx
import rdflib

from hookline_graph.graph import normalized


def test_networkx_reads_graphml(annotated):
    """Nodes are entities; edges are relations with their evidence."""
    result = annotated.call("run", "c.yaml", "-o", "out.graphml")
    assert result.code == 0, result.err
    graph = nx.read_graphml("out.graphml")
    assert sorted(graph.nodes(data="name")) == [
        ("ORG:acme", "Acme"), ("PERSON:ana, née roe", "Ana, née Roe"), ('PERSON:bo "b" li', 'Bo "B" Li'),
    ]  # fmt: skip
    ((subject, target, data),) = graph.edges(data=True)
    assert (subject, data["type"], target) == ("PERSON:ana, née roe", "leads", "ORG:acme")
    assert (data["document"], data["count"]) == ("d0", 1)
    assert data["evidence"] == "Ana, née Roe leads Acme."


def test_rdflib_reads_ntriples(annotated):
    """Each entity has a type and a name, each relation is a triple."""
    assert annotated.call("run", "c.yaml", "-o", "out.nt").code == 0
    graph = rdflib.Graph().parse("out.nt", format="nt")
    rows = list(
        graph.query(
            "SELECT ?a ?b WHERE { ?x <urn:hookline:relation/leads> ?y . ?x a <urn:hookline:class/PERSON> ."
            " ?x rdfs:label ?a . ?y rdfs:label ?b }"
        )
    )
    assert [(str(a), str(b)) for a, b in rows] == [("Ana, née Roe", "Acme")]
    assert len(graph) == 7
    lines = (annotated.folder / "out.nt").read_text().splitlines()
    assert lines == sorted(lines)


def test_equal_names_of_several_documents_are_one_node(project):
    """Names are merged across documents, and relations are counted."""
    project.documents("in.jsonl", ["Ana, née Roe leads Acme.\n\nShe didn't go."] * 3)
    project.config("[{use: annotated}]")
    assert project.call("run", "c.yaml", "-o", "out.graphml").code == 0
    graph = nx.read_graphml("out.graphml")
    assert graph.nodes["ORG:acme"]["documents"] == 3
    ((*_, data),) = graph.edges(data=True)
    assert data["count"] == 3


def test_names_are_normalized():
    """Case, width, spaces, a leading article and a possessive do not make another name."""
    names = [
        "The  United\nNations",
        "united nations",
        "UNITED NATIONS",
        "the United Nations'",
        "Ｕnited Nations’s",
    ]
    assert {normalized(name) for name in (*names[:3], names[4])} == {"united nations"}
    assert normalized("The") == "the"
    assert normalized("A") == "a"

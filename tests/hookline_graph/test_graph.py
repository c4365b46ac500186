"""The sink `graph`, read by networkx and rdflib."""

import networkx as nx
import orjson
import pytest
import rdflib

from hookline_graph.graph import Graph, NodeKey, normalized
from hookline_graph.items import graph_items
from hookline_graph.ntriples import ntriples


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


RECORD = {
    "id": "d",
    "text": "Iran attacked Oman.",
    "sentences": [[0, 19]],
    "entities": [
        {"label": "LOC", "text": "Iran", "cluster": 0},
        {"label": "LOC", "text": "Oman", "cluster": 1},
    ],
    "clusters": [
        {"name": "Islamic Republic of Iran", "label": "LOC", "mentions": []},
        {"name": "Oman", "label": "LOC", "mentions": []},
    ],
}


def relation(event, subject=None):
    """Return a relation between the two entities of the record."""
    return {
        "type": "attacks",
        "subject": {"text": "Iran", "entity": 0, "contains": [], "cluster": 0, **(subject or {})},
        "predicate": {"text": "attacked"},
        "object": {"text": "Oman", "entity": 1, "contains": [], "cluster": 1},
        "sentence": 0,
        "event": event,
    }


def event(polarity="positive", modality="actual", claim=None):
    """Return the part of an event that the graph reads."""
    return {"polarity": polarity, "modality": modality, "factuality": 3.0, "claim": claim}


def items(*pairs, **options):
    """Return the relations that the graph keeps, of these events and their relations."""
    record = {
        **RECORD,
        "events": [event for event, _ in pairs],
        "relations": [relation(number, subject) for number, (_, subject) in enumerate(pairs)],
    }
    return graph_items(record, False, **options)["relations"]


def test_dates_are_one_node_by_their_value():
    """ "Monday" of two documents is two days, and two names of a day are one node."""
    graph = Graph()
    days = [
        ("Monday", "2026-03-02"),
        ("Monday", "2026-03-09"),
        ("March 2", "2026-03-02"),
        ("Monday", None),
    ]
    for number, (text, value) in enumerate(days):
        entity = {"label": "DATE", "text": text, "cluster": None, "value": value}
        record = {"id": str(number), "text": text, "sentences": [], "entities": [entity]}
        graph.add(number, graph_items(record, False))
    assert {str(key): node.other_names for key, node in graph.nodes.items()} == {
        "DATE:2026-03-02": ["March 2", "Monday"],
        "DATE:2026-03-09": ["Monday"],
        "DATE:monday": [],
    }


def test_ends_are_nodes_under_the_name_of_their_cluster():
    """An entity, or a mention of its cluster, is the node that the cluster names."""
    pronoun = {"text": "it", "entity": None, "cluster": 0}
    (first, second) = items((event(), None), (event(), pronoun))
    assert first[2] == second[2] == ("LOC", "Islamic Republic of Iran", "")


def test_end_that_only_contains_a_name_is_no_node():
    """Supporters of someone are not that person."""
    subject = {"text": "supporters of Iran", "entity": None, "contains": [0], "cluster": None}
    assert items((event(), subject)) == []


def test_edges_are_facts_unless_asked():
    """What is denied, possible or claimed is no edge, unless the option asks for it."""
    pairs = [
        (event(), None),
        (event(claim={"source": {"text": "Bob"}, "event": None}), None),
        (event(claim={"source": None, "event": None}), None),
        (event("negative"), None),
        (event(modality="intended"), None),
    ]
    assert len(items(*pairs)) == 1
    claims = items(*pairs, statements="claims")
    assert [row[5][2] for row in claims] == ["", "Bob", "?"]
    assert len(items(*pairs, statements="all")) == 5


def test_no_triple_asserts_what_is_no_fact():
    """In N-Triples a claim is a statement with its parts, polarity, modality and source."""
    pairs = [(event(claim={"source": {"text": "Bob"}, "event": None}), None)]
    graph = Graph()
    rows = items(*pairs, statements="all")
    graph.add(0, {"id": "d", "entities": [], "relations": rows})
    triples = rdflib.Graph().parse(data=ntriples(graph, "urn:x:"), format="nt")
    assert not list(triples.query("SELECT ?a { ?a <urn:x:relation/attacks> ?b }"))
    query = "SELECT ?c { ?s a rdf:Statement ; <urn:x:is/claim> ?c }"
    assert [str(row[0]) for row in triples.query(query)] == ["Bob"]


def test_edges_have_times_and_sources_by_name():
    """A claim is laid to the cluster of its source, and a time is its value, else its words."""
    source = {"text": "it", "entity": None, "contains": [], "cluster": 1}
    said = event(claim={"source": source, "event": None})
    dated = {**event(), "time": {"text": "Monday", "value": "2024-05-06"}}
    vague = {**event(), "time": {"text": "recently", "value": None}}
    rows = items((said, None), (dated, None), (vague, None), statements="claims")
    assert [row[5][2] for row in rows] == ["Oman", "", ""]
    graph = Graph()
    graph.add(0, {"id": "d", "entities": [], "relations": rows})
    assert [sorted(edge.times) for edge in graph.edges.values()] == [[], ["2024-05-06", "recently"]]


def people(number, *named, id=None):
    """Return a record in which a person of these names leads Acme; the first is the cluster's."""
    text = f"{named[-1]} leads Acme."
    person = {"name": named[0], "label": "PERSON", "mentions": []} | ({"id": id} if id else {})
    names = [{"label": "PERSON", "text": name, "cluster": 0} for name in named]
    acme = len(names)
    return {
        "id": f"d{number}",
        "text": text,
        "sentences": [[0, len(text)]],
        "entities": [*names, {"label": "ORG", "text": "Acme", "cluster": 1}],
        "clusters": [person, {"name": "Acme", "label": "ORG", "mentions": []}],
        "relations": [
            {
                "type": "leads",
                "subject": {"text": named[-1], "entity": acme - 1, "contains": [], "cluster": 0},
                "predicate": {"text": "leads"},
                "object": {"text": "Acme", "entity": acme, "contains": [], "cluster": 1},
                "sentence": 0,
                "event": None,
            }
        ],
    }


def graph_of(*records):
    """Return the graph of some records, as the sink makes it."""
    graph = Graph()
    for number, record in enumerate(records):
        graph.add(number, orjson.loads(orjson.dumps(graph_items(record, False))))
    return graph.merged()


def test_chains_of_several_documents_merge_by_their_fullest_name():
    """Short names stand for the full one of their document, and the node has all of them."""
    graph = graph_of(
        people(1, "Donald Trump", "Trump"), people(2, "Donald Trump", "Mr. Trump", "Trump")
    )
    assert [str(key) for key in graph.nodes] == ["PERSON:donald trump", "ORG:acme"]
    node = graph.nodes[min(graph.nodes, key=lambda key: key.label != "PERSON")]
    assert (node.name, node.other_names) == ("Donald Trump", ["Mr. Trump", "Trump"])
    assert (node.mentions, len(node.documents)) == (5, 2)
    ((_, edge),) = graph.edges.items()
    assert edge.count == 2


def test_aliases_of_a_list_are_one_node():
    """One id is one node under any name, and takes in the same name without an id."""
    graph = graph_of(
        people(1, "Donald Trump", id="Q22686"),
        people(2, "The Donald", id="Q22686"),
        people(3, "The Donald"),
    )
    assert [str(key) for key in graph.nodes] == ["PERSON::Q22686", "ORG:acme"]
    assert [edge.count for edge in graph.edges.values()] == [3]


def test_two_persons_of_one_name_stay_two():
    """Different ids are different nodes, and who has the name without an id is neither."""
    graph = graph_of(
        people(1, "John Kay", id="1"), people(2, "John Kay", id="2"), people(3, "John Kay")
    )
    persons = sorted(str(key) for key in graph.nodes if key.label == "PERSON")
    assert persons == ["PERSON::1", "PERSON::2", "PERSON:john kay"]
    assert "urn:x:id/PERSON/1" in ntriples(graph, "urn:x:")


def test_labels_are_never_merged():
    """One name, or one id, with two labels is two nodes."""
    place = people(1, "Paris", id="1")
    place["clusters"][0]["label"] = "LOC"
    graph = graph_of(place, people(2, "Paris", id="1"), people(3, "Paris"))
    assert sorted(str(key) for key in graph.nodes) == ["LOC::1", "ORG:acme", "PERSON::1"]


def test_no_two_nodes_have_one_key_as_text():
    """Names and labels with colons are not taken for an id, or for another label."""
    keys = [
        NodeKey("A", "b"), NodeKey("A", ":b"), NodeKey("A", "%3ab"), NodeKey("A", "", "b"),
        NodeKey("A:B", "c"), NodeKey("A", "b:c"), NodeKey("A", "B:c"), NodeKey("A%3AB", "c"),
    ]  # fmt: skip
    assert len(set(map(str, keys))) == len(keys)
    assert [str(key) for key in (keys[0], keys[3], keys[5])] == ["A:b", "A::b", "A:b:c"]


def test_the_evidence_of_an_endless_sentence_is_a_part_of_it():
    """Around the predicate, with an ellipsis where it is cut, so that many edges stay small."""
    record = people(1, "Ann")
    padding = "and so on, " * 1000
    predicate = {"text": "leads", "start": len(padding) + 4, "end": len(padding) + 9}
    record["text"] = f"{padding}{record['text']} {padding}"
    record["sentences"] = [[0, len(record["text"])]]
    record["relations"][0]["predicate"] = predicate
    (row,) = graph_items(record, False)["relations"]
    assert "Ann leads Acme." in row[4]
    assert row[4].startswith("…")
    assert row[4].endswith("…")
    assert len(row[4]) <= 1002


def both_ways(type):
    """Return records of two documents that state a relation, each with another end as subject."""
    ends = [relation(None)[part] for part in ("subject", "object")]
    for number, (subject, target) in enumerate((ends, ends[::-1])):
        stated = {**relation(None), "type": type, "subject": subject, "object": target}
        yield {**RECORD, "id": str(number), "relations": [stated]}


@pytest.mark.parametrize(("type", "counts"), [("meets", [2]), ("attacks", [1, 1])])
def test_a_symmetric_relation_of_two_documents_is_one_edge(type, counts):
    """That Iran met Oman and that Oman met Iran is one fact; that each attacked the other is two."""
    graph = Graph()
    for number, record in enumerate(both_ways(type)):
        graph.add(number, graph_items(record, False))
    assert [edge.count for edge in graph.edges.values()] == counts
    assert [edge.count for edge in graph.merged().edges.values()] == counts
    assert ntriples(graph, "urn:x:").count(f"<urn:x:relation/{type}>") == len(counts)


def test_a_symmetric_relation_is_one_edge_after_names_get_ids():
    """The ends are ordered by the keys of the nodes that names without an id are merged into."""
    graph = Graph()
    with_id = [{**RECORD["clusters"][0], "id": "z9"}, RECORD["clusters"][1]]
    for number, record in enumerate(both_ways("meets")):
        clusters = with_id if number else RECORD["clusters"]
        graph.add(number, graph_items({**record, "clusters": clusters}, False))
    ((key, edge),) = graph.merged().edges.items()
    assert edge.count == 2
    assert key.subject < key.object

"""The sink `neo4j`: files that keep the documented rules of `neo4j-admin database import`."""

import csv
import re
from pathlib import Path

import pytest

from hookline import (
    Claim,
    Cluster,
    Document,
    Entity,
    Event,
    Mention,
    Relation,
    Sentence,
    Span,
    ValueSpan,
)
from hookline.testing import check_sink
from hookline_graph import Neo4jSink

# Operations manual, "CSV header format": the types of properties, and the fields that are none.
PROPERTY = re.compile(r"(\w+)(?::(int|long|float|double|boolean|byte|short|char|string)(\[\])?)?")
NODE_FIELDS = {":ID", ":LABEL"}
RELATIONSHIP_FIELDS = {":START_ID", ":END_ID", ":TYPE"}
VALUES = {"int": int, "float": float, "string": str}
TEXT = "Bob Lee said Ann met Bo; Co in Rome on Monday. She did not leave."


def parsed(row, header):
    """Return the properties of a row by the types in its header; an empty value is no property."""
    properties = {}
    for field, value in zip(header, row, strict=True):
        if value and not field.startswith(":"):
            name, kind, many = PROPERTY.fullmatch(field).groups()
            make = VALUES[kind or "string"]
            properties[name] = [make(item) for item in value.split(";")] if many else make(value)
    return properties


def load(folder):
    """Read the nodes and relationships as the importer does, which refuses what breaks its rules."""
    nodes, relationships = {}, []
    for path in sorted(Path(folder).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file, strict=True)
        fields = {field for field in header if field.startswith(":")}
        assert fields in (NODE_FIELDS, RELATIONSHIP_FIELDS)
        assert path.read_text().count("\n") == len(rows) + 1  # fields of several lines are off
        for row in rows:
            special = dict(zip(header, row, strict=True))
            properties = parsed(row, header)
            if fields == NODE_FIELDS:
                assert special[":ID"] not in nodes
                nodes[special[":ID"]] = (set(special[":LABEL"].split(";")), properties)
            else:
                assert special[":TYPE"]
                ends = (special[":START_ID"], special[":END_ID"])
                relationships.append((*ends, special[":TYPE"], properties))
    assert all(end in nodes for start, stop, *_ in relationships for end in (start, stop))
    return nodes, relationships


def document(id="d"):
    """Return a document with a claim of Bob Lee and a denial, and no cluster for him."""
    names = [(0, 7, "PERSON"), (13, 16, "PERSON"), (21, 27, "ORG"), (31, 35, "LOC")]
    entities = [Entity(start, end, label, cluster=n) for n, (start, end, label) in enumerate(names)]
    clusters = [
        Cluster(TEXT[start:end], label, (Mention(start, end, n),))
        for n, (start, end, label) in enumerate(names)
    ]
    bob, ann, bo, rome = (Span(start, end, n, (), n) for n, (start, end, _) in enumerate(names))
    monday = ValueSpan(39, 45, value="2026-01-12")
    said = Event(8, 12, "say", 0)
    met = Event(17, 20, "meet", 0, claim=Claim(bob, 0), factuality=2.5, time=monday, place=rome)
    leave = Event(59, 64, "leave", 1, polarity="negative", factuality=-3.0)
    she = Span(47, 50, None, (), 1)
    relations = [
        Relation("meets", ann, Span(17, 20), bo, 0, "meet", event=1),
        Relation("open", she, Span(59, 64), bo, 1, "leave", event=2),
    ]
    return Document.from_text(TEXT, id, {"title": 'A "meeting"', "date": "2026-01-13"}).with_layers(
        sentences=[Sentence(0, 46), Sentence(47, 65)],
        entities=entities,
        clusters=clusters,
        events=[said, met, leave],
        relations=relations,
    )


def written(folder, docs, **options):
    """Return what is read back of documents that the sink wrote."""
    sink = Neo4jSink(Neo4jSink.read_options({"path": str(folder), **options}))
    sink.open()
    sink.write(list(sink.encode(docs)))
    sink.publish()
    sink.close()
    return load(folder)


def test_a_run_writes_nodes_and_relationships(annotated):
    """Entities are nodes with their label, documents mention them, relations have their evidence."""
    result = annotated.call("run", "c.yaml", "--set", "sink={use: neo4j, path: out}")
    assert result.code == 0, result.err
    nodes, relationships = load("out")
    people = [node for labels, node in nodes.values() if labels == {"Entity", "PERSON"}]
    assert sorted(node["name"] for node in people) == ["Ana, née Roe", 'Bo "B" Li']
    ((start, end, _, properties),) = [row for row in relationships if row[2] == "leads"]
    assert (nodes[start][1]["name"], nodes[end][1]["name"]) == ("Ana, née Roe", "Acme")
    assert properties == {
        "polarity": "positive", "modality": "actual", "count": 1,
        "document": "d0", "evidence": "Ana, née Roe leads Acme.",
    }  # fmt: skip
    mentions = {
        (nodes[a][1]["id"], nodes[b][1]["name"])
        for a, b, kind, _ in relationships
        if kind == "MENTIONS"
    }
    assert mentions == {("d0", "Ana, née Roe"), ("d0", "Acme"), ("d1", 'Bo "B" Li')}


def test_what_is_no_fact_is_left_out_unless_asked(tmp_path):
    """Neither a claim nor a denial is a relationship or an event by default."""
    _, facts = written(tmp_path / "facts", [document()])
    assert not [row for row in facts if row[2] in ("meets", "open")]
    nodes, claims = written(tmp_path / "claims", [document()], statements="claims")
    ((*_, properties),) = [row for row in claims if row[2] in ("meets", "open")]
    assert properties["claim"] == "Bob Lee"
    assert (properties["factuality"], properties["times"]) == (2.5, ["2026-01-12"])
    events = [node for labels, node in nodes.values() if labels == {"Event"}]
    assert [event["lemma"] for event in events] == ["say", "meet"]
    _, all_of_them = written(tmp_path / "all", [document()], statements="all")
    assert {row[3]["polarity"] for row in all_of_them if row[2] in ("meets", "open")} == {
        "positive",
        "negative",
    }


def test_events_have_participants(tmp_path):
    """An event has its properties, and links to who takes part, where, and who claims it."""
    nodes, links = written(tmp_path / "out", [document()], statements="claims")
    ((number, event),) = [
        (n, node) for n, (_, node) in nodes.items() if node.get("lemma") == "meet"
    ]
    assert event["evidence"] == TEXT[:46]
    assert TEXT[event["raw_start"] : event["raw_end"]] == event["trigger"] == "met"
    assert (event["claim"], event["time"], event["place"]) == ("Bob Lee", "2026-01-12", "Rome")
    roles = {(kind, nodes[end][1]["name"]) for start, end, kind, _ in links if start == number}
    assert roles == {
        ("SUBJECT", "Ann"),
        ("OBJECT", "Bo; Co"),
        ("PLACE", "Rome"),
        ("SOURCE", "Bob Lee"),
    }


def test_documents_of_one_id_stay_two(tmp_path):
    """Nodes are identified by number, so that equal ids are no error of the import."""
    nodes, _ = written(tmp_path / "out", [document("same"), document("same")])
    documents = [node for labels, node in nodes.values() if labels == {"Document"}]
    assert [node["id"] for node in documents] == ["same", "same"]
    assert documents[0]["title"] == 'A "meeting"'
    (bo,) = [node for _, node in nodes.values() if node.get("name") == "Bo; Co"]
    assert (bo["mentions"], bo["documents"]) == (2, 2)


def test_other_names_with_a_semicolon_are_one_item(tmp_path):
    """The delimiter of arrays is replaced in their items."""
    doc = document()
    clusters = [*doc.clusters[:2], doc.clusters[2]._replace(name="Company"), doc.clusters[3]]
    nodes, _ = written(tmp_path / "out", [doc.with_layers(clusters=clusters)])
    (company,) = [node for _, node in nodes.values() if node.get("name") == "Company"]
    assert company["other_names"] == ["Bo, Co"]


def test_it_keeps_the_contract_of_sinks(tmp_path):
    """Interrupted and resumed, the folder has the same files."""
    files = check_sink(Neo4jSink, {"path": str(tmp_path / "out")}, [document(), document("e")])
    assert sorted(files) == [
        "documents.csv", "entities.csv", "events.csv", "links.csv", "relations.csv",
    ]  # fmt: skip


@pytest.mark.parametrize("stages", ["[]", "[{use: words}]"])
def test_a_missing_stage_is_named(project, stages):
    """Without relations, the message says which stages provide them."""
    project.documents("in.jsonl", ["Ann met Bo."])
    project.config(stages)
    result = project.call("check", "c.yaml", "--set", "sink={use: neo4j, path: out}")
    assert result.code == 2
    assert "`neo4j` needs relations, which no stage provides" in result.err + result.out

"""The sink `labelstudio`: tasks with predictions. `tests/examples` reads them with Label Studio's library."""

from pathlib import Path
from xml.etree import ElementTree

import orjson

from hookline import Claim, Document, Edit, Entity, Event, Relation, Sentence, Span
from hookline.testing import check_sink
from hookline_labelstudio import LabelStudioSink

RAW = "\N{PILE OF POO}  Bob said Ann will not meet the mayor."


def document():
    """Return a document in which somebody says that a meeting will not be."""
    doc = Document.from_text(RAW, "d", {"title": "T"}).edit([Edit(1, 2)])
    bob, ann = Span(2, 5, 0), Span(11, 14, 1)
    mayor = Span(29, 38)
    said = Event(6, 10, "say", 0)
    meet = Event(24, 28, "meet", 0, "negative", "intended", claim=Claim(bob, 0))
    met = Relation("meets", ann, Span(24, 28), mayor, 0, "meet", event=1)
    knows = Relation("open", ann, Span(24, 28), mayor, 0, "meet")
    return doc.with_layers(
        sentences=[Sentence(2, 39)],
        entities=[Entity(2, 5, "PERSON"), Entity(11, 14, "PERSON")],
        events=[said, meet],
        relations=[met, knows],
    )


def written(folder, docs, **options):
    """Return the tasks and the labels of the interface that the sink wrote."""
    sink = LabelStudioSink(LabelStudioSink.read_options({"path": str(folder), **options}))
    sink.open()
    sink.write(list(sink.encode(docs)))
    sink.publish()
    sink.close()
    view = ElementTree.parse(Path(folder, "labeling_config.xml"))
    labels = {tag: [item.get("value") for item in view.iter(tag)] for tag in ("Label", "Relation")}
    return orjson.loads(Path(folder, "tasks.json").read_bytes()), labels


def test_regions_are_spans_of_the_text(tmp_path):
    """A region has offsets in code points of the cleaned text, and raw ones as meta data."""
    (task,), labels = written(tmp_path / "out", [document()], model_version="v1")
    assert (task["data"]["id"], task["meta"]) == ("d", {"title": "T"})
    (prediction,) = task["predictions"]
    assert prediction["model_version"] == "v1"
    regions = [item for item in prediction["result"] if item["type"] == "labels"]
    assert [(item["value"]["text"], item["value"]["labels"]) for item in regions] == [
        ("Bob", ["PERSON"]), ("Ann", ["PERSON"]), ("the mayor", ["Span"]),
    ]  # fmt: skip
    for region in regions:
        value, raw = region["value"], region["meta"]
        assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
        assert RAW[raw["raw_start"] : raw["raw_end"]] == value["text"]
    assert labels["Label"] == ["PERSON", "Span"]


def test_relations_lead_from_region_to_region(tmp_path):
    """Ends are ids of regions; what is denied, planned and claimed says so in its labels."""
    (task,), labels = written(tmp_path / "out", [document()])
    results = task["predictions"][0]["result"]
    texts = {item["id"]: item["value"]["text"] for item in results if "id" in item}
    relations = [item for item in results if item["type"] == "relation"]
    assert [
        (texts[item["from_id"]], texts[item["to_id"]], item["direction"]) for item in relations
    ] == [("Ann", "the mayor", "right")] * 2
    assert [item["labels"] for item in relations] == [
        ["meets", "negative", "intended", "claim"],
        ["open"],
    ]
    assert labels["Relation"] == ["claim", "intended", "meets", "negative", "open"]


def test_a_run_without_documents_is_an_empty_array(tmp_path):
    """The file is JSON also where there is no task."""
    assert written(tmp_path / "out", []) == ([], {"Label": [], "Relation": []})


def test_it_keeps_the_contract_of_sinks(tmp_path):
    """Interrupted and resumed, the folder has the same files."""
    files = check_sink(LabelStudioSink, {"path": str(tmp_path / "out")})
    assert sorted(files) == ["labeling_config.xml", "tasks.json"]
    assert len(orjson.loads(files["tasks.json"])) == 4


def test_a_missing_stage_is_named(project):
    """Without entities, the message says which stages provide them."""
    project.documents("in.jsonl", ["Ann met Bo."])
    project.config()
    result = project.call("run", "c.yaml", "--set", "sink={use: labelstudio, path: out}")
    assert result.code == 2
    assert "`labelstudio` needs entities, which no stage provides" in result.err
    assert "stanza" in result.err

"""The sink `webannotation`, read by rdflib."""

from pathlib import Path

import orjson
import pytest
import rdflib

from hookline import (
    Claim,
    Cluster,
    Document,
    Edit,
    Entity,
    Event,
    Mention,
    Relation,
    Sentence,
    Span,
)
from hookline.testing import check_sink
from hookline_webannotation import WebAnnotationSink

# rdflib's parser of JSON-LD uses a class that rdflib deprecates
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
ACTIVITY = rdflib.Namespace("http://www.w3.org/ns/activitystreams#")
CONTEXT_ADDRESS = "http://www.w3.org/ns/anno.jsonld"
PURPOSES = ("classifying", "describing", "identifying", "linking", "tagging")
CLASSES = (
    "Annotation",
    "TextualBody",
    "SpecificResource",
    "TextPositionSelector",
    "TextQuoteSelector",
)


def reference(name, container=None):
    """Return a term whose values are addresses or objects."""
    return {"@id": name, "@type": "@id", **({"@container": container} if container else {})}


# The terms that the sink may use, as the vocabulary (W3C, 2017) defines them, so that nothing is fetched.
TERMS = {
    "oa": str(OA), "as": str(ACTIVITY),
    "id": "@id", "type": "@type",
    **{name: f"oa:{name}" for name in (*PURPOSES, *CLASSES)},
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "body": reference("oa:hasBody"), "target": reference("oa:hasTarget"),
    "source": reference("oa:hasSource"), "selector": reference("oa:hasSelector"),
    "value": {"@id": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"},
    **{name: f"oa:{name}" for name in ("exact", "prefix", "suffix", "start", "end")},
    "first": reference("as:first"), "items": reference("as:items", "@list"),
    "total": "as:totalItems", "startIndex": "as:startIndex",
}  # fmt: skip


def terms_of(value):
    """Yield all keys and types of an object."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            if key == "type":
                yield inner
            yield from terms_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from terms_of(inner)


def to_graph(value):
    """Return the triples of an object, which has only terms of the vocabulary."""
    assert value.pop("@context") == CONTEXT_ADDRESS
    assert set(terms_of(value)) <= TERMS.keys()
    data = orjson.dumps({"@context": TERMS, **value}).decode()
    return rdflib.Graph().parse(data=data, format="json-ld")


def lines(path):
    """Return the graphs of a file with an annotation a line."""
    return [to_graph(orjson.loads(line)) for line in Path(path).read_bytes().splitlines()]


def selected(graph, node):
    """Return start, end and quotation of the selectors of a target or a body."""
    return {
        name: value.toPython()
        for selector in graph.objects(node, OA.hasSelector)
        for name in ("start", "end", "exact", "prefix", "suffix")
        for value in graph.objects(selector, OA[name])
    }


def bodies(graph, purpose):
    """Return the values of the bodies with a purpose."""
    nodes = graph.subjects(OA.hasPurpose, OA[purpose])
    return sorted(str(graph.value(node, rdflib.RDF.value)) for node in nodes)


RAW = "\N{PILE OF POO} <b>Bob</b>  said Ann didn't meet  Bo."


def document(id="d"):
    """Return a document whose text has no markup, with a denied and a claimed meeting."""
    doc = Document.from_text(RAW, id, {"url": "https://example.org/a"})
    markup = [Edit(2, 5), Edit(8, 12), Edit(12, 13), Edit(34, 35)]
    doc = doc.edit(markup)
    assert doc.text == "\N{PILE OF POO} Bob said Ann didn't meet Bo."
    spans = [(2, 5), (11, 14), (27, 29)]
    names = [Entity(*span, "PERSON", n) for n, span in enumerate(spans)]
    bob, ann, bo = (Span(*span, n, (), n) for n, span in enumerate(spans))
    full = ("Bob Lee", "Ann", "Bo")
    clusters = [
        Cluster(name, "PERSON", (Mention(*span, n),))
        for n, (name, span) in enumerate(zip(full, spans, strict=True))
    ]
    said = Event(6, 10, "say", 0)
    meet = Event(22, 26, "meet", 0, "negative", factuality=-2.5, claim=Claim(bob, 0))
    met = Relation("meets", ann, Span(15, 26), bo, 0, "meet", event=1)
    return doc.with_layers(
        sentences=[Sentence(0, 30)], entities=names, clusters=clusters, events=[said, meet], relations=[met]
    )  # fmt: skip


def written(path, docs, **options):
    """Write documents with the sink."""
    sink = WebAnnotationSink(WebAnnotationSink.read_options({"path": str(path), **options}))
    sink.open()
    sink.write(list(sink.encode(docs)))
    sink.publish()
    sink.close()
    return path


def test_targets_select_the_raw_text(tmp_path):
    """Positions in code points and quotations are those of the raw text, markup included."""
    for graph in lines(written(tmp_path / "x.ndjsonld", [document()])):
        (target,) = graph.objects(None, OA.hasTarget)
        span = selected(graph, target)
        start, end = span["start"], span["end"]
        assert RAW[start:end] == span["exact"]
        assert RAW[max(start - 32, 0) : start] == span["prefix"]
        assert RAW[end : end + 32] == span["suffix"]
        assert graph.value(target, OA.hasSource) == rdflib.URIRef("urn:hookline:d")


def test_entities_are_classified_and_identified(tmp_path):
    """An entity has its label and the name of its cluster."""
    first = lines(written(tmp_path / "x.ndjsonld", [document()]))[0]
    assert first.value(predicate=rdflib.RDF.type, object=OA.Annotation) == rdflib.URIRef(
        "urn:hookline:d#entity-0"
    )
    assert (bodies(first, "classifying"), bodies(first, "identifying")) == (["PERSON"], ["Bob Lee"])
    assert next(first.objects(None, OA.motivatedBy)) == OA.classifying


def test_relations_link_their_ends_and_say_how_they_are_stated(tmp_path):
    """A relation leads from subject to object; a denial and a claim stand beside it."""
    graph = lines(written(tmp_path / "x.ndjsonld", [document()]))[-1]
    (target,) = graph.objects(None, OA.hasTarget)
    (link,) = graph.subjects(OA.hasPurpose, OA.linking)
    assert (selected(graph, target)["exact"], selected(graph, link)["exact"]) == ("Ann", "Bo")
    assert bodies(graph, "classifying") == ["meets"]
    assert bodies(graph, "tagging") == [
        "claim:Bob Lee", "factuality:-2.5", "modality:actual", "polarity:negative",
    ]  # fmt: skip


def test_events_are_described(tmp_path):
    """An event has its lemma, and tags say how it is stated."""
    graph = lines(written(tmp_path / "x.ndjsonld", [document()]))[4]
    assert (bodies(graph, "classifying"), bodies(graph, "describing")) == (["event"], ["meet"])
    assert "polarity:negative" in bodies(graph, "tagging")


def test_a_collection_is_one_object(annotated):
    """`.jsonld` is an AnnotationCollection with one page and the number of its annotations."""
    result = annotated.call("run", "c.yaml", "-o", "out.jsonld")
    assert result.code == 0, result.err
    value = orjson.loads(Path("out.jsonld").read_bytes())
    count = len(value["first"]["items"])
    graph = to_graph(value)
    (collection,) = graph.subjects(rdflib.RDF.type, ACTIVITY.OrderedCollection)
    assert int(graph.value(collection, ACTIVITY.totalItems)) == count == 4
    annotations = set(graph.subjects(rdflib.RDF.type, OA.Annotation))
    assert len(annotations) == 4
    page = graph.value(collection, ACTIVITY.first)
    assert (
        set(rdflib.collection.Collection(graph, graph.value(page, ACTIVITY["items"])))
        == annotations
    )


def test_ids_are_never_there_twice(tmp_path):
    """Documents with one id, also one that looks like a numbered one, have annotations of their own."""
    docs = [document("a b"), document("a b"), document("a b#2/")]
    path = written(tmp_path / "x.ndjsonld", docs)
    ids = [orjson.loads(line)["id"] for line in path.read_bytes().splitlines()]
    assert len(set(ids)) == len(ids) == 18
    assert ids[0] == "urn:hookline:a%20b#entity-0"
    assert ids[6] == "urn:hookline:a%20b#2/entity-0"


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("https://example.org/ä?b=c", "https://example.org/ä?b=c"),
        ("not an address", "urn:x:d"),
        (7, "urn:x:d"),
    ],
)
def test_documents_have_their_own_address(tmp_path, url, source):
    """The address in the meta data is the source where it is one; annotations keep ids of their own."""
    doc = document().with_meta(url=url)
    path = written(tmp_path / "x.ndjsonld", [doc], address="url", base="urn:x:")
    annotation = orjson.loads(path.read_bytes().splitlines()[0])
    assert annotation["id"] == "urn:x:d#entity-0"
    assert annotation["target"]["source"] == source


def test_it_keeps_the_contract_of_sinks(tmp_path):
    """Interrupted and resumed, the file is the same, and an empty one is a collection, too."""
    content = check_sink(WebAnnotationSink, {"path": str(tmp_path / "x.jsonld")})
    assert orjson.loads(content)["total"] == 8
    empty = written(tmp_path / "empty.jsonld", [])
    assert orjson.loads(empty.read_bytes())["first"]["items"] == []


def test_a_missing_stage_is_named(project):
    """Without entities, the message says which stages provide them."""
    project.documents("in.jsonl", ["Ann met Bo."])
    project.config()
    result = project.call("run", "c.yaml", "-o", "out.jsonld")
    assert result.code == 2
    assert "`webannotation` needs entities, which no stage provides" in result.err
    assert "stanza" in result.err

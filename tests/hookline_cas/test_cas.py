"""The sink `cas`, read by dkpro-cassis."""

from pathlib import Path

import cassis
import pytest

from hookline import (
    Claim,
    Cluster,
    Document,
    Edit,
    Entity,
    Event,
    Implied,
    Mention,
    Relation,
    Sentence,
    Span,
)
from hookline.testing import annotated_documents, check_sink
from hookline_cas import CasSink

TYPES = {
    name.rpartition(".")[2]: f"de.tudarmstadt.ukp.dkpro.core.api.{name}"
    for name in (
        "segmentation.type.Sentence", "segmentation.type.Token", "ner.type.NamedEntity",
        "syntax.type.dependency.Dependency", "coref.type.CoreferenceChain", "semantics.type.SemPred",
        "metadata.type.DocumentMetaData",
    )
} | {name: f"hookline.type.{name}" for name in ("Event", "Segment")}  # fmt: skip


def load(folder, name):
    """Return the CAS of a document in either format."""
    json = Path(folder, f"{name}.json")
    if json.exists():
        return cassis.load_cas_from_json(json.read_text())
    with Path(folder, "TypeSystem.xml").open("rb") as file:
        types = cassis.load_typesystem(file)
    with Path(folder, f"{name}.xmi").open("rb") as file:
        return cassis.load_cas_from_xmi(file, types)


def of_type(cas, name):
    """Return the annotations of a type, subtypes included."""
    return list(cas.select(TYPES[name])) if cas.typesystem.contains_type(TYPES[name]) else []


def written(folder, docs, **options):
    """Write documents with the sink."""
    sink = CasSink(CasSink.read_options({"path": str(folder), **options}))
    sink.open()
    sink.write(list(sink.encode(docs)))
    sink.publish()
    sink.close()


@pytest.fixture(params=["xmi", "json"])
def kind(request):
    """Each format."""
    return request.param


def test_cassis_reads_a_run(annotated, kind):
    """Text, sentences, tokens, trees, entities and relations are those of the documents."""
    result = annotated.call(
        "run", "c.yaml", "--set", f"sink={{use: cas, path: out, format: {kind}}}"
    )
    assert result.code == 0, result.err
    cas = load("out", "d0")
    assert cas.sofa_string == "Ana, née Roe leads Acme.\n\nShe didn't go."
    assert [item.get_covered_text() for item in of_type(cas, "Sentence")] == [
        "Ana, née Roe leads Acme.",
        "She didn't go.",
    ]
    tokens = of_type(cas, "Token")
    assert [token.get_covered_text() for token in tokens[:5]] == ["Ana", ",", "née", "Roe", "leads"]
    leads = tokens[4]
    assert (leads.lemma.value, leads.pos.PosValue, leads.pos.coarseValue) == ("lead", "VBZ", "VERB")
    assert leads.morph.value == "Number=Sing|Person=3"
    trees = {
        item.Dependent.get_covered_text(): (item.DependencyType, item.Governor.get_covered_text())
        for item in of_type(cas, "Dependency")
    }
    assert (trees["Ana"], trees["leads"]) == (("nsubj", "leads"), ("root", "leads"))
    entities = [(item.get_covered_text(), item.value) for item in of_type(cas, "NamedEntity")]
    assert entities == [("Ana, née Roe", "PERSON"), ("Acme", "ORG")]
    (relation,) = of_type(cas, "SemPred")
    assert (relation.get_covered_text(), relation.category, relation.rule) == (
        "leads",
        "leads",
        "trial",
    )
    ends = {link.role: link.target.get_covered_text() for link in relation.arguments.elements}
    assert ends == {"subject": "Ana, née Roe", "object": "Acme"}
    (meta,) = of_type(cas, "DocumentMetaData")
    assert meta.documentId == "d0"
    assert load("out", "d2").sofa_string == ""


RAW = "\N{PILE OF POO}  Bob said\x00\r\nAnn isn't  mayor of <Bo>."


def document(id="d"):
    """Return a document with characters beyond 16 bits, a control character, clusters and events."""
    doc = Document.from_text(RAW, id, {"title": "T\x01", "url": "https://a.b/", "language": "en"})
    doc = doc.edit([Edit(1, 2), Edit(23, 24)])
    assert doc.text == "\N{PILE OF POO} Bob said\x00\r\nAnn isn't mayor of <Bo>."
    bob, ann, bo = (Span(*span, n, (), n) for n, span in enumerate([(2, 5), (13, 16), (33, 35)]))
    said = Event(6, 10, "say", 0)
    mayor = Event(23, 28, "mayor", 0, "negative", factuality=-3.0, claim=Claim(bob, 0))
    relation = Relation("leads", ann, Implied(), bo, 0, "mayor", event=1)
    return doc.with_layers(
        sentences=[Sentence(2, 37)],
        tokens=[],
        clusters=[
            Cluster("Bob", "PERSON", (Mention(2, 5, 0),)),
            Cluster("Ann", "PERSON", (Mention(13, 16, 1), Mention(23, 28, None, "nominal"))),
            Cluster("Bo", "LOC", (Mention(33, 35, 2),)),
        ],
        entities=[
            Entity(2, 5, "PERSON", 0, id="Q1"),
            Entity(13, 16, "PERSON", 1),
            Entity(33, 35, "LOC", 2),
        ],
        events=[said, mayor],
        relations=[relation],
    )


def test_offsets_survive_characters_that_other_libraries_count_otherwise(tmp_path, kind):
    """Characters of two UTF-16 units, line ends and characters that XML forbids move no offset."""
    written(tmp_path / "out", [document()], format=kind)
    cas = load(tmp_path / "out", "d")
    assert cas.sofa_string == document().text.replace("\x00", "\ufffd")
    entities = of_type(cas, "NamedEntity")
    assert [item.get_covered_text() for item in entities] == ["Bob", "Ann", "Bo"]
    assert entities[0].identifier == "Q1"
    (meta,) = of_type(cas, "DocumentMetaData")
    assert (meta.documentTitle, meta.documentUri, meta.language) == (
        "T\ufffd",
        "https://a.b/",
        "en",
    )


def test_segments_lead_to_the_raw_text(tmp_path, kind):
    """Every copied segment has the characters of the raw text at its raw offsets."""
    written(tmp_path / "out", [document()], format=kind)
    segments = of_type(load(tmp_path / "out", "d"), "Segment")
    assert len(segments) == 3
    for segment in segments:
        assert segment.copied
        raw = RAW[segment.rawBegin : segment.rawEnd].replace("\x00", "\ufffd")
        assert segment.get_covered_text() == raw


def test_mentions_are_chained(tmp_path, kind):
    """A cluster is a chain of its mentions."""
    written(tmp_path / "out", [document()], format=kind)
    cas = load(tmp_path / "out", "d")
    chains = []
    for chain in of_type(cas, "CoreferenceChain"):
        link, mentions = chain.first, []
        while link is not None:
            mentions.append((link.get_covered_text(), link.referenceType))
            link = link.next
        chains.append(mentions)
    assert sorted(chains) == [
        [("Ann", "name"), ("mayor", "nominal")], [("Bo", "name")], [("Bob", "name")],
    ]  # fmt: skip


def test_a_relation_says_how_it_is_stated(tmp_path, kind):
    """The event of a relation has its polarity, factuality and claim; an implied predicate spans the ends."""
    written(tmp_path / "out", [document()], format=kind)
    (relation,) = of_type(load(tmp_path / "out", "d"), "SemPred")
    event = relation.event
    assert (event.lemma, event.polarity, event.factuality, event.claim) == (
        "mayor",
        "negative",
        -3.0,
        "Bob",
    )
    assert relation.get_covered_text() == "Ann isn't mayor of <Bo"


# cassis reads its types by a function that importlib deprecates
@pytest.mark.filterwarnings("ignore:open_binary is deprecated:DeprecationWarning")
def test_types_are_those_of_dkpro(tmp_path):
    """Each type that has a name of DKPro has its supertype and features, so that its type system reads the CAS."""
    written(tmp_path / "out", [document()])
    dkpro = cassis.load_dkpro_core_typesystem()
    types = cassis.load_typesystem(tmp_path / "out" / "TypeSystem.xml")
    shared = [kind for kind in types.get_types() if dkpro.contains_type(kind.name)]
    assert len(shared) > 12
    for kind in shared:
        known = dkpro.get_type(kind.name)
        assert kind.supertype.name == known.supertype.name
        ranges = {feature.name: feature.rangeType.name for feature in known.all_features}
        assert {
            feature.name: feature.rangeType.name for feature in kind.all_features
        }.items() <= ranges.items()


def test_files_have_names_of_their_own(tmp_path):
    """Documents with one id, or with ids that a file system takes for one, have a file each."""
    docs = [document(name) for name in ("../a b", "a_b", "A_B", "a_b~2")]
    written(tmp_path / "out", docs)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        ["_a_b.xmi", "a_b.xmi", "A_B~2.xmi", "a_b_2.xmi", "TypeSystem.xml"]
    )


def test_it_keeps_the_contract_of_sinks(tmp_path, kind):
    """Interrupted and resumed, the folder has the same files."""
    documents = [*annotated_documents(), document()]
    files = check_sink(CasSink, {"path": str(tmp_path / "out"), "format": kind}, documents)
    assert len(files) == len(documents) + (kind == "xmi")


def test_a_missing_stage_is_named(project):
    """Without tokens, the message says which stages provide them."""
    project.documents("in.jsonl", ["Ann met Bo."])
    project.config()
    result = project.call("run", "c.yaml", "--set", "sink={use: cas, path: out}")
    assert result.code == 2
    assert "`cas` needs tokens, which no stage provides" in result.err
    assert "stanza" in result.err

"""Layers of a plugin: declared once, and then checked, written, cached, shown and compared."""

import json
from typing import NamedTuple

import duckdb
import hookline_keyphrases
import jsonschema
import pytest

from hookline import (
    Cluster,
    Document,
    Drop,
    Entity,
    Layer,
    Mention,
    Pipeline,
    Registry,
    Stage,
    hookimpl,
    record_schema,
)
from hookline.testing import check_stage

TEXTS = [
    "Don\u2019t  forget: climate policies matter.",
    "Short.",
    "Nuclear reactors were built. Twice.",
]
STAGES = "[{use: clean}, {use: keyphrases}]"


@pytest.fixture
def phrases(project):
    """A project whose config gives key phrases and a measure of readability, behind cleaning."""
    project.documents("in.jsonl", TEXTS)
    project.config(STAGES)
    return project


def test_a_record_has_the_layers_of_a_plugin(phrases):
    """JSON lines have each layer under its name, spans with their text and raw offsets."""
    assert phrases.call("run", "c.yaml").code == 0
    first, second, third = phrases.records()
    assert list(first) == ["id", "text", "meta", "removed", "keyphrases", "readability"]
    (phrase,) = first["keyphrases"]
    assert phrase["text"] == "climate policies"
    assert TEXTS[0][phrase["raw_start"] : phrase["raw_end"]] == "climate policies"
    assert phrase["start"] == phrase["raw_start"] - 1  # cleaning took a space away
    assert 0 < phrase["score"] < 1
    assert second["keyphrases"] == []
    assert third["readability"] == {"words": 5 / 3, "grade": "easy"}
    schema = record_schema(Registry.discover().layers)
    for record in (first, second, third):
        jsonschema.validate(record, schema)


def test_parquet_has_typed_columns_for_them(phrases):
    """DuckDB reads key phrases as structs with numbers, and the measure as a struct."""
    assert phrases.call("run", "c.yaml", "-o", "out.parquet").code == 0
    rows = duckdb.sql(
        "SELECT id, p.text, p.raw_start + 0, p.score * 2 FROM "
        "(SELECT id, unnest(keyphrases) AS p FROM 'out.parquet') ORDER BY id"
    ).fetchall()
    assert [row[:2] for row in rows] == [("d0", "climate policies"), ("d2", "Nuclear reactors")]
    assert all(isinstance(row[2], int) and 0 < row[3] < 2 for row in rows)
    types = dict(duckdb.sql("DESCRIBE SELECT * FROM 'out.parquet'").project("#1, #2").fetchall())
    assert types["readability"] == "STRUCT(words DOUBLE, grade VARCHAR)"


def test_a_plan_without_them_has_no_columns_for_them(phrases):
    """The layers of a plugin that is installed and not used leave no trace in an output."""
    phrases.config("[]")
    assert phrases.call("run", "c.yaml", "-o", "out.parquet").code == 0
    columns = [name for name, *_ in duckdb.sql("DESCRIBE SELECT * FROM 'out.parquet'").fetchall()]
    assert "keyphrases" not in columns


def test_they_are_explained_compared_and_shown(phrases):
    """`explain` lists them, `diff` tells what changed in them, `view` highlights them."""
    explained = phrases.call("explain", "c.yaml", "in.jsonl").out
    assert "climate policies  score 0.41" in explained
    assert "score 0.41, raw 15:31" in explained
    assert "readability" in explained
    assert phrases.call("run", "c.yaml", "-o", "a.jsonl").code == 0
    records = phrases.records("a.jsonl")
    records[0]["keyphrases"][0]["score"] = 0.9
    records[2]["keyphrases"] = []
    phrases.write("b.jsonl", "".join(json.dumps(record) + "\n" for record in records))
    result = phrases.call("diff", "a.jsonl", "b.jsonl")
    assert "+ climate policies  (score 0.9)" in result.out
    assert "keyphrases: 1 gone, 1 changed" in result.out
    assert phrases.call("view", "a.jsonl", "-o", "a.html").code == 0
    assert "climate policies" in (phrases.folder / "a.html").read_text()


def test_the_cache_keeps_them(phrases):
    """A run whose stages come from the cache gives the same bytes."""
    phrases.config(f"{STAGES}", more="cache: kept\n")
    assert phrases.call("run", "c.yaml", "-o", "a.jsonl").code == 0
    assert phrases.call("run", "c.yaml", "-o", "b.jsonl").code == 0
    a, b = (phrases.folder / name for name in ("a.jsonl", "b.jsonl"))
    assert a.read_bytes() == b.read_bytes()


def test_a_stage_can_require_them(phrases):
    """`check` says who provides a missing layer; a run in the right order is as declared."""
    phrases.config("[{use: with-keyphrases}]")
    result = phrases.call("check", "c.yaml")
    assert "`with-keyphrases` needs keyphrases, which no stage before it provides" in result.out
    assert "add one of: keyphrases" in result.out
    stages = [{"use": "keyphrases"}, {"use": "with-keyphrases"}]
    with Pipeline.from_config({"stages": stages}) as pipeline:
        kept, dropped = pipeline.stream([TEXTS[0], TEXTS[1]])
    assert len(kept.layers["keyphrases"]) == 1
    assert dropped.reason == "no key phrases"


def test_the_kit_checks_them():
    """The stages pass, the one that requires a layer with an empty one."""
    assert check_stage(hookline_keyphrases.FindKeyphrases)
    assert set(check_stage(hookline_keyphrases.with_keyphrases)) == {Drop("no key phrases")}


class Wrong(NamedTuple):
    """Something else than a key phrase."""

    start: int
    end: int


CASES = {
    "undeclared": ({"relations": ()}, "gave the layer `relations`, but provides entities"),
    "unknown": ({"nowhere": ()}, "gave the layer `nowhere`, which no plugin registers"),
    "missing": ({"entities": None}, "provides entities, but gave none"),
    "type": ({"entities": [Wrong(0, 1)]}, "gave entities: expected items of type Entity"),
    "many": ({"entities": Wrong(0, 1)}, "expected a sequence of items, found Wrong"),
    "label": ({"entities": [Entity(0, 1, "B")]}, "gave entities the label 'B'; expected one of A"),
    "empty": ({"entities": [Entity(1, 1, "A")]}, "expected non-empty spans"),
    "order": (
        {"entities": [Entity(2, 3, "A"), Entity(0, 1, "A")]},
        "expected spans in order",
    ),
    "overlap": (
        {"entities": [Entity(0, 2, "A"), Entity(1, 3, "A")]},
        "expected spans that do not overlap, found Entity",
    ),
}


class Bad(Stage):
    """Give what a case has, where entities with the label A are declared."""

    name = "bad"
    provides = ("entities",)
    labels = ("A",)

    class Options(Stage.Options):
        case: str

    def process(self, docs):
        layers, _ = CASES[self.options.case]
        return [doc.with_layers(**{"entities": (), **layers}) for doc in docs]


class BadPlugin:
    """The plugin that registers it."""

    @hookimpl
    def hookline_register(self, registry):
        registry.stage(Bad)


@pytest.mark.parametrize("case", CASES)
def test_what_is_not_as_declared_is_refused(case):
    """The document fails, and the message names the stage, the layer, the item and the document."""
    config = {"stages": [{"use": "bad", "case": case}]}
    with Pipeline.from_config(config, plugins=[BadPlugin()]) as pipeline:
        (failure,) = pipeline.stream([Document.from_text("abc", "here")])
    assert failure.error == "OutcomeError"
    assert failure.message.startswith("the stage `bad` ")
    assert CASES[case][1] in failure.message
    assert failure.message.endswith("here)")
    with pytest.raises(AssertionError, match="the stage `bad`"):
        check_stage(Bad, {"case": case}, texts=["abc"], fuzz=0)


class Renames(Stage):
    """Give other names to clusters, and no more than entities is declared."""

    name = "renames"
    provides = ("entities",)

    def process(self, docs):
        for doc in docs:
            clusters = [cluster._replace(name="B") for cluster in doc.clusters]
            yield doc.with_layers(entities=doc.entities, clusters=clusters)


def test_a_stage_changes_only_indexes_of_layers_that_point_at_its_own():
    """Layers that point at what a stage provides may have other indexes, and nothing else."""
    doc = Document.from_text("abc").with_layers(
        entities=[Entity(0, 1, "A")], clusters=[Cluster("A", "A", (Mention(0, 1, 0),))]
    )
    with pytest.raises(AssertionError, match="gave the layer `clusters`, but provides entities"):
        check_stage(Renames, documents=[doc], texts=[], fuzz=0)


def test_a_layer_that_no_record_could_hold_is_refused():
    """The type of a field that cannot be written is named where the layer is declared."""

    class Odd(NamedTuple):
        start: int
        names: set

    with pytest.raises(TypeError, match=r"Odd\.names: a field cannot have the type <class 'set'>"):
        Layer("odd", Odd)
    with pytest.raises(TypeError, match="expected a NamedTuple class"):
        Layer("odd", dict)


def test_a_name_is_given_once():
    """A plugin cannot take the name of a layer or of a key of the record."""
    for name in ("entities", "meta"):
        with pytest.raises(ValueError, match=f"there is already .* `{name}`"):
            Registry.discover().layers.added(Layer(name, Wrong))

"""Layers of a plugin: declared once, and then checked, written, cached, shown and compared."""

import json
import re
from typing import Literal, NamedTuple

import duckdb
import hookline_keyphrases
import jsonschema
import pytest

from hookline import (
    Cluster,
    Document,
    DocumentError,
    Drop,
    Entity,
    Layer,
    LayerError,
    Mention,
    Pipeline,
    Registry,
    Stage,
    hookimpl,
    read_plan,
    record_schema,
    run,
    to_json,
)
from hookline.testing import check_stage

TEXTS = [
    "Don\u2019t  forget: climate policies matter.",
    "Short.",
    "Nuclear reactors were built. Twice.",
]
STAGES = "[{use: clean}, {use: keyphrases}]"


class Note(NamedTuple):
    """A layer of words."""

    note: str


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
    for fields, message in UNWRITABLE:
        with pytest.raises(TypeError, match=message):
            Layer("odd", NamedTuple("Odd", fields))


UNWRITABLE = [
    ([("hash", bytes)], r"records cannot hold the bytes of Odd\.hash"),
    ([("hashes", tuple[bytes, ...])], r"records cannot hold the bytes of Odd\.hashes"),
    ([], "expected a NamedTuple with fields"),
    ([("start", float), ("end", float)], r"Odd\.start: the offsets of a span are of the type int"),
    ([("start", int), ("end", int), ("raw_start", int)], "records give each span its own"),
]


class Tree(NamedTuple):
    """An item with a part of its own type."""

    start: int
    part: "Tree | None" = None


def test_an_item_does_not_contain_its_own_type():
    """Trees are lists of items that refer to one another."""
    with pytest.raises(
        TypeError, match="Tree: an item cannot contain items of its own type; refer"
    ):
        Layer("trees", Tree)


class Score(NamedTuple):
    """A number without a place."""

    value: int


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"order": "apart"}, "order='apart' needs items with the fields `start` and `end`, which Score"),
        ({"order": "sorted"}, "expected order to be 'any' or 'start' or 'apart', found 'sorted'"),
        ({"labels": "kind"}, "labels='kind' names no field of Score; it has value"),
        ({"written": "no"}, "expected written to be 'always' or 'asked' or 'never', found 'no'"),
        ({"many": "one"}, "expected many to be True or False, found 'one'"),
        ({"columns": ("kind",)}, "Score has no column kind"),
    ],
)  # fmt: skip
def test_a_layer_that_no_stage_could_provide_is_refused(arguments, message):
    """A wrong argument is named where the layer is declared, not for each document."""
    with pytest.raises(TypeError, match=re.escape(message)):
        Layer("score", Score, **arguments)


class Hashed(NamedTuple):
    """Bytes, and a number beside them."""

    hash: bytes
    score: int


def test_bytes_may_stand_in_what_is_not_written():
    """A layer that no record has, or whose columns leave the bytes out, may have some."""
    assert Layer("hashed", Hashed, written="never").item is Hashed
    assert Layer("hashed", Hashed, columns=("score",)).item is Hashed


class Mixed(NamedTuple):
    """Fields with values of several types, and stars."""

    value: int | str
    flag: bool | int
    stars: Literal[1, 2, 3]
    grade: Literal[1, "A"] | None
    number: int | float


class Mixes(Stage):
    """Give each type once."""

    name = "mixes"
    provides = ("mixed",)

    def process(self, docs):
        items = [Mixed(1, True, 3, 1, 1), Mixed("1", 1, 2, "A", 0.5), Mixed("", 0, 1, None, 2)]
        return [doc.with_layers(mixed=items) for doc in docs]


class MixedPlugin:
    """The plugin that registers them."""

    @hookimpl
    def hookline_register(self, registry):
        registry.layer(Layer("mixed", Mixed))
        registry.stage(Mixes)


def test_values_of_several_types_are_strings_in_tables(tmp_path):
    """Whatever types a field may have, its column holds all values: as JSON if they are mixed."""
    (tmp_path / "in.jsonl").write_text('{"text": "a"}\n')
    config = {
        "source": {"use": "jsonl", "path": str(tmp_path / "in.jsonl")},
        "stages": ["mixes"],
        "sink": {"use": "parquet", "path": str(tmp_path / "out.parquet")},
    }
    assert run(read_plan(config, plugins=[MixedPlugin()])).written == 1
    query = f"SELECT unnest(mixed, recursive := true) FROM '{tmp_path}/out.parquet'"
    assert duckdb.sql(query).fetchall() == [
        ("1", "true", 3, "1", 1.0),
        ("1", "1", 2, "A", 0.5),
        ("", "0", 1, None, 2.0),
    ]


@pytest.mark.parametrize("number", [1 << 63, -(1 << 63) - 1, 1 << 70])
def test_an_integer_that_no_table_can_hold_fails_its_document(number):
    """Tables have signed integers of 64 bits; a larger one is named where the document is made."""
    for items in ([Hashed(b"", number)], [Hashed(b"", 1), Hashed(b"", number)]):
        with pytest.raises(LayerError, match=rf"`score` of Hashed: {number} is no signed integer"):
            Document.from_text("abc").with_layers(scores=items)
    kept = Document.from_text("abc").with_layers(scores=[Hashed(b"", (1 << 63) - 1)])
    assert kept.layers["scores"][0].score == (1 << 63) - 1


@pytest.mark.parametrize(
    ("doc", "where"),
    [
        (Document.from_text("a\ud800"), "text"),
        (Document.from_text("a").with_meta(tags=["b", "\udfff"]), "meta.tags[1]"),
        (Document.from_text("a").with_layers(notes=[Note("\ud800")]), "notes[0].note"),
    ],
)
def test_what_a_record_cannot_hold_is_named(doc, where):
    """Half of a surrogate pair has no bytes in UTF-8; the error says where it is."""
    with pytest.raises(DocumentError, match=f"`{re.escape(where)}`: half of a surrogate pair at"):
        to_json(doc)


def test_a_name_is_given_once():
    """A plugin cannot take the name of a layer or of a key of the record."""
    for name in ("entities", "meta"):
        with pytest.raises(ValueError, match=f"there is already .* `{name}`"):
            Registry.discover().layers.added(Layer(name, Wrong))

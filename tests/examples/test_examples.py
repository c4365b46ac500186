"""The programs in docs/examples do what they say, with the libraries that they are written for."""

import shutil
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import duckdb
import orjson
import pandas as pd
import polars as pl
import pytest

from hookline import Pipeline

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
TEXTS = ("Ana, née Roe leads Acme.\n\nShe didn't go.", 'Bo "B" Li', "RAISE")


def example(name):
    """Import an example as a module."""
    spec = spec_from_file_location(f"example_{name}", EXAMPLES / f"{name}.py")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # dlt looks a resource's module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def light(project):
    """A config that annotates without a model (trial plugin), and articles, one of which fails."""
    project.documents("in.jsonl", TEXTS)
    project.config("[{use: poison}, {use: annotated}]")
    return project


def test_the_leaders_who_met(project):
    """The main job finds who leads what and who met whom, and DuckDB joins the two."""
    call = ("run", str(ROOT / "configs" / "news.yaml"), str(EXAMPLES / "news.jsonl"))
    assert project.call(*call, "-o", "news.parquet").code == 0
    rows = example("leaders").leaders_who_met("news.parquet")
    met = {(leader, other, document) for leader, _, other, document in rows}
    assert ("Espen Hagen", "Maria Kowalska", "n2") in met
    assert ("Maria Kowalska", "Espen Hagen", "n2") in met
    assert ("Paul Moreau", "Maria Kowalska", "n3") in met
    assert {document for *_, document in rows} <= {"n1", "n2", "n3", "n4"}


@pytest.mark.filterwarnings("ignore")  # dlt's dependencies warn about one another
def test_dlt_loads_documents_entities_and_failures(light, monkeypatch):
    """Nested layers land in tables of their own, failures in theirs; a second load adds nothing."""
    monkeypatch.setenv("DLT_DATA_DIR", str(light.folder / "dlt"))
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    module = example("dlt_pipeline")
    for _ in range(2):
        module.load("c.yaml", "in.jsonl", "news.duckdb")
    with duckdb.connect("news.duckdb") as database:
        query = "SELECT d.id, e.text FROM articles.documents d JOIN articles.documents__entities e ON e._dlt_parent_id = d._dlt_id ORDER BY ALL"
        assert database.execute(query).fetchall() == [
            ("d0", "Acme"), ("d0", "Ana, née Roe"), ("d1", 'Bo "B" Li'),
        ]  # fmt: skip
        relations = "SELECT type, subject__text, object__text FROM articles.documents__relations"
        assert database.execute(relations).fetchall() == [("leads", "Ana, née Roe", "Acme")]
        failures = database.execute("SELECT id, stage, error FROM articles.failures").fetchall()
        assert failures == [("d2", "poison", "poison")]


def test_frames_of_pandas_and_polars(light):
    """Entities become rows beside their texts; a text that fails is no row."""
    module = example("frames")
    with Pipeline.from_config("c.yaml") as pipeline:
        rows = module.with_pandas(pipeline, pd.read_json("in.jsonl", lines=True))
        counts = module.with_polars(pipeline, pl.read_ndjson("in.jsonl"))
    assert rows[["id", "entity_text", "entity_label"]].values.tolist() == [
        ["d0", "Ana, née Roe", "PERSON"], ["d0", "Acme", "ORG"], ["d1", 'Bo "B" Li', "PERSON"],
    ]  # fmt: skip
    assert sorted(counts.rows()) == [
        ("Acme", "ORG", 1, 1), ("Ana, née Roe", "PERSON", 1, 1), ('Bo "B" Li', "PERSON", 1, 1),
    ]  # fmt: skip


def test_a_task_can_be_retried(light):
    """It says what it did, does nothing the second time, and fails where too much has failed."""
    module = example("task")
    done = module.enrich("c.yaml", "in.jsonl", "out/news.parquet", tolerated=0.5)
    assert {key: done[key] for key in ("read", "written", "failed")} == {
        "read": 3, "written": 2, "failed": 1,
    }  # fmt: skip
    before = Path("out/news.parquet").stat()
    assert module.enrich("c.yaml", "in.jsonl", "out/news.parquet", tolerated=0.5) == done
    assert Path("out/news.parquet").stat() == before
    with pytest.raises(module.TooManyFailures, match=r"1 of 3 documents have failed: see out/news"):
        module.enrich("c.yaml", "in.jsonl", "out/news.parquet")
    (letter,) = light.records("out/news.parquet.failures.jsonl")
    assert letter["id"] == "d2"
    shutil.rmtree("out")
    assert orjson.dumps(done)


def test_the_records_and_the_graph_of_one_run_have_the_same_meetings(project):
    """Who met whom, when, and who says so: pronouns, dates and claims count, denials and plans do not."""
    call = ("run", str(EXAMPLES / "graph.yaml"), str(EXAMPLES / "meetings.jsonl"))
    result = project.call(*call, "-o", "m.parquet", "--set", "sink.1.path=m.graphml")
    assert result.code == 0, result.err
    module = example("meetings")
    meetings = module.meetings_in_records("m.parquet")
    assert [meeting[:-1] for meeting in meetings] == [
        ("Anna Lindner", "Germany", "John Carter", "2024-05-10", "", "m5"),
        ("Anna Lindner", "Germany", "Paul Moreau", "2024-05-06", "", "m1"),
        ("John Carter", "Acme Steel", "Anna Lindner", "2024-05-10", "", "m5"),
        ("John Carter", "Acme Steel", "Paul Moreau", "", "", "m5"),
        ("Maria Kowalska", "Poland", "Espen Hagen", "2024-05-07", "", "m2"),
        ("Maria Kowalska", "Poland", "Paul Moreau", "2024-04-29/2024-05-05", "Le Jour", "m3"),
        ("Paul Moreau", "France", "Anna Lindner", "2024-05-06", "", "m1"),
        ("Paul Moreau", "France", "John Carter", "", "", "m5"),
        ("Paul Moreau", "France", "Maria Kowalska", "2024-04-29/2024-05-05", "Le Jour", "m3"),
    ]
    assert module.meetings_in_graph("m.graphml") == meetings


def test_a_vector_index_cites_raw_offsets(project):
    """The chunk that answers is found, and its offsets are those of the raw text, markup included."""
    raw = ("Ana  Roe leads Acme .\n\nBo Li met Cy   Ray in Oslo .", "A recipe for bread .")
    project.documents("in.jsonl", raw)
    project.config("[clean, {use: chunk, unit: sentences, size: 1}]")
    assert project.call("run", "c.yaml").code == 0
    hit = example("vector_index").Index("out.jsonl").search("who did Bo Li meet in Oslo", 1)[0]
    assert hit.parent == "d0"
    assert raw[0][hit.raw_start : hit.raw_end].split() == [
        "Bo",
        "Li",
        "met",
        "Cy",
        "Ray",
        "in",
        "Oslo",
        ".",
    ]

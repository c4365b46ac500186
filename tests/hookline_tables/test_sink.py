"""The sinks `csv` and `tsv`, read back by pandas."""

import pandas as pd


def test_entities_and_relations_are_tables(annotated):
    """A row is an entity or a relation; the ending of -o selects the sink."""
    project = annotated
    assert project.call("run", "c.yaml", "-o", "entities.csv").code == 0
    entities = pd.read_csv("entities.csv")
    assert entities[["document", "entity", "label", "text", "start"]].values.tolist() == [
        ["d0", 0, "PERSON", "Ana, née Roe", 0],
        ["d0", 1, "ORG", "Acme", 19],
        ["d1", 0, "PERSON", 'Bo "B" Li', 0],
    ]
    overrides = [
        f"--set=sink.{option}" for option in ("use=tsv", "path=relations.tsv", "layer=relations")
    ]
    assert project.call("run", "c.yaml", *overrides).code == 0
    relations = pd.read_csv("relations.tsv", sep="\t")
    (row,) = relations.to_dict("records")
    assert (row["subject"], row["type"], row["object"]) == ("Ana, née Roe", "leads", "Acme")
    assert (row["subject_label"], row["object_label"], row["object_start"]) == ("PERSON", "ORG", 19)
    assert row["predicate"] == "leads"


def test_a_table_without_rows_has_a_header(project):
    """Documents without entities make a table that has only its header."""
    project.documents("in.jsonl", ["a"])
    project.config("[{use: gazetteer}]")
    assert project.call("run", "c.yaml", "-o", "out.csv").code == 0
    assert list(pd.read_csv("out.csv").columns)[:3] == ["document", "entity", "label"]


def test_documents_are_a_table_that_can_be_read_again(project):
    """A row has the id, the text and the meta data: in columns by name, or as JSON."""
    project.write("in.jsonl", '{"id": "a", "text": "x, \\"y\\"\\nz", "n": 1, "tags": ["p"]}\n')
    project.config()
    call = ("run", "c.yaml", "-o", "out.csv", "--fresh", "--set", "sink.layer=documents")
    assert project.call(*call).code == 0
    (row,) = pd.read_csv("out.csv").to_dict("records")
    assert row == {"id": "a", "text": 'x, "y"\nz', "meta": '{"n": 1, "tags": ["p"]}'}
    assert project.call(*call, "--set", "sink.meta=[n, tags, none]").code == 0
    (row,) = pd.read_csv("out.csv", keep_default_na=False).to_dict("records")
    assert (row["n"], row["tags"], row["none"]) == (1, '["p"]', "")
    assert project.call("run", "c.yaml", "out.csv", "-o", "again.jsonl").code == 0
    assert project.records("again.jsonl")[0]["text"] == 'x, "y"\nz'


def test_relations_have_the_places_of_their_ends_in_the_raw_text(annotated):
    """The raw offsets of subject, predicate and object are those of the record."""
    project = annotated
    assert project.call("run", "c.yaml").code == 0
    assert project.call("run", "c.yaml", "-o", "r.csv", "--set", "sink.layer=relations").code == 0
    (row,) = pd.read_csv("r.csv").to_dict("records")
    (relation,) = [item for record in project.records() for item in record["relations"]]
    for part in ("subject", "predicate", "object"):
        for name in ("raw_start", "raw_end"):
            assert row[f"{part}_{name}"] == relation[part][name]


def test_a_table_of_what_no_stage_finds_is_refused(project):
    """Without entities, the answer names the stages that find them, and the table of texts."""
    project.documents("in.jsonl", ["a"])
    project.config()
    result = project.call("run", "c.yaml", "-o", "out.csv")
    assert result.code == 2
    assert "-o: error: `csv` needs entities, which no stage provides" in result.err
    assert "--set sink.layer=documents" in result.err

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

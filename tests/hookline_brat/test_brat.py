"""The sink `brat`, read by pybrat."""

from pathlib import Path

import pytest
from pybrat.parser import BratParser

SINK = ("--set", "sink.use=brat", "--set", "sink.path=out")


def test_pybrat_reads_the_folder(annotated):
    """Texts, entities and relations are read back with their offsets."""
    result = annotated.call("run", "c.yaml", *SINK)
    assert result.code == 0, result.err
    examples = {example.id: example for example in BratParser().parse("out")}
    first = examples["d0"]
    assert first.text == "Ana, née Roe leads Acme.\n\nShe didn't go."
    assert [(e.type, e.start, e.end, e.mention) for e in first.entities] == [
        ("PERSON", 0, 12, "Ana, née Roe"), ("ORG", 19, 23, "Acme"),
    ]  # fmt: skip
    (relation,) = first.relations
    assert (relation.arg1.mention, relation.type, relation.arg2.mention) == (
        "Ana, née Roe",
        "leads",
        "Acme",
    )
    assert "#1\tAnnotatorNotes R1\tleads" in Path("out/d0.ann").read_text()
    conf = Path("out/annotation.conf").read_text()
    assert "[entities]\nORG\nPERSON\n" in conf
    assert "leads\tArg1:<ENTITY>, Arg2:<ENTITY>" in conf


def test_a_folder_is_published_like_a_file(annotated):
    """A finished folder is kept, one that was changed or not written by a run is refused."""
    assert annotated.call("run", "c.yaml", *SINK).code == 0
    assert "finished already" in annotated.call("run", "c.yaml", *SINK).err
    annotated.write("out/d0.ann", "T1\tPERSON 0 3\tAna\n")
    result = annotated.call("run", "c.yaml", *SINK)
    assert result.code == 2
    assert "out has been changed" in result.err
    annotated.write("out/more.txt", "")
    assert annotated.call("run", "c.yaml", *SINK, "--fresh").code == 0
    assert not Path("out/more.txt").exists()
    assert len(list(Path("out").glob("*.ann"))) == 4
    annotated.write("other/precious.txt", "x")
    result = annotated.call("run", "c.yaml", "--set", "sink.use=brat", "--set", "sink.path=other")
    assert result.code == 2
    assert "other exists and was not written by hookline" in result.err


@pytest.mark.parametrize("path", ["in.jsonl", "."])
def test_a_folder_with_the_input_is_refused(annotated, path):
    """Neither the input file nor its folder may be replaced."""
    result = annotated.call(
        "run", "c.yaml", "--fresh", "--set", "sink.use=brat", "--set", f"sink.path={path}"
    )
    assert result.code == 2
    assert Path("in.jsonl").stat().st_size > 100


@pytest.mark.parametrize(
    "overrides",
    [
        ["failures.path=out/bad.jsonl"],
        ["sink=[{use: jsonl, path: out/x.jsonl}, {use: brat, path: out}]"],
    ],
)
def test_other_outputs_in_the_folder_are_refused(annotated, overrides):
    """Dead letters and other outputs would be deleted with the folder."""
    options = [part for override in overrides for part in ("--set", override)]
    result = annotated.call("run", "c.yaml", *SINK, *options)
    assert result.code == 2
    assert "is a folder with files that the run needs" in result.err


def test_ids_become_names_of_files(project):
    """Unusual characters are replaced, equal names numbered, and no file is outside the folder."""
    ids = ["../../x", "a/b", "a b", "A_B", ".", "日本"]
    project.write("in.jsonl", "".join(f'{{"id": "{name}", "text": "t"}}\n' for name in ids))
    project.config()
    assert project.call("run", "c.yaml", *SINK).code == 0
    names = sorted(path.name for path in Path("out").glob("*.txt"))
    assert names == ["A_B~3.txt", "_.._x.txt", "_.txt", "a_b.txt", "a_b~2.txt", "日本.txt"]

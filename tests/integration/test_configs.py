"""The shipped configs, and the main job on the sample article."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from invariants import check_record
from tests_support import environment

ROOT = Path(__file__).parents[2]
CONFIGS = sorted((ROOT / "configs").glob("*.yaml"))


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_every_config_is_right(project, path):
    """`hookline check` finds nothing wrong with a config that is shipped, where its input is."""
    shutil.copytree(ROOT / "seeds", project.folder / "seeds")
    project.write("pages/a.html", "")
    project.write("pages/a.jsonl.gz", b"")
    result = project.call("check", str(path))
    assert result.code == 0, result.out
    assert "warning" not in result.out


@pytest.mark.parametrize("output", ["out/clean.jsonl", "mine/articles.jsonl.gz"])
def test_dead_letters_are_beside_the_output(project, output):
    """A shipped config puts documents that fail beside the output, that of `-o` as well."""
    project.write("bad.txt", b"\xff\xfe\xff")
    call = ("run", str(ROOT / "configs" / "clean.yaml"), "bad.txt", "-o", output)
    assert project.call(*call).code == 1
    letters = output.replace(".gz", "").replace(".jsonl", ".failures.jsonl")
    assert [letter["place"] for letter in project.records(letters)] == ["bad.txt"]


def test_the_configs_that_others_rely_on_are_there():
    """News, clean and openie are shipped under their names."""
    assert {"news", "clean", "openie"} <= {path.stem for path in CONFIGS}


@pytest.fixture
def seeds(project):
    """A project with the sample article."""
    shutil.copytree(ROOT / "seeds", project.folder / "seeds")
    return project


def test_cleaning_loads_no_model(seeds):
    """The cleaning config runs without importing torch, and removes the boilerplate of the sample."""
    code = (
        "import sys\nfrom hookline.cli.command_line import run\n"
        f"code = run(['run', {str(ROOT / 'configs' / 'clean.yaml')!r}, '--quiet'])\n"
        "print(code, [m for m in ('torch', 'stanza', 'transformers') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "0 []"
    (record,) = seeds.records("out/clean.jsonl")
    raw = (seeds.folder / "seeds" / "ln247-japan-us.txt").read_text()
    check_record(record, raw)
    last_two = raw.rstrip().splitlines()[-2:]
    assert "\n".join(item["text"] for item in record["removed"]) == "\n".join(last_two)


def test_the_main_job_keeps_the_record_contract(seeds):
    """Every config with a model gives records in which every invariant holds, in any batch size."""
    raw = (seeds.folder / "seeds" / "ln247-japan-us.txt").read_text()
    parts = [part for part in raw.split("\n") if part]
    seeds.documents("in.jsonl", [raw, *parts, "", "   ", "Subscribe to our newsletter!"])
    news = str(ROOT / "configs" / "news.yaml")
    include = ("--set", "sink.include=[raw, tokens]")
    assert seeds.call("run", news, "in.jsonl", "-o", "a.jsonl", *include).code == 0
    records = seeds.records("a.jsonl")
    assert len(records) == len(parts) + 4
    for record in records:
        check_record(record, record["raw"])
    assert len(records[0]["entities"]) > 20
    assert len(records[0]["relations"]) > 5
    again = seeds.call("run", news, "in.jsonl", "-o", "b.jsonl", *include, "--set", "batch_size=1")
    assert again.code == 0
    assert (seeds.folder / "a.jsonl").read_bytes() == (seeds.folder / "b.jsonl").read_bytes()
    openie = str(ROOT / "configs" / "openie.yaml")
    assert seeds.call("run", openie, "in.jsonl", "-o", "c.jsonl").code == 0
    for record, before in zip(seeds.records("c.jsonl"), records, strict=True):
        check_record(record, before["raw"])
        assert {relation["type"] for relation in record["relations"]} <= {"open"}

"""The cache of what stages made: what is unchanged is not computed again, and nothing else changes."""

import datetime
import math
import os
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hookline import Document, Drop, Edit, Pipeline, hookimpl, stage
from hookline.runner.cache import StageCache


def marks():
    """Return how many documents the stage `counted` has been given."""
    return os.path.getsize("marks") if os.path.exists("marks") else 0


@pytest.fixture
def texts(project):
    """An input with a document that is dropped and one that fails later."""
    project.documents("in.jsonl", ["Some Text", "", "A RAISE", "Ünï \U0001f600 code"])


def test_a_later_stage_changes_and_the_earlier_is_not_computed_again(project, texts):
    """With other stages behind it, a stage is not asked again, and the bytes are as without a cache."""
    project.config("[{use: counted}]", more="cache: kept\n")
    assert project.call("run", "c.yaml", "-o", "a.jsonl").code == 0
    assert marks() == 4
    stages = "[{use: counted}, {use: needy}, {use: poison}]"
    project.config(stages, more="cache: kept\n")
    assert project.call("run", "c.yaml", "-o", "b.jsonl", "--report", "r.json").code == 1
    assert marks() == 4
    project.config(stages)
    assert project.call("run", "c.yaml", "-o", "c.jsonl").code == 1
    assert marks() == 8
    one, other = (project.folder / name for name in ("b.jsonl", "c.jsonl"))
    assert one.read_bytes() == other.read_bytes()


def test_other_options_and_another_text_are_computed(project, texts):
    """A stage with changed options is asked about all, one with a changed input about that one."""
    project.config("[{use: counted}]", more="cache: kept\n")
    project.call("run", "c.yaml")
    project.call("run", "c.yaml", "--fresh", "--set", "stages.counted.label=OTHER")
    assert marks() == 8
    assert project.records()[0]["entities"][0]["label"] == "OTHER"
    project.documents("in.jsonl", ["Some Text", "", "Another", "Ünï \U0001f600 code"])
    project.call("run", "c.yaml", "--fresh")
    assert marks() == 9


def test_a_cache_is_bounded(project):
    """What has not been used for longest goes when the cache is larger than it may be."""
    project.documents("in.jsonl", [os.urandom(2000).hex() for _ in range(100)])
    more = "cache: {path: kept, size: 100KB}\n"
    project.config("[{use: counted}]", more=more)
    assert project.call("run", "c.yaml").code == 0
    assert sum(file.stat().st_size for file in (project.folder / "kept").iterdir()) < 250_000
    assert project.call("run", "c.yaml", "--fresh").code == 0
    assert 100 < marks() < 200


def test_a_cache_is_bounded_if_its_worker_is_killed(project, monkeypatch):
    """Outcomes are deleted while others are stored, so nothing depends on the end of a worker."""
    monkeypatch.setattr(StageCache, "close", lambda self: self._db.close())  # deletes nothing
    project.documents("in.jsonl", [os.urandom(2000).hex() for _ in range(100)])
    project.config("[{use: counted, batch_size: 4}]", more="cache: {path: kept, size: 100KB}\n")
    assert project.call("run", "c.yaml", "--workers", "1").code == 0
    with closing(sqlite3.connect("kept/outcomes.sqlite")) as database:
        (held,) = database.execute("SELECT total(length(value)) FROM outcomes").fetchone()
    assert 50_000 < held < 150_000


def overwritten(data):
    dice = random.Random(3)
    for _ in range(30):
        at = dice.randrange(100, len(data))
        data = data[:at] + dice.randbytes(20) + data[at + 20 :]
    return data


def foreign(data):
    Path("foreign").unlink(missing_ok=True)
    database = sqlite3.connect("foreign")
    database.execute("CREATE TABLE outcomes (key BLOB PRIMARY KEY, value BLOB, used TEXT)")
    database.execute("INSERT INTO outcomes VALUES ('a', 1, 'yesterday')")
    database.commit()
    database.close()
    return Path("foreign").read_bytes()


DAMAGES = {
    "no database": lambda data: b"no database at all" * 500,
    "overwritten": overwritten,
    "truncated": lambda data: data[: len(data) // 2],
    "empty": lambda data: b"",
    "foreign": foreign,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_cache_costs_nothing_but_time(project, texts, damage):
    """Whatever has become of its file, a run gives the bytes of one without a cache, with a warning at most."""
    project.config("[{use: counted}]", more="cache: kept\n")
    assert project.call("run", "c.yaml", "-o", "whole.jsonl").code == 0
    path = project.folder / "kept" / "outcomes.sqlite"
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    with project.start("run", "c.yaml", "--fresh") as run:
        _, err = run.communicate()
    assert run.returncode == 0, err
    assert "Traceback" not in err
    if damage in ("no database", "foreign"):
        assert "the cache kept cannot be used" in err
        assert "delete the folder" in err
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()


def test_a_changed_bit_in_a_cache_is_noticed(project, texts):
    """A value that still decompresses, or stands under another key, is computed again."""
    project.config("[{use: counted}]", more="cache: kept\n")
    assert project.call("run", "c.yaml", "-o", "whole.jsonl").code == 0
    path = project.folder / "kept" / "outcomes.sqlite"
    database = sqlite3.connect(path)
    rows = database.execute("SELECT key, value FROM outcomes").fetchall()
    for (key, _), (_, value) in zip(rows, rows[1:] + rows[:1], strict=True):
        database.execute("UPDATE outcomes SET value = ? WHERE key = ?", (value, key))
    database.commit()
    database.close()
    assert project.call("run", "c.yaml").code == 0
    assert marks() == 8
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()


META = {
    "date": datetime.date(2024, 5, 1),
    "pair": (1, 2),
    "nan": math.nan,
    "nested": [{"a": (1,)}],
    "float": 1.0,
    "surrogate": "\ud800",
    "bool": True,
    "plain": {"a": [1, None, "x", 0.5]},
}


def typed(value):
    """Return a value with the types of all that it holds, for comparison."""
    if isinstance(value, dict):
        return dict, [(typed(key), typed(item)) for key, item in value.items()]
    if isinstance(value, list | tuple | frozenset):
        return type(value), [typed(item) for item in value]
    return type(value), repr(value)


@pytest.mark.parametrize("name", META)
def test_a_later_stage_is_given_the_same_with_and_without_a_cache(project, name):
    """Meta data of any type, and offsets behind an edit and its reversal, are those of a run without one."""
    seen = []

    @stage("maker", edits_text=True)
    def maker(doc: Document) -> Document:
        doc = doc.edit([Edit(0, 3, "xyz", "away")])
        return doc.edit([Edit(0, 3, "abc", "back")]).with_meta(value=META[name])

    @stage("looker", cost="light")
    def looker(doc: Document) -> Document:
        seen.append((typed(dict(doc.meta)), doc.alignment.to_raw(0, 1), doc.removed))
        return doc

    class Plugin:
        @hookimpl
        def hookline_register(self, registry):
            registry.stage(maker)
            registry.stage(looker)

    for _ in range(2):
        config = {"stages": [{"use": "maker"}, {"use": "looker"}], "cache": "kept"}
        with Pipeline.from_config(config, plugins=[Plugin]) as pipeline:
            list(pipeline.stream([Document.from_text("abc def", "d")]))
    assert len(seen) == 2
    assert seen[0] == seen[1]


PLAIN = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text(max_size=3)
)
VALUES = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.tuples(inner)
        | st.dictionaries(st.text(max_size=2), inner, max_size=2)
    ),
    max_leaves=4,
)
EDITS = st.lists(st.tuples(st.sampled_from(["", "a", "ab"]), st.integers(0, 3)), max_size=3)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(VALUES, EDITS, st.booleans()), min_size=2, max_size=4))
def test_what_is_kept_is_found_exactly_or_not_at_all(made):
    """For documents that differ in anything, an outcome comes back equal in value and type, for its own only."""
    import tempfile

    from hookline import BUILT_IN_LAYERS
    from hookline.config.settings import CacheSettings
    from hookline.runner.cache import StageCache

    docs = []
    for value, edits, dropped in made:
        doc = Document.from_text("abc", "d", {"v": value})
        for text, at in edits:
            doc = doc.edit([Edit(min(at, len(doc.text)), len(doc.text), text, "x")])
        docs.append((doc, Drop("gone") if dropped else doc.with_meta(w=value)))
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(StageCache(CacheSettings(path=folder), BUILT_IN_LAYERS)) as cache,
    ):
        for doc, outcome in docs:
            cache.keep("digest", [doc], [outcome])
        for doc, _ in docs:
            (outcome,) = cache.find("digest", [doc])
            meta = typed(dict(doc.meta))
            same = [kept for other, kept in docs if (other, typed(dict(other.meta))) == (doc, meta)]
            if outcome is not None:
                assert outcome == same[-1]
                if isinstance(outcome, Document):
                    assert typed(dict(outcome.meta)) == typed(dict(same[-1].meta))


def test_a_stage_that_cannot_be_opened_is_said_when_it_is_needed(project, texts):
    """With a cache a model is loaded when it is first needed; one that is missing is an error."""
    project.config("[{use: counted}, {use: stanza, model: /nowhere}]", more="cache: kept\n")
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "/nowhere" in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize("cache", ["3", "''", "{size: 3GB}", "{path: a, size: many}"])
def test_an_odd_cache_is_a_problem_of_the_config(project, cache):
    """It is reported by `check`, with its place."""
    project.config(more=f"cache: {cache}\n")
    result = project.call("check", "c.yaml")
    assert result.code == 2
    assert "c.yaml:" in result.out

"""The stage `lists`."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookline import Cluster, Document, Entity, HooklineError, Mention, ModelError
from hookline.testing import check_import, check_stage
from hookline_lists import Lists
from hookline_lists.names import NameIndex
from hookline_lists.reading import Entry

CSV = "name,aliases,label,id\nSherlock Holmes,Holmes|Mr. Holmes,PERSON,Q4653\nRome,,LOC,Q220\n"


@pytest.fixture
def opened(tmp_path):
    """Return a function that opens the stage over a list with the given content."""

    def open_list(content=CSV, name="names.csv", **options):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return Lists(Lists.read_options({"paths": [str(path)], **options}))

    return open_list


def names(stage, text, *entities, **layers):
    """Return the words, label and id of each entity behind the stage."""
    doc = Document.from_text(text).with_layers(entities=entities, **layers)
    [doc] = stage.process([doc])
    return [(doc.text[e.start : e.end], e.label, e.id) for e in doc.entities]


def test_the_stage_satisfies_the_contract(tmp_path):
    """Documents of any size of batch have the same names, in another process too."""
    path = tmp_path / "names.csv"
    path.write_text(CSV, encoding="utf-8")
    text = "Mr. Holmes of Rome. HOLMES, Holmesian ’Holmes’"
    docs = [
        Document.from_text(text),
        Document.from_text(text).with_layers(entities=[Entity(0, 10, "ORG")]),
    ]
    check_stage(Lists, {"paths": [str(path)]}, docs, spawn=True)
    check_import("hookline_lists", ("ahocorasick_rs", "torch"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("names.csv", CSV),
        ("names.tsv", CSV.replace(",", "\t")),
        (
            "names.jsonl",
            '{"name": "Sherlock Holmes", "aliases": ["Holmes", "Mr. Holmes"], "label": "PERSON", "id": "Q4653"}\n'
            '\n{"name": "Rome", "label": "LOC", "id": "Q220"}\n',
        ),
        (
            "names.yaml",
            "- {name: Sherlock Holmes, aliases: [Holmes, Mr. Holmes], label: PERSON, id: Q4653}\n"
            "- {name: Rome, label: LOC, id: Q220}\n",
        ),
    ],
)
def test_formats(opened, name, content):
    """Names are read from CSV, TSV, JSON lines and YAML."""
    found = names(opened(content, name), "Mr. Holmes met Sherlock\u00a0Holmes in Rome.")
    assert found == [
        ("Mr. Holmes", "PERSON", "Q4653"),
        ("Sherlock\u00a0Holmes", "PERSON", "Q4653"),
        ("Rome", "LOC", "Q220"),
    ]


def test_runs_of_white_space_equal_one_space(opened):
    """White space within a name is of any kind and length, up to the end of the paragraph."""
    written = ["Sherlock  Holmes", "Sherlock \r\n\u2003 Holmes", "Sherlock\u3000Holmes"]
    text = "In  Rome: " + ",  ".join(written) + ". Sherlock\n\nHolmes"
    expected = [(name, "PERSON", "Q4653") for name in [*written, "Holmes"]]
    assert names(opened(), text) == [("Rome", "LOC", "Q220"), *expected]
    assert names(opened(CSV.replace("k H", "k   H")), text)[1:] == expected


def test_case_and_words(opened):
    """By default case counts and a name is whole words; both can be changed."""
    text = "HOLMES, Holmesian, İstanbul, holmes"
    assert names(opened(), text) == []
    found = names(opened(case="ignore"), text)
    assert found == [("HOLMES", "PERSON", "Q4653"), ("holmes", "PERSON", "Q4653")]
    assert len(names(opened(words=False), text)) == 1


def test_the_longest_name_that_is_whole_words(opened):
    """Of names that overlap the first and longest is found, and one that ends inside a word hides none."""
    stage = opened("name,label\nSan Jose,LOC\nSan Jose Cal,LOC\nJose,PERSON\n")
    assert names(stage, "San Jose California") == [("San Jose", "LOC", None)]
    assert names(stage, "San Jose Cal, Jose") == [
        ("San Jose Cal", "LOC", None),
        ("Jose", "PERSON", None),
    ]


def test_precedence(opened):
    """The longer of a name and an entity is kept, or always the one or the other."""
    text = "Holmes Ltd met Holmes"
    ltd, holmes = Entity(0, 10, "ORG"), Entity(15, 21, "ORG")
    listed = [("Holmes", "PERSON", "Q4653")]
    assert names(opened(), text, ltd, holmes) == [("Holmes Ltd", "ORG", None), *listed]
    assert names(opened(precedence="list"), text, ltd, holmes) == listed * 2
    kept = names(opened(precedence="model"), text, ltd)
    assert kept == [("Holmes Ltd", "ORG", None), *listed]
    assert names(opened(precedence="model"), text, holmes) == [*listed, ("Holmes", "ORG", None)]


def test_clusters_point_at_the_same_entities(opened):
    """What points at an entity points at the name in its place."""
    doc = Document.from_text("Rome, said Bo").with_layers(
        entities=[Entity(11, 13, "PERSON")],
        clusters=[Cluster("Bo", "PERSON", (Mention(11, 13, 0),))],
    )
    [doc] = opened().process([doc])
    assert doc.clusters[0].mentions[0].entity == 1


def test_the_digest_is_that_of_the_lists(opened, tmp_path):
    """A changed list changes the digest that resume and cache compare."""
    options = opened().options
    before = Lists.model_digest(options)
    assert before == Lists.model_digest(options)
    (tmp_path / "names.csv").write_text(CSV.replace("Q220", "Q221"), encoding="utf-8")
    assert Lists.model_digest(options) != before
    (tmp_path / "names.csv").unlink()
    with pytest.raises(HooklineError, match=r"names\.csv"):
        Lists.model_digest(options)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("n.csv", "Name,Id\nRome,1\n", r"n\.csv:1: expected a column `name` .* found Name, Id"),
        ("n.csv", "name,label\nRome\n", r"n\.csv:2: expected 2 cells"),
        ("n.csv", "name,label\nRome,LOC\n,LOC\n", r"n\.csv:3: .* found an empty name"),
        ("n.csv", "name,label\nR,LOC\n", r"n\.csv:2: expected a name of 2 characters .* 'R'"),
        ("n.csv", "name\nRome\n", r"n\.csv:2: expected a label"),
        (
            "n.csv",
            "name,label,id\nRome,LOC,1\nRome,LOC,2\n",
            r"n\.csv:3: the name 'Rome' is that of 2 .* of 1 .*n\.csv:2",
        ),
        (
            "n.csv",
            "name,label,id\nRome,LOC,1\nRoma,ORG,1\n",
            r"n\.csv:3: the id 1 has the label ORG here and LOC in line 2",
        ),
        ("n.csv", 'name,label\n"Rome,LOC\n', r"n\.csv:\d: this line is no CSV"),
        ("n.jsonl", '{"name": "Rome"\n', r"n\.jsonl:1: this line is no JSON"),
        (
            "n.jsonl",
            '{"title": "Rome"}\n',
            r"n\.jsonl:1: expected an object with the key `name`, found title",
        ),
        (
            "n.jsonl",
            '{"name": "Rome", "label": "LOC", "id": true}\n',
            r"n\.jsonl:1: expected a label and an id in words, found 'LOC' and True",
        ),
        ("n.jsonl", '{"name": 5}\n', r"n\.jsonl:1: expected names and aliases in words, found 5"),
        ("n.yaml", "- name: Rome\n  label: LOC\n- {}\n", r"n\.yaml:3: expected an object"),
        ("n.yaml", "name: [", r"n\.yaml:1: this is no YAML"),
        ("n.yaml", "name: Rome", r"n\.yaml:1: expected a list of entries"),
        ("n.pdf", "", r"expected a list of names that ends in \.csv"),
    ],
)
def test_what_is_wrong_with_a_list_is_said_with_its_place(opened, name, content, message):
    """A wrong list is refused with file and line, what was expected and what was found."""
    with pytest.raises(ModelError, match=message):
        opened(content, name)


def test_many_problems_are_counted(opened):
    """Ten problems are shown, the others counted."""
    with pytest.raises(ModelError, match=r"(?s)\.csv:11: .*and 5 more$"):
        opened("name,label\n" + "x,LOC\n" * 15)


def test_duplicates_and_homonyms(opened):
    """A line that says the same again is harmless; a name with several ids has none, if that is allowed."""
    assert names(opened("name,label,id\n" + "Rome,LOC,1\n" * 2), "Rome") == [("Rome", "LOC", "1")]
    both = "name,label,id\nRome,LOC,1\nRome,LOC,2\nParis,LOC,3\n"
    found = names(opened(both, homonyms=True), "Rome Paris")
    assert found == [("Rome", "LOC", None), ("Paris", "LOC", "3")]


def test_columns_and_label(opened):
    """Columns of other names are told by `columns`, and a list may be of one label."""
    stage = opened(
        "Title;Key\n".replace(";", ",") + "Rome,7\n",
        columns={"name": "Title", "id": "Key"},
        label="LOC",
    )
    assert names(stage, "Rome") == [("Rome", "LOC", "7")]


@given(
    st.lists(st.text("abc '-’", min_size=1, max_size=5), min_size=1, max_size=8),
    st.text("abcABC '’- ", max_size=40),
    st.booleans(),
)
def test_matches_are_those_of_a_search_name_by_name(listed, text, words):
    """The automaton finds what a search for each name finds: the first, then the longest."""
    listed = [name.strip() for name in listed if name.strip()]
    entries = [Entry((name,), "X", "", number) for number, name in enumerate(listed)]
    index = NameIndex([("l", entries)], "", False, words, 1, False)
    alike = text.replace("’", "'")
    patterns = [
        re.compile(" +".join(map(re.escape, name.replace("’", "'").split()))) for name in listed
    ]
    expected, position = [], 0
    while position < len(text):
        ends = [
            match.end()
            for match in (pattern.match(alike, position) for pattern in patterns)
            if match and not (words and _cuts_a_word(text, position, match.end()))
        ]
        if ends:
            expected.append((position, max(ends)))
        position = max(ends, default=position + 1)
    assert [(match.start, match.end) for match in index.matches(text)] == expected


def _cuts_a_word(text, start, end):
    return any(
        0 < p < len(text) and text[p - 1].isalnum() and text[p].isalnum() for p in (start, end)
    )


def test_a_run_notices_a_changed_list(project):
    """A run whose list has changed is not resumed as if nothing had happened."""
    (project.folder / "n.csv").write_text(CSV, encoding="utf-8")
    (project.folder / "m.csv").write_text("name,id\nLondon,Q84\n", encoding="utf-8")
    project.documents("in.jsonl", ["Holmes of Rome"])
    project.config("[{use: lists, label: LOC, paths: [m.csv, n.csv]}]")
    assert project.call("run", "c.yaml").code == 0
    record = json.loads((project.folder / "out.jsonl").read_text())
    assert [entity["id"] for entity in record["entities"]] == ["Q4653", "Q220"]
    (project.folder / "n.csv").write_text(CSV.replace("Q220", "Q22100"), encoding="utf-8")
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "the file n.csv of stage lists changed" in result.err
    assert "m.csv" not in result.err

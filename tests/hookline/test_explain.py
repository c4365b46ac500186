"""`hookline explain`: what each stage does to one document."""

from hookline.document.summary import summarize


def test_each_stage_is_explained(project):
    """Edits, layers and drops are shown stage by stage."""
    project.documents("in.jsonl", ["Hey you", " "])
    project.config("[{use: drop-empty}, {use: shout}, {use: words}]")
    result = project.call("explain", "c.yaml", "in.jsonl")
    assert result.code == 0
    for expected in ("in.jsonl:1: 7 characters", "no change", "WORD", "raw 0:3", "1 sentences"):
        assert expected in result.out
    result = project.call("explain", "c.yaml", "in.jsonl", "--number", "1")
    assert "dropped: empty" in result.out
    assert result.code == 0


def test_deletions_are_shown(project):
    """Characters that a stage deletes, and that leave nothing in the text, are shown too."""
    project.documents("in.jsonl", ["in\u200bvisible\r\nline"])
    project.config("[{use: clean}]")
    result = project.call("explain", "c.yaml", "in.jsonl")
    assert "\\u200b" in result.out
    assert "\\r" in result.out


def test_equal_edits_of_white_space_share_a_line(project):
    """A file with CR LF has one line for all of them, and the other edits stay apart."""
    project.write("in.txt", b"line\r\n" * 52 + b"a\tb\tc\td caf&eacute;\x00")
    project.config("[{use: clean}]", source="text", path="in.txt")
    result = project.call("explain", "c.yaml", "in.txt")
    assert result.code == 0
    assert result.out.count("CRLF") == 1
    assert "52 CRLF → LF  from raw 4:5 on" in result.out
    assert "3 \\t →    from raw" in result.out
    assert "caf&eacute;é" in result.out
    assert "\\x00" in result.out


def test_a_failure_and_a_missing_document_are_said(project):
    """A stage that fails on the document is named, and so is a number past the end."""
    project.documents("in.jsonl", ["RAISE"])
    project.config("[{use: poison}]")
    result = project.call("explain", "c.yaml", "in.jsonl")
    assert result.code == 1
    assert "failed: ValueError: poison" in result.out
    result = project.call("explain", "c.yaml", "in.jsonl", "--number", "5")
    assert result.code == 2
    assert "has no document number 5" in result.err


def test_an_amount_is_shown_with_its_currency():
    """A value of several parts shows its numbers, too."""
    item = {"label": "MONEY", "text": "$40m", "value": {"amount": 40_000_000, "currency": "USD"}}
    assert str(summarize(item, "$40m")) == "MONEY: $40m  (value 40,000,000 USD)"


def test_a_cluster_is_shown_with_its_mentions(project):
    """Each mention has a line with its kind, its words and the places of all that are equal."""
    project.documents("in.jsonl", ["Ana leads Acme. Ana said she left."])
    project.write(
        "own.py",
        "from hookline import Cluster, Mention, Stage\n\n\nclass Own(Stage):\n    name = 'own'\n    provides = ('clusters',)\n\n"
        "    def process(self, docs):\n        for doc in docs:\n"
        "            ana = (Mention(0, 3), Mention(16, 19), Mention(25, 28, kind='pronoun'))\n"
        "            acme = Cluster('Acme', 'ORG', (Mention(10, 14),))\n"
        "            yield doc.with_layers(clusters=[Cluster('Ana', 'PERSON', ana), acme])\n",
    )
    project.config("[{use: 'own:Own'}]")
    result = project.call("explain", "c.yaml", "in.jsonl")
    assert result.code == 0, result.err
    lines = [" ".join(line.split()) for line in result.out.splitlines()]
    assert lines[lines.index("Ana label PERSON, 3 mentions") :] == [
        "Ana label PERSON, 3 mentions",
        "name Ana raw 0:3, 16:19",
        "pronoun she raw 25:28",
        "Acme label ORG, raw 10:14",
    ]

"""`hookline eval ner`: named entities with exact spans, in all formats of files."""

import gzip
import json

import pytest
import zstandard

from .conftest import NAMES, NEWS, bio

WANTED = {"PERSON": 2, "LOC": 2, "ORG": 1}

CONLL_2003 = (
    "-DOCSTART- -X- -X- O\n\n"
    + "Angela NNP B-NP I-PER\nMerkel NNP I-NP I-PER\nmet VBD B-VP O\nOslo NNP B-NP I-LOC\n"
    + "'s POS B-NP O\nmayor NN I-NP O\n. . O O\n\nRain NN B-NP O\nin IN B-PP O\n"
    + "Lisbon NNP B-NP I-LOC\n\n-DOCSTART- -X- -X- O\n\nAcme NNP B-NP I-ORG\n"
    + "Ltd NNP I-NP I-ORG\nhired VBD B-VP O\nAda NNP B-NP I-PER\n. . O O\n"
)
UNER = "# sent_id = 1\n# text = x\n" + "\n".join(
    "\n".join(
        "\t".join((str(at), *pair.rsplit("/", 1), "-", "an"))
        for at, pair in enumerate(line.split(), 1)
    )
    + "\n"
    for line in NEWS
)
CONLLU = "# newdoc id = a\n" + "\n".join(
    "\n".join(
        f"{at}\t{pair.rsplit('/', 1)[0]}\t_\tX\t_\t_\t{at - 1}\tdep\t_\tNER={pair.rsplit('/', 1)[1]}"
        for at, pair in enumerate(line.split(), 1)
    )
    + "\n"
    for line in NEWS
)
SINGLES = [
    "Angela/B-PER Merkel/E-PER met/O Oslo/S-LOC 's/O mayor/O ./O",
    "Rain/O in/O Lisbon/S-LOC",
    "Acme/B-ORG Ltd/E-ORG hired/O Ada/S-PER ./O",
]
FORMATS = {
    "bio": bio(*NEWS),
    "bio with spaces": bio(*NEWS).replace("\t", " "),
    "windows line ends and a byte-order mark": "\ufeff" + bio(*NEWS).replace("\n", "\r\n"),
    "comments": bio(*NEWS, comment="# sent_id = 7\n#\n"),
    "bioes": bio(*SINGLES),
    "bilou": bio(*SINGLES).replace("\tE-", "\tL-").replace("\tS-", "\tU-"),
    "conll-2003": CONLL_2003,
    "uner": UNER,
    "conll-u": CONLLU,
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("tokens", ["gold", "raw"])
def test_every_format_holds_the_same_entities(evaluation, name, tokens):
    """All formats give the same entities, with the tokens of the file and as running text."""
    evaluation.project.write("gold", FORMATS[name])
    report = evaluation.ner("gold", "--tokens", tokens)
    entities = report["measures"]["entities"]
    assert {label: row["wanted"] for label, row in entities["labels"].items()} == WANTED
    assert (entities["right"], entities["found"], entities["f1"]) == (5, 5, 1.0)
    assert report["notes"] == {}


@pytest.mark.parametrize(
    ("ending", "pack"), [("gz", gzip.compress), ("zst", zstandard.ZstdCompressor().compress)]
)
def test_compressed_files_are_read(evaluation, ending, pack):
    """A file is decompressed according to the ending of its name."""
    evaluation.project.write(f"gold.bio.{ending}", pack(bio(*NEWS).encode()))
    assert evaluation.ner(f"gold.bio.{ending}")["measures"]["entities"]["wanted"] == 5


def test_adjacent_entities_of_one_label_are_two(evaluation):
    """A B tag begins an entity also after one of the same label, in BIO and in IOB1."""
    for tags in ("B-LOC B-LOC I-LOC", "I-LOC B-LOC I-LOC"):
        words = zip(["Oslo", "New", "York"], tags.split(), strict=True)
        evaluation.project.write("gold", bio(" ".join(f"{word}/{tag}" for word, tag in words)))
        report = evaluation.ner("gold", names={"Oslo": "LOC", "New York": "LOC"})
        assert report["measures"]["entities"]["right"] == 2


def test_each_kind_of_error_is_counted(evaluation):
    """Missed entities are counted by what was found in their place."""
    evaluation.project.write("gold", bio(*NEWS, "Bonn/B-LOC snows/O Lyon/B-LOC"))
    names = {"Angela": "PERSON", "Oslo": "ORG", "Acme": "LOC", "Rain": "ORG", "Ada": "PERSON"}
    report = evaluation.ner("gold", names={**names, "Lyon": "LOC"})
    entities = report["measures"]["entities"]
    assert (entities["right"], entities["found"], entities["wanted"]) == (2, 6, 7)
    assert report["notes"] == {
        "missed: right label, wrong boundary": 1,
        "missed: right span, wrong label": 1,
        "missed: wrong label and boundary": 1,
        "missed: nothing found there": 2,
        "found where the file has none": 1,
    }


def test_labels_that_the_file_lacks_are_not_scored(evaluation):
    """By default only the labels of the file are scored; others are counted in the notes."""
    evaluation.project.write("gold", bio(*NEWS))
    names = {**NAMES, "Rain": "DATE"}
    report = evaluation.ner("gold", names=names)
    assert report["measures"]["entities"]["found"] == 5
    assert report["notes"] == {"found and not scored, the file has no DATE": 1}
    every = evaluation.ner("gold", "--labels", "all", names=names)
    assert every["measures"]["entities"]["found"] == 6
    evaluation.project.write("gold", bio("Rain/O in/O Oslo/O"))
    only = evaluation.ner("gold", "--labels", "all")["measures"]["entities"]
    assert (only["found"], only["wanted"], only["precision"], only["recall"]) == (1, 0, 0, None)


def test_labels_can_be_chosen_and_renamed(evaluation):
    """`--labels` selects what is scored; `--map` renames labels or leaves them out."""
    evaluation.project.write("gold", bio(*NEWS).replace("-ORG", "-company"))
    few = evaluation.ner("gold", "--labels", "PERSON, ORG")
    assert few["measures"]["entities"]["labels"].keys() == {"PERSON", "ORG"}
    assert few["notes"] == {}
    renamed = evaluation.ner("gold", "--map", "company=FIRM", "--map", "LOC=")["measures"][
        "entities"
    ]
    assert {name: (row["wanted"], row["found"]) for name, row in renamed["labels"].items()} == {
        "PERSON": (2, 2),
        "FIRM": (1, 0),
    }


def test_labels_that_nothing_has_are_named(evaluation):
    """A misspelt label of --map or --labels is a warning; one of the file or the results is not."""
    evaluation.project.write("gold", bio(*NEWS))
    arguments = ["gold", "--config", evaluation.config(names={**NAMES, "Rain": "DATE"})]
    labels = ["--labels", "PERSON,DATE,PRESON"]
    maps = ["--map", "persn=PERSON", "--map", "LOC=", "--map", "DATE=DATE"]
    result = evaluation.project.call("eval", "ner", *arguments, *labels, *maps)
    assert result.code == 0
    assert [line for line in result.err.splitlines() if "warning" in line] == [
        "warning: --map persn=PERSON: neither the file nor the results have 'persn'; "
        "they have DATE, LOC, ORG, PER, PERSON",
        "warning: --labels PRESON: neither the file nor the results have 'PRESON'; "
        "they have DATE, ORG, PERSON",
    ]


def test_letter_case_can_be_changed(evaluation):
    """A variant changes the words that the config gets, and no gold span."""
    evaluation.project.write("gold", bio(*NEWS))
    assert evaluation.ner("gold", "--variant", "lower")["measures"]["entities"]["found"] == 0
    upper = {name.upper(): label for name, label in NAMES.items()}
    assert (
        evaluation.ner("gold", "--variant", "upper", names=upper)["measures"]["entities"]["f1"] == 1
    )
    lower = bio(*(line.lower().replace("/b-", "/B-").replace("/i-", "/I-") for line in NEWS))
    evaluation.project.write("gold", lower.replace("\to\n", "\tO\n"))
    assert evaluation.ner("gold", "--variant", "title")["measures"]["entities"]["f1"] == 1


def test_raw_offsets_go_through_edits(evaluation):
    """With stages that edit the text, spans are compared in the raw text."""
    rows = CONLLU.replace("NER=O", "NER=O|SpacesAfter=\\s\\s\\s")
    evaluation.project.write("gold", rows)
    report = evaluation.ner("gold", "--tokens", "raw", before="{use: clean},")
    assert report["stages"] == ["clean", "gazetteer"]
    assert report["measures"]["entities"]["f1"] == 1
    given = evaluation.ner("gold", before="{use: shout},")
    assert given["stages"] == ["gazetteer"]
    assert given["measures"]["entities"]["f1"] == 1


def test_each_group_has_a_row(evaluation):
    """Documents are grouped as a table says, those that it lacks as `(none)`."""
    marked = (
        bio(NEWS[0], comment="# newdoc id = a\n")
        + bio(NEWS[1])
        + bio(NEWS[2], comment="# newdoc\n")
    )
    evaluation.project.write("gold", marked)
    evaluation.project.write("regions.tsv", "document\tsplit\tregion\na\tdev\tnorth\n")
    report = evaluation.ner("gold", "--groups", "regions.tsv")
    groups = report["measures"]["entities"]["groups"]
    assert {name: row["wanted"] for name, row in groups.items()} == {"north": 3, "(none)": 2}
    assert report["bootstrap"]["units"] == report["documents"]["read"] == 2


def test_a_file_without_documents_is_cut_into_blocks(evaluation):
    """Where no documents are marked, each has `--block` sentences; `--limit` stops the run."""
    evaluation.project.write("gold", bio(*NEWS * 4))
    assert evaluation.ner("gold")["documents"]["read"] == 2
    assert evaluation.ner("gold", "--block", "1")["documents"]["read"] == 12
    assert (
        evaluation.ner("gold", "--block", "2", "--limit", "2")["measures"]["entities"]["wanted"]
        == 7
    )


def test_failed_and_dropped_documents_count_as_missed(evaluation):
    """Entities of a lost document stay wanted; the report and the exit code show the loss."""
    evaluation.project.write("gold", bio(*NEWS, "RAISE/O Ada/B-PER", "DROP/O Oslo/B-LOC"))
    options = ("--block", "1")
    report = evaluation.ner("gold", *options, code=1)
    assert report["documents"] == {
        "read": 5,
        "dropped": {"gazetteer: told to": 1},
        "failed": 1,
        "failures": ["sentences 4-4: the stage `gazetteer`: ValueError: poison"],
    }
    assert report["measures"]["entities"]["wanted"] == 7
    assert report["measures"]["entities"]["right"] == 5
    table = evaluation.project.call(
        "eval", "ner", "gold", "--config", evaluation.config(), *options
    )
    assert table.code == 1
    assert "1 dropped by gazetteer: told to; counted as missed" in table.out
    assert "1 failed; counted as missed:" in table.out


def test_the_table_has_a_row_for_each_label(evaluation):
    """The tables have the ratios, the interval of F1 and the counts."""
    evaluation.project.write("gold", bio(*NEWS))
    result = evaluation.project.call(
        "eval", "ner", "gold", "--config", evaluation.config(), "--block", "1"
    )
    assert result.code == 0
    rows = {line.split()[0]: line.split()[1:] for line in result.out.splitlines() if line}
    assert rows["entities"][-1] == "wanted"
    assert rows["PERSON"] == ["1.0000"] * 4 + ["–", "1.0000", "2", "2", "2"]
    assert "resamples of 3 documents, seed 0" in result.out


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "gold: holds no sentence; expected lines of a token and its tag"),
        ("# a comment\n\n", "gold: holds no sentence"),
        ("It\tO\n", "gold: has no entity, every tag is O; --labels all scores what is found"),
        ('{"text": "x"}\n', "gold:1: expected a tag such as B-PER or O in the last column"),
        ("Oslo\n", "gold:1: expected a token and its tag, such as `Oslo<TAB>B-LOC`, found 'Oslo'"),
        ("Oslo\tB-LOC\nis\tB\n", "gold:2: expected a tag such as B-PER or O in the last column"),
        (b"Oslo\tB-LOC\n\xff\tO\n", "gold:2: expected UTF-8, found byte 0xff at 0"),
        (CONLLU.replace("NER=", "NE="), "gold: expected entities as NER=B-PER in MISC, found none"),
        (CONLLU.replace("NER=B-LOC", "NER=LOC"), "gold:5: expected NER= with a tag such as B-PER"),
    ],
)
def test_an_invalid_file_is_refused_with_its_line(evaluation, content, message):
    """An error says what was expected, what was found, and in which line."""
    evaluation.project.write("gold", content)
    assert message in evaluation.refused("ner", "gold")


def test_a_damaged_or_missing_file_is_refused(evaluation):
    """A truncated file, one that is not compressed, and a missing one are errors."""
    evaluation.project.write("gold.gz", gzip.compress(bio(*NEWS * 999).encode())[:-20])
    assert "gold.gz:" in evaluation.refused("ner", "gold.gz")
    evaluation.project.write("gold.zst", zstandard.ZstdCompressor().compress(b"x" * 9999)[:-3])
    assert "gold.zst:1: cannot be" in evaluation.refused("ner", "gold.zst")
    evaluation.project.write("not.gz", b"plain")
    assert "not.gz:1: cannot be read" in evaluation.refused("ner", "not.gz")
    assert "cannot read nowhere.bio" in evaluation.refused("ner", "nowhere.bio")


def test_invalid_options_are_refused(evaluation):
    """An invalid map, label list, groups file or config is an error before a model is loaded."""
    evaluation.project.write("gold", bio(*NEWS))
    assert "expected FROM=TO, such as PER=PERSON" in evaluation.refused(
        "ner", "gold", "--map", "PER"
    )
    assert "expected labels" in evaluation.refused("ner", "gold", "--labels", " , ")
    evaluation.project.write("groups.tsv", "x\ty\n")
    message = evaluation.refused("ner", "gold", "--groups", "groups.tsv")
    assert "lists none of the documents" in message
    assert "`sentences 1-3`" in message
    evaluation.project.write("groups.tsv", "one\n")
    assert "groups.tsv:1: expected a document, a tab" in evaluation.refused(
        "ner", "gold", "--groups", "groups.tsv"
    )
    evaluation.project.config("[{use: clean}]")
    message = evaluation.refused("ner", "gold", "--config", "c.yaml")
    assert "no stage provides entities, which this task measures (stages: clean)" in message
    message = evaluation.refused("ner", "gold", "--config", evaluation.config(use="stubborn"))
    assert "`stubborn` makes its own tokens" in message
    evaluation.project.config("[{use: gazeteer}]")
    assert "c.yaml:4:" in evaluation.refused("ner", "gold", "--config", "c.yaml")
    message = evaluation.refused("ner", "gold", "--set", "stages.stanza.langg=en")
    assert "has no option `langg` (did you mean `lang`?)" in message


def test_the_embedded_model_is_measured_without_a_config(evaluation):
    """Without --config the embedded model is measured, with the tokens of the file."""
    evaluation.project.write("gold", bio(*NEWS[:2]))
    result = evaluation.project.call("eval", "ner", "gold", "--json")
    report = json.loads(result.out)
    assert report["stages"] == ["stanza"]
    assert report["measures"]["entities"]["right"] >= 2

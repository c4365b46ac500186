"""`hookline eval ner`: exact spans, whatever the format of the file and the config."""

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
    "windows line ends and a mark": "\ufeff" + bio(*NEWS).replace("\n", "\r\n"),
    "comments": bio(*NEWS, mark="# sent_id = 7\n#\n"),
    "bioes": bio(*SINGLES),
    "bilou": bio(*SINGLES).replace("\tE-", "\tL-").replace("\tS-", "\tU-"),
    "conll-2003": CONLL_2003,
    "uner": UNER,
    "conll-u": CONLLU,
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("tokens", ["gold", "raw"])
def test_every_format_holds_the_same_entities(bench, name, tokens):
    """All formats are read alike, with the file's tokens and as running text."""
    bench.project.write("gold", FORMATS[name])
    found = bench.ner("gold", "--tokens", tokens)
    entities = found["measures"]["entities"]
    assert {label: row["wanted"] for label, row in entities["labels"].items()} == WANTED
    assert (entities["right"], entities["found"], entities["f1"]) == (5, 5, 1.0)
    assert found["notes"] == {}


@pytest.mark.parametrize(
    ("ending", "pack"), [("gz", gzip.compress), ("zst", zstandard.ZstdCompressor().compress)]
)
def test_compressed_files_are_read(bench, ending, pack):
    """The ending of the name says how the file is compressed."""
    bench.project.write(f"gold.bio.{ending}", pack(bio(*NEWS).encode()))
    assert bench.ner(f"gold.bio.{ending}")["measures"]["entities"]["wanted"] == 5


def test_adjacent_entities_of_one_label_are_two(bench):
    """A B tag begins an entity also behind one of the same label, in BIO and in IOB1."""
    for tags in ("B-LOC B-LOC I-LOC", "I-LOC B-LOC I-LOC"):
        words = zip(["Oslo", "New", "York"], tags.split(), strict=True)
        bench.project.write("gold", bio(" ".join(f"{word}/{tag}" for word, tag in words)))
        found = bench.ner("gold", names={"Oslo": "LOC", "New York": "LOC"})
        assert found["measures"]["entities"]["right"] == 2


def test_each_kind_of_error_is_counted(bench):
    """Missed entities are told apart by what was found in their place."""
    bench.project.write("gold", bio(*NEWS, "Bonn/B-LOC snows/O Lyon/B-LOC"))
    names = {"Angela": "PERSON", "Oslo": "ORG", "Acme": "LOC", "Rain": "ORG", "Ada": "PERSON"}
    found = bench.ner("gold", names={**names, "Lyon": "LOC"})
    entities = found["measures"]["entities"]
    assert (entities["right"], entities["found"], entities["wanted"]) == (2, 6, 7)
    assert found["notes"] == {
        "missed: right label, wrong boundary": 1,
        "missed: right span, wrong label": 1,
        "missed: wrong label and boundary": 1,
        "missed: nothing found there": 2,
        "found where the file has none": 1,
    }


def test_labels_that_the_file_lacks_are_not_scored(bench):
    """By default a label counts only if the file annotates it; the others are said."""
    bench.project.write("gold", bio(*NEWS))
    names = {**NAMES, "Rain": "DATE"}
    found = bench.ner("gold", names=names)
    assert found["measures"]["entities"]["found"] == 5
    assert found["notes"] == {"found and not scored, the file has no DATE": 1}
    every = bench.ner("gold", "--labels", "all", names=names)
    assert every["measures"]["entities"]["found"] == 6
    bench.project.write("gold", bio("Rain/O in/O Oslo/O"))
    only = bench.ner("gold", "--labels", "all")["measures"]["entities"]
    assert (only["found"], only["wanted"], only["precision"], only["recall"]) == (1, 0, 0, None)


def test_labels_can_be_chosen_and_renamed(bench):
    """`--labels` bounds the score; `--map` renames labels or leaves them out."""
    bench.project.write("gold", bio(*NEWS).replace("-ORG", "-company"))
    few = bench.ner("gold", "--labels", "PERSON, ORG")
    assert few["measures"]["entities"]["labels"].keys() == {"PERSON", "ORG"}
    assert few["notes"] == {}
    renamed = bench.ner("gold", "--map", "company=FIRM", "--map", "LOC=")["measures"]["entities"]
    assert {name: (row["wanted"], row["found"]) for name, row in renamed["labels"].items()} == {
        "PERSON": (2, 2),
        "FIRM": (1, 0),
    }


def test_letter_case_can_be_changed(bench):
    """A variant changes the words, for the config and not for the gold spans."""
    bench.project.write("gold", bio(*NEWS))
    assert bench.ner("gold", "--variant", "lower")["measures"]["entities"]["found"] == 0
    upper = {name.upper(): label for name, label in NAMES.items()}
    assert bench.ner("gold", "--variant", "upper", names=upper)["measures"]["entities"]["f1"] == 1
    lower = bio(*(line.lower().replace("/b-", "/B-").replace("/i-", "/I-") for line in NEWS))
    bench.project.write("gold", lower.replace("\to\n", "\tO\n"))
    assert bench.ner("gold", "--variant", "title")["measures"]["entities"]["f1"] == 1


def test_raw_offsets_go_through_edits(bench):
    """With stages that edit the text, spans are compared where they stand in the text as given."""
    rows = CONLLU.replace("NER=O", "NER=O|SpacesAfter=\\s\\s\\s")
    bench.project.write("gold", rows)
    found = bench.ner("gold", "--tokens", "raw", before="{use: clean},")
    assert found["stages"] == ["clean", "gazetteer"]
    assert found["measures"]["entities"]["f1"] == 1
    given = bench.ner("gold", before="{use: shout},")
    assert given["stages"] == ["gazetteer"]
    assert given["measures"]["entities"]["f1"] == 1


def test_groups_have_rows_of_their_own(bench):
    """Documents that the file marks are put together by the group that a table gives them."""
    marked = bio(NEWS[0], mark="# newdoc id = a\n") + bio(NEWS[1]) + bio(NEWS[2], mark="# newdoc\n")
    bench.project.write("gold", marked)
    bench.project.write("regions.tsv", "document\tsplit\tregion\na\tdev\tnorth\n")
    found = bench.ner("gold", "--groups", "regions.tsv")
    groups = found["measures"]["entities"]["groups"]
    assert {name: row["wanted"] for name, row in groups.items()} == {"north": 3, "(none)": 2}
    assert found["bootstrap"]["units"] == found["documents"]["read"] == 2


def test_a_file_without_documents_is_cut_into_blocks(bench):
    """Sentences make documents of `--block` where none are marked, and `--limit` bounds them."""
    bench.project.write("gold", bio(*NEWS * 4))
    assert bench.ner("gold")["documents"]["read"] == 2
    assert bench.ner("gold", "--block", "1")["documents"]["read"] == 12
    assert bench.ner("gold", "--block", "2", "--limit", "2")["measures"]["entities"]["wanted"] == 7


def test_failed_and_dropped_documents_count_as_missed(bench):
    """What a lost document holds stays wanted; the report and the exit code say so."""
    bench.project.write("gold", bio(*NEWS, "RAISE/O Ada/B-PER", "DROP/O Oslo/B-LOC"))
    options = ("--block", "1")
    found = bench.ner("gold", *options, code=1)
    assert found["documents"] == {
        "read": 5,
        "dropped": {"gazetteer: told to": 1},
        "failed": 1,
        "failures": ["sentences 4-4: the stage `gazetteer`: ValueError: poison"],
    }
    assert found["measures"]["entities"]["wanted"] == 7
    assert found["measures"]["entities"]["right"] == 5
    table = bench.project.call("eval", "ner", "gold", "--config", bench.config(), *options)
    assert table.code == 1
    assert "1 dropped by gazetteer: told to; what they hold counts as missed" in table.out
    assert "1 failed; what they hold counts as missed:" in table.out


def test_the_table_has_a_row_for_each_label(bench):
    """People get a table with the figures, their interval and the counts."""
    bench.project.write("gold", bio(*NEWS))
    result = bench.project.call("eval", "ner", "gold", "--config", bench.config(), "--block", "1")
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
def test_a_wrong_file_is_refused_with_its_line(bench, content, message):
    """What is no such file says what was expected, what was found, and in which line."""
    bench.project.write("gold", content)
    assert message in bench.refused("ner", "gold")


def test_a_damaged_or_absent_file_is_refused(bench):
    """A truncated file and one that is not there say so."""
    bench.project.write("gold.gz", gzip.compress(bio(*NEWS * 999).encode())[:-20])
    assert "gold.gz:" in bench.refused("ner", "gold.gz")
    bench.project.write("gold.zst", zstandard.ZstdCompressor().compress(b"x" * 9999)[:-3])
    assert "gold.zst:1: cannot be" in bench.refused("ner", "gold.zst")
    bench.project.write("not.gz", b"plain")
    assert "not.gz:1: cannot be read" in bench.refused("ner", "not.gz")
    assert "cannot read nowhere.bio" in bench.refused("ner", "nowhere.bio")


def test_wrong_options_are_refused(bench):
    """A wrong map, label list, groups file or config is refused before a model is loaded."""
    bench.project.write("gold", bio(*NEWS))
    assert "expected FROM=TO, such as PER=PERSON" in bench.refused("ner", "gold", "--map", "PER")
    assert "expected labels" in bench.refused("ner", "gold", "--labels", " , ")
    bench.project.write("groups.tsv", "x\ty\n")
    message = bench.refused("ner", "gold", "--groups", "groups.tsv")
    assert "lists none of the documents" in message
    assert "`sentences 1-3`" in message
    bench.project.write("groups.tsv", "one\n")
    assert "groups.tsv:1: expected a document, a tab" in bench.refused(
        "ner", "gold", "--groups", "groups.tsv"
    )
    bench.project.config("[{use: clean}]")
    message = bench.refused("ner", "gold", "--config", "c.yaml")
    assert "no stage provides entities, which this task measures (stages: clean)" in message
    message = bench.refused("ner", "gold", "--config", bench.config(use="stubborn"))
    assert "`stubborn` makes tokens of its own" in message
    bench.project.config("[{use: gazeteer}]")
    assert "c.yaml:4:" in bench.refused("ner", "gold", "--config", "c.yaml")
    message = bench.refused("ner", "gold", "--set", "stages.stanza.langg=en")
    assert "has no option `langg` (did you mean `lang`?)" in message


def test_the_embedded_model_is_measured_without_a_config(bench):
    """Without --config the embedded model is measured, with the file's tokens."""
    bench.project.write("gold", bio(*NEWS[:2]))
    result = bench.project.call("eval", "ner", "gold", "--json")
    found = json.loads(result.out)
    assert found["stages"] == ["stanza"]
    assert found["measures"]["entities"]["right"] >= 2

"""Notices between paragraphs in seven languages, and content that looks like them."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from hookline import Document
from hookline_boilerplate import Boilerplate
from hookline_boilerplate.training.notices import CONTENT, read_notices, removed_for

FILES = sorted((Path(__file__).parent / "data").glob("lines.*.tsv"))
SECOND_FILES = sorted((Path(__file__).parent / "data").glob("second.*.tsv"))
THIRD_FILES = sorted((Path(__file__).parent / "data").glob("third.*.tsv"))
ENGLISH = [
    row.split("\t")[1]
    for row in SECOND_FILES[1].read_text("utf-8").splitlines()
    if row.startswith("article\t")
]


@cache
def stage(learned):
    return Boilerplate(Boilerplate.read_options({"learned": learned}))


def read_lines(file):
    """Return the paragraphs of a file's article and its labelled lines, as (label, line)."""
    rows = [tuple(row.split("\t")) for row in file.read_text("utf-8").splitlines()]
    article = [line for label, line in rows if label == "article"]
    return article, [row for row in rows if row[0] != "article"]


def reasons(article, line, learned):
    """Return why a line after the first paragraph is removed, and check that nothing else is."""
    text = "\n".join([article[0], line, *article[1:]])
    [doc] = stage(learned).process([Document.from_text(text)])
    assert {doc.raw[removal.raw_start : removal.raw_end] for removal in doc.removed} <= {line}
    return [removal.reason for removal in doc.removed]


@pytest.mark.parametrize("learned", [True, False])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_notices_go_and_content_stays(file, learned):
    """Of the notices at least nine of ten go, nearly all for the right reason; of the content one line may."""
    article, lines = read_lines(file)
    assert len(lines) >= 60
    found = [(label, reasons(article, line, learned)) for label, line in lines]
    notices = [(label, given) for label, given in found if label != "content"]
    removed = [(label, given) for label, given in notices if given]
    assert len(removed) >= 0.9 * len(notices)
    assert sum(given == [label] for label, given in removed) >= 0.95 * len(removed)
    assert sum(bool(given) for label, given in found if label == "content") <= 1


@pytest.mark.parametrize("learned", [True, False])
@pytest.mark.parametrize("file", SECOND_FILES, ids=lambda file: file.name)
def test_notices_of_another_set_go_and_content_stays(file, learned):
    """Of a set that the phrases were not written for nine of ten tuned notices go, and half of the others."""
    notices = list(read_notices(file))
    removed = [
        (notice.half, removed_for(stage(learned), notice))
        for notice in notices
        if notice.label != CONTENT
    ]
    kept = [notice for notice in notices if notice.label == CONTENT]
    assert len(kept) == 30
    assert sum(removed_for(stage(learned), notice) is not None for notice in kept) <= 1
    for half, least in (("development", 0.9), ("held back", 0.5)):
        reasons = [reason for of_half, reason in removed if of_half == half]
        assert sum(map(bool, reasons)) >= least * len(reasons)


@pytest.mark.parametrize("learned", [True, False])
def test_notices_of_a_third_set_go_and_content_stays(learned):
    """Nine of ten tuned notices of a third set go, over half of the others, and no content."""
    counts = Counter()
    for notice in (notice for file in THIRD_FILES for notice in read_notices(file)):
        kind = CONTENT if notice.label == CONTENT else notice.half
        counts[kind, removed_for(stage(learned), notice) is not None] += 1
    assert counts[CONTENT, True] == 0
    assert counts["development", True] >= 9 * counts["development", False]
    assert counts["held back", True] > counts["held back", False]


@pytest.mark.parametrize(
    ("line", "is_credit"),
    [
        ("Photo: Anna Lund", True),
        ("Photo by Anna Lund / Harbour Post", True),
        ("Foto: Hafenpost/Lund", True),
        ("Foto Anna Lund", True),
        ("The ferry left the harbour of Moen at dawn on Sunday. Photo: Anna Lund", False),
        ("She had kept one thing of his, a photo: he stood on the ferry.", False),
        ("Photo albums of the island were sold in the harbour on Sunday.", False),
    ],
)
@pytest.mark.parametrize("learned", [True, False])
def test_a_labelled_credit_goes_and_a_caption_stays(line, is_credit, learned):
    """A line that is a label and the name of a photographer goes; a caption that tells something stays."""
    text = "\n".join([*ENGLISH[:1], line, *ENGLISH[1:]])
    [doc] = stage(learned).process([Document.from_text(text)])
    assert [removal.reason for removal in doc.removed] == ["caption"] * is_credit


@pytest.mark.parametrize("learned", [True, False])
@pytest.mark.parametrize(
    ("notice", "reason"),
    [
        ("Share this article", "share"),
        ("FacebookTwitterLinkedInEmail", "share"),
        ("Read more: A dry year", "related"),
        ("Advertisement", "advertisement"),
        ("Lesen Sie auch: Brücke gesperrt", "related"),
        ("Sign up for our newsletter.", "newsletter"),
    ],
)
def test_a_notice_glued_to_a_full_stop_goes(notice, reason, learned):
    """A notice without a space after the last sentence of a paragraph is removed, and only the notice."""
    sentence = (
        "The council of Westport decided on Monday to close the old bridge for repairs, and said that "
        "traffic would be led around the town."
    )
    for glue in ("", " ") if len(notice.split()) > 1 else ("",):
        [doc] = stage(learned).process([Document.from_text(f"{sentence}{glue}{notice}")])
        assert doc.text == sentence
        assert [removal.reason for removal in doc.removed] == [reason]


@pytest.mark.parametrize("glued", ["Share prices fell by a third.", "Read it was what he said."])
def test_a_sentence_glued_to_another_stays(glued):
    """A missing space alone is no reason to remove a sentence."""
    text = (
        f"The council decided on Monday to close the old bridge for repairs in the spring.{glued}"
    )
    [doc] = stage(True).process([Document.from_text(text)])
    assert doc.text == text


@pytest.mark.parametrize("learned", [True, False])
@pytest.mark.parametrize(
    ("call", "reason"),
    [
        ("Follow the Westport Gazette on WhatsApp", "newsletter"),
        ("Suivez toute la rédaction sur Telegram", "newsletter"),
        ("Den ganzen Text mit einem Monatsabo oder Probeabo lesen", "subscription"),
        ("Foto in voller Größe öffnen", "caption"),
        ("Zet je pushmeldingen voor dit kanaal aan", "newsletter"),
    ],
)
def test_a_call_to_the_reader_goes_whatever_its_middle_says(call, reason, learned):
    """A verb that opens or closes a clause, and a word for what it is about, make a call to the reader."""
    article, _ = read_lines(FILES[0])
    assert reasons(article, call, learned) == [reason]


@pytest.mark.parametrize(
    "sentence",
    [
        "Follow the money, the auditor wrote, and the trail ends on Facebook.",
        "Siga o dinheiro no Facebook, escreveu o auditor.",
        "Wer kein Abo hatte, konnte den Text nicht lesen.",
        "Direitos do WhatsApp no porto mudaram em maio.",
        "Sign of the times: the town has no inbox for letters any more.",
    ],
)
def test_a_sentence_with_the_words_of_a_call_stays(sentence):
    """Narrated sentences stay, in whatever language the verb is one; “do” is none in Portuguese."""
    article, _ = read_lines(FILES[0])
    assert reasons(article, sentence, False) == []

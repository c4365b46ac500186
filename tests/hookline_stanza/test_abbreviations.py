"""Full stops of abbreviations, numbers and names, and those that end a sentence."""

import pytest


def sentences(doc):
    return [doc.text[start:end] for start, end in doc.sentences]


@pytest.mark.parametrize(
    "text",
    [
        "They met Maj. Gen. Gary J. Volesky and Lt. Col. Ann Roe in Mosul.",
        "Supt. Lee, Brig. Gen. Bo, Spc. Ty and Pfc. Al met.",
        "Sen. Ann Lee and Atty. Gen. Lou Kay met.",
        "Prof. Lee met Rev. “Al” Sharpton.",
        "The police are to be overseen by a bureau by Aug. 2 at the latest.",
        "It is Fig. 3 of the report, and No. 10 of the list.",
        "His father, George H.W. Bush, had been president.",
    ],
)
def test_a_title_or_month_with_a_stop_goes_on(annotate, text):
    """A title before a name and an abbreviation before a number are tokens inside the sentence."""
    (doc,) = annotate(text)
    assert sentences(doc) == [text]
    assert not {"Gen", "Col", "Pfc", "Atty", "Prof", "Aug", "Fig", "No", "."} & {
        token.text for token in doc.tokens[:-1]
    }


def test_a_title_of_nobody_ends_a_sentence(annotate):
    """Behind "the" and before a word that begins sentences, an abbreviation is no title of a name."""
    (doc,) = annotate("He spoke to the Rep. Then he left the room.")
    assert sentences(doc) == ["He spoke to the Rep.", "Then he left the room."]


def test_the_speaker_after_a_title_is_named(annotate):
    """The sentence of a quotation includes its speaker's name."""
    text = "“We take every measure,” said Maj. Gen. Gary Volesky."
    (doc,) = annotate(text)
    assert sentences(doc) == [text]
    assert [text[entity.start : entity.end] for entity in doc.entities] == ["Gary Volesky"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("He said no.", "2 men left the room."),
        ("The answer is No.", "He left the room."),
        ("He works at Acme Inc.", "Bob left the room."),
        ("He lived in Washington D.C.", "Officials left the room."),
    ],
)
def test_other_words_with_a_stop_end_the_sentence(annotate, first, second):
    """A word that may end a sentence is left to the model."""
    (doc,) = annotate(f"{first} {second}")
    assert sentences(doc) == [first, second]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("See Fig. 3.", "It shows the model."),
        ("The case was heard on Jan. 5.", "Judge Lee ruled."),
        ("The rest is in No. 5.", "“Nobody read it,” she said."),
    ],
)
def test_a_number_behind_an_abbreviation_may_end_the_sentence(annotate, first, second):
    """The stop behind the number is a token of its own."""
    (doc,) = annotate(f"{first} {second}")
    assert sentences(doc) == [first, second]
    assert "." in {token.text for token in doc.tokens if token.sentence == 0}


def test_numbers_of_a_list_of_references_do_not(annotate):
    """An abbreviation goes on behind the number."""
    (doc,) = annotate("It is in Vol. 3, No. 5, pp. 4-5 of the journal.")
    assert len(doc.sentences) == 1


@pytest.mark.parametrize("answer", ["No. Max went home.", "“No. Ann said so.”"])
def test_an_answer_before_a_name_is_a_sentence(annotate, answer):
    """Behind the end of a sentence, "No." is a number only before a number."""
    (doc,) = annotate(f"Did he go? {answer}")
    assert "No" in {token.text for token in doc.tokens}
    assert len(doc.sentences) > 1


@pytest.mark.parametrize(
    "text", ["Prof. J.R.R. Tolkien wrote it.", "He works for Yahoo! Inc. in Sunnyvale."]
)
def test_no_sentence_ends_inside_a_name(annotate, text):
    """Initials behind a title, and a mark before the form of a company, are inside it."""
    (doc,) = annotate(text)
    assert sentences(doc) == [text]

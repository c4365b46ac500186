"""Pronouns of the person of whom the text has just spoken, and of nobody else."""

TOLD = (
    "Ann/PROPN:s/3/nsubj Lee/PROPN:s/1/flat sang=sing/VERB/0/root\n"
    "She=she/PRON:s/2/nsubj won=win/VERB/0/root\nShe=she/PRON:s/2/nsubj left=leave/VERB/0/root\n"
)
NEW = "Kim/PROPN:s/2/nsubj spoke=speak/VERB/0/root{}\nShe=she/PRON:s/2/nsubj left=leave/VERB/0/root"


def test_who_was_just_named_is_meant(chains):
    """The subject of the sentence before counts more than who was "she" so far."""
    assert chains(TOLD + NEW.format(""), PERSON="Ann Lee|Kim")["Kim"] == ["Kim", "She"]


def test_the_subject_of_its_own_sentence_is_meant(chains):
    """ "Kim wrote her record" is Kim's, though "she" was Ann so far."""
    found = chains(
        TOLD + "Kim/PROPN:s/2/nsubj broke=break/VERB/0/root her=she/PRON:s/4/nmod:poss "
        "record/NOUN:s/2/obj",
        PERSON="Ann Lee|Kim",
    )
    assert found["Kim"] == ["Kim", "her"]


def test_a_given_name_of_the_other_gender_is_not_meant(chains):
    """Who is called Tom is not "she"."""
    last = NEW.format("").replace("Kim", "Tom")
    assert chains(TOLD + last, PERSON="Ann Lee|Tom")["Ann Lee"][-1] == "She"


def test_of_two_persons_none_is_taken_for_granted(chains):
    """A sentence that names two leaves the choice to the model."""
    last = NEW.format(" to/ADP/4/case Sue/PROPN:s/2/obl")
    found = chains(TOLD + last, PERSON="Ann Lee|Kim|Sue")
    assert found["Kim"] == ["Kim"]

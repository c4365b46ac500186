"""Pronouns and common nouns stand for what the text says they do."""

ANN = "Ann/PROPN:s/3/nsubj Lee/PROPN:s/1/flat sang=sing/VERB/0/root ./PUNCT/3/punct\n"
BOB = "Bob/PROPN:s/3/nsubj Roe/PROPN:s/1/flat left=leave/VERB/0/root ./PUNCT/3/punct\n"
SHE = "She=she/PRON:s/2/nsubj won=win/VERB/0/root ./PUNCT/2/punct"


def test_a_pronoun_is_the_person_before_it(chains):
    """The only person before "she" is who she is."""
    assert chains(ANN + SHE, PERSON="Ann Lee") == {"Ann Lee": ["Ann Lee", "She"]}


def test_titles_state_gender(chains):
    """ "She" is not a person whose title says Mr."""
    found = chains(
        "Ms/PROPN:s/3/nsubj Lee/PROPN:s/1/flat saw=see/VERB/0/root Mr/PROPN:s/3/obj Roe/PROPN:s/4/flat ./PUNCT/3/punct\n"
        + SHE,
        PERSON="Lee|Roe",
    )
    assert found == {"Lee": ["Lee", "She"], "Roe": ["Roe"]}


def test_a_pronoun_in_a_quotation_is_not_its_speaker(chains):
    """Bob, who says "he won", speaks of someone else; his "I" is himself."""
    quoted = (
        "“/PUNCT/3/punct {}/PRON:s/3/nsubj won=win/VERB/6/ccomp it/PRON/3/expl again/ADV/3/advmod "
        "”/PUNCT/3/punct said=say/VERB/0/root Bob/PROPN:s/7/nsubj Roe/PROPN:s/8/flat ./PUNCT/7/punct"
    )
    assert chains(BOB + quoted.format("he"), PERSON="Bob Roe") == {
        "Bob Roe": ["Bob Roe", "Bob Roe"]
    }
    found = chains(BOB + quoted.format("I"), PERSON="Bob Roe")
    assert found == {"Bob Roe": ["Bob Roe", "I", "Bob Roe"]}


def test_captions_and_credits_hold_nobody_that_a_pronoun_stands_for(chains):
    """The photographer in a credit is passed over."""
    credit = "\nPhoto/NOUN:s/0/root :/PUNCT/1/punct Eve/PROPN:s/1/appos Fox/PROPN:s/3/flat\n\n"
    found = chains(ANN + credit + SHE, PERSON="Ann Lee|Eve Fox")
    assert found == {"Ann Lee": ["Ann Lee", "She"], "Eve Fox": ["Eve Fox"]}


def test_a_noun_that_a_name_has(chains):
    """ "The ministry" is the one that is named."""
    found = chains(
        "The/DET/2/det Ministry/PROPN:s/5/nsubj of/ADP/4/case Health/PROPN:s/2/nmod paid=pay/VERB/0/root ./PUNCT/5/punct\n"
        "The/DET/2/det ministry/NOUN:s/3/nsubj left=leave/VERB/0/root ./PUNCT/3/punct",
        ORG="Ministry of Health",
    )
    assert found == {"Ministry of Health": ["Ministry of Health", "The ministry"]}


def test_both_countries_are_two(chains):
    """ "Both countries" is a mention of each of the two."""
    found = chains(
        "Peru/PROPN:s/2/nsubj met=meet/VERB/0/root Chad/PROPN:s/2/obj ./PUNCT/2/punct\n"
        "Both=both/DET/2/det countries=country/NOUN:p/3/nsubj agreed=agree/VERB/0/root ./PUNCT/3/punct",
        LOC="Peru|Chad",
    )
    assert found == {"Peru": ["Peru", "Both countries"], "Chad": ["Chad", "Both countries"]}


def test_appositions_and_predicates(chains):
    """A noun is what the sentence says it is, unless that is denied."""
    sentence = "Ann/PROPN:s/{0}/nsubj Lee/PROPN:s/1/flat is=be/AUX/{0}/cop {1}a/DET/{0}/det doctor/NOUN:s/0/root"
    found = chains(sentence.format(5, ""), PERSON="Ann Lee")
    assert found == {"Ann Lee": ["Ann Lee", "a doctor"]}
    found = chains(sentence.format(6, "not/PART/6/advmod "), PERSON="Ann Lee")
    assert found == {"Ann Lee": ["Ann Lee"]}


def test_options_leave_out_kinds_of_mentions(document, cluster):
    """Without pronouns there are only names and nouns."""
    doc = cluster(document(ANN + SHE, PERSON="Ann Lee"), pronouns=False)
    assert [mention.kind for mention in doc.clusters[0].mentions] == ["name"]

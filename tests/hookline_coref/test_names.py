"""Names of one person, place or body are one cluster, and others are not."""

import pytest


def test_short_and_long_names_of_a_person(names):
    """A family name, a title and initials stand for the full name, which names the cluster."""
    found = names(
        "Sherlock Holmes met Ann\nMr Holmes and S. Holmes left\nHolmes laughed",
        PERSON="Sherlock Holmes|Holmes|S. Holmes|Ann",
    )
    assert found == {
        "Sherlock Holmes": ["Sherlock Holmes", "Holmes", "S. Holmes", "Holmes"],
        "Ann": ["Ann"],
    }


def test_persons_of_one_family_name(names):
    """Given names that differ are two persons."""
    found = names("John Smith met Jane Smith", PERSON="John Smith|Jane Smith")
    assert found == {"John Smith": ["John Smith"], "Jane Smith": ["Jane Smith"]}


def test_titles_tell_persons_apart(names):
    """A title that states another gender does not stand for a person."""
    found = names("Mr Marak spoke\nMrs Marak left", PERSON="Marak")
    assert list(found.values()) == [["Marak"], ["Marak"]]


def test_a_short_name_is_that_of_the_person_named_in_full_most_often(names):
    """Where two persons have a family name, the short form is that of the main one."""
    found = names(
        "Ann Goode sang\nAnn Goode danced\nRalph Goode left\nGoode won",
        PERSON="Ann Goode|Ralph Goode|Goode",
    )
    assert found["Ann Goode"] == ["Ann Goode", "Ann Goode", "Goode"]


def test_suffixes_tell_persons_apart(names):
    """A junior is not the senior."""
    found = names("John Kay Sr. and John Kay Jr. met", PERSON="John Kay Sr.|John Kay Jr.")
    assert len(found) == 2


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("World Health Organization and WHO", {"ORG": "World Health Organization|WHO"}),
        ("Syrian Democratic Forces (SDF) won", {"ORG": "Syrian Democratic Forces|SDF"}),
        ("Acme Corp. bought Acme", {"ORG": "Acme Corp.|Acme"}),
        ("United States and U.S. and America", {"LOC": "United States|U.S.|America"}),
        ("U.S. Congress and Congress", {"ORG": "U.S. Congress|Congress"}),
        ("Boston Red Sox and Red Sox", {"ORG": "Boston Red Sox|Red Sox"}),
        ("Cyclone Idai and Idai", {"MISC": "Cyclone Idai|Idai"}),
        (
            "Ministry of Defence and Defence Ministry",
            {"ORG": "Ministry of Defence|Defence Ministry"},
        ),
        (
            "San Francisco, California and San Francisco",
            {"LOC": "San Francisco, California|San Francisco"},
        ),
        ("Joshua Kay, known as Joe Roe, sang", {"PERSON": "Joshua Kay|Joe Roe"}),
        ("Vincent van Gogh and van Gogh", {"PERSON": "Vincent van Gogh|van Gogh"}),
        ("Bob Roe and Robert J. Roe", {"PERSON": "Bob Roe|Robert J. Roe"}),
        (
            "Ibrahim al-Jaafari and Ibrahim Al Jaafari and Jaafari",
            {"PERSON": "Ibrahim al-Jaafari|Ibrahim Al Jaafari|Jaafari"},
        ),
        ("Roe Fund for the Arts and Roe Fund", {"ORG": "Roe Fund for the Arts|Roe Fund"}),
        ("Movimento 5 Stelle and M5S", {"ORG": "Movimento 5 Stelle|M5S"}),
    ],
)
def test_names_of_one_thing(names, text, labels):
    """Acronyms, legal forms, aliases, countries before bodies, and names that the text equates."""
    assert len(names(text, **labels)) == 1


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("French and France", {"NORP": "French", "LOC": "France"}),
        ("Bank of Peru and Bank of Chad", {"ORG": "Bank of Peru|Bank of Chad"}),
        (
            "Indian Land Fund, Irish Labour Fund and ILF",
            {"ORG": "Indian Land Fund|Irish Labour Fund|ILF"},
        ),
        ("Basel and University of Basel", {"LOC": "Basel", "ORG": "University of Basel"}),
        ("Legato and the second called Staccato", {"ORG": "Legato|Staccato"}),
        (
            "Roe Fund for Art, Roe Fund for Law and Roe Fund",
            {"ORG": "Roe Fund for Art|Roe Fund for Law|Roe Fund"},
        ),
    ],
)
def test_names_of_different_things(names, text, labels):
    """An adjective and its country, bodies of two places, and an acronym of two are apart."""
    assert len(names(text, **labels)) == text.count(" and ") + 1 + text.count(",")


def test_names_inside_of_names_are_mentions(names):
    """A place inside of another name is mentioned there, without an entity of its own."""
    found = names("University of Basel is in Basel", LOC="Basel", ORG="University of Basel")
    assert found["Basel"] == ["Basel", "Basel"]


def test_dates_and_money_are_in_no_cluster(names):
    """Dates and amounts are entities, and in no cluster."""
    assert names("Acme paid 5 in May", ORG="Acme", MONEY="5", DATE="May") == {"Acme": ["Acme"]}


def test_ids_of_the_user_rule(document, cluster):
    """Equal ids are one thing, different ids never are, and the cluster has the id."""
    doc = document(
        "Acme/PROPN/2/nsubj met/VERB/0/root Acme/PROPN/2/obj Ajax/PROPN/2/obj", ORG="Acme|Ajax"
    )
    first, second, third = doc.entities
    doc = doc.with_layers(
        entities=[first._replace(id="a"), second._replace(id="b"), third._replace(id="a")]
    )
    clusters = cluster(doc).clusters
    assert [(item.id, len(item.mentions)) for item in clusters] == [("a", 2), ("b", 1)]


@pytest.mark.parametrize(
    ("text", "labels", "name", "inner"),
    [
        (
            "Los Angeles and LA Weekly",
            {"LOC": "Los Angeles", "ORG": "LA Weekly"},
            "Los Angeles",
            "LA",
        ),
        (
            "Irving, Texas has Irving Police",
            {"LOC": "Irving, Texas", "ORG": "Irving Police"},
            "Irving, Texas",
            "Irving",
        ),
    ],
)
def test_aliases_and_cities_inside_of_names(names, text, labels, name, inner):
    """A place is mentioned inside of a name under another of its names, or without its region."""
    assert inner in names(text, **labels)[name]


@pytest.mark.parametrize(
    ("text", "labels", "name"),
    [
        ("Lima and Lima Square", {"LOC": "Lima|Lima Square"}, "Lima"),
        (
            "America and Bank of South America",
            {"LOC": "America", "ORG": "Bank of South America"},
            "America",
        ),
        (
            "Red Sox and Boise Red Sox and Salem Red Sox",
            {"ORG": "Red Sox|Boise Red Sox|Salem Red Sox"},
            "Red Sox",
        ),
        ("Exeter and Exeter School", {"LOC": "Exeter", "ORG": "Exeter School"}, "Exeter School"),
    ],
)
def test_parts_of_names_that_are_no_mentions(names, text, labels, name):
    """The beginning of a place's own name and the team in a team's name are not mentioned there."""
    assert names(text, **labels)[name] == [name]


def test_a_short_name_of_bodies_is_that_of_the_one_named_much_more_often(names):
    """Of two teams that end alike the short form is the main one, if there is one."""
    text = "Boise Red Sox won\n" * 3 + "Salem Red Sox lost\nRed Sox left"
    found = names(text, ORG="Boise Red Sox|Salem Red Sox|Red Sox")
    assert found["Boise Red Sox"] == ["Boise Red Sox"] * 3 + ["Red Sox"]
    found = names(
        text.removeprefix("Boise Red Sox won\n"), ORG="Boise Red Sox|Salem Red Sox|Red Sox"
    )
    assert found["Red Sox"] == ["Red Sox"]


def test_a_capital_letter_makes_a_noun_a_name(chains):
    """ "The Church" is the one that the text names, a church is not, nor is it that of two."""
    sentence = "{0}=church/NOUN:s/0/root ./PUNCT/2/punct"
    church = "Church/PROPN:s/0/root of/ADP/3/case Peru/PROPN:s/1/nmod\n"
    found = chains(church + "The/DET/2/det " + sentence.format("Church"), ORG="Church of Peru")
    assert found == {"Church of Peru": ["Church of Peru", "Church"]}
    other = "Church/PROPN:s/0/root of/ADP/3/case Chad/PROPN:s/1/nmod\n"
    found = chains(
        church + other + "The/DET/2/det " + sentence.format("Church"),
        ORG="Church of Peru|Church of Chad",
    )
    assert "Church" not in found["Church of Peru"] + found["Church of Chad"]


@pytest.mark.parametrize(
    "said",
    [
        "Jardine/PROPN:s/4/nsubj is=be/AUX/4/cop a/DET/4/det retailer/NOUN:s/0/root",
        "Jardine/PROPN:s/2/compound shares=share/NOUN:p/3/nsubj fell=fall/VERB/0/root",
        "Retailer=retailer/NOUN:s/2/compound Jardine/PROPN:s/3/nsubj fell=fall/VERB/0/root",
    ],
)
def test_a_company_that_the_model_takes_for_a_person(chains, said):
    """No "he" stands for a name that the text says to be a company's."""
    he = "\nHe=he/PRON:s/2/nsubj won=win/VERB/0/root"
    assert "He" not in chains(said + he, PERSON="Jardine")["Jardine"]
    unsaid = "Jardine/PROPN:s/2/nsubj won=win/VERB/0/root"
    assert "He" in chains(unsaid + he, PERSON="Jardine")["Jardine"]


def test_a_full_name_that_the_model_takes_for_a_place(names):
    """The full name of who is called Paris all the time is hers, a lake is not."""
    text = "Ada Paris sang\n" + "Paris left\n" * 3 + "Lake Paris froze"
    found = names(text, LOC="Ada Paris|Lake Paris", PERSON="Paris")
    assert found["Paris"][:4] == ["Ada Paris", *["Paris"] * 3]
    assert "Lake Paris" in found


@pytest.mark.parametrize(
    ("text", "labels", "same"),
    [
        ("Kay Maurer left\nMauer spoke", "Kay Maurer|Mauer", True),
        ("Lydia Buchtmann left\nBauchtman spoke", "Lydia Buchtmann|Bauchtman", True),
        ("Mauer spoke\nKay Maurer left", "Mauer|Kay Maurer", False),
        ("Kay Maurer left\nMauer spoke\nMauer left", "Kay Maurer|Mauer", False),
        ("Kay Maurer left\nTom Mauer spoke", "Kay Maurer|Tom Mauer", False),
        ("Kay Maurer met Tom Maure\nMauer spoke", "Kay Maurer|Tom Maure|Mauer", True),
        ("Kay Mauler met Tom Maurer\nMauer spoke", "Kay Mauler|Tom Maurer|Mauer", False),
        ("Ann Marx left\nMark spoke", "Ann Marx|Mark", False),
    ],
)
def test_a_family_name_spelled_wrong_once(names, text, labels, same):
    """A long name that stands once is the only person named in full before with nearly that name."""
    found = names(text, PERSON=labels)
    assert (len(found) < len(labels.split("|"))) == same


def test_a_pronoun_after_a_name_tells_a_title_of_another_gender_apart(chains):
    """Mr Roe is not Ada Roe, of whom the next sentence says "she"."""
    trees = (
        "Ada/PROPN:s/3/nsubj Roe/PROPN:s/1/flat left=leave/VERB/0/root ./PUNCT/3/punct\n"
        "{}/PRON:s/2/nsubj won=win/VERB/0/root ./PUNCT/2/punct\n"
        "Mr/PROPN:s/3/nsubj Roe/PROPN:s/1/flat sang=sing/VERB/0/root ./PUNCT/3/punct"
    )
    found = chains(trees.format("She=she"), PERSON="Ada Roe|Roe")
    assert found == {"Ada Roe": ["Ada Roe", "She"], "Roe": ["Roe"]}
    found = chains(trees.format("He=he"), PERSON="Ada Roe|Roe")
    assert found == {"Ada Roe": ["Ada Roe", "He", "Roe"]}


def test_a_title_goes_to_the_full_name_of_its_gender(chains):
    """Ms Fox is Ann, of whom the text says that she is a wife, and not Tom."""
    found = chains(
        "Tom/PROPN:s/0/root Fox/PROPN:s/1/flat and/CCONJ/5/cc his=he/PRON:s/5/nmod:poss "
        "wife/NOUN:s/1/conj Ann/PROPN:s/5/appos Fox/PROPN:s/6/flat ./PUNCT/1/punct\n"
        "Ms/PROPN:s/3/nsubj Fox/PROPN:s/1/flat sang=sing/VERB/0/root ./PUNCT/3/punct",
        PERSON="Tom Fox|Ann Fox|Fox",
    )
    assert found["Ann Fox"][-1] == "Fox"
    assert "Fox" not in found["Tom Fox"]


TWO_PLACES = (
    "Odessa/PROPN:s/9/nsubj ,/PUNCT/3/punct {}/PROPN:s/1/appos ,/PUNCT/1/punct and/CCONJ/6/cc "
    "Odessa/PROPN:s/1/conj ,/PUNCT/8/punct {}/PROPN:s/6/appos grew=grow/VERB/0/root ./PUNCT/9/punct\n"
    "Odessa/PROPN:s/2/nsubj burned=burn/VERB/0/root"
)


def test_places_of_one_name_in_different_regions_are_two(chains):
    """A name without a region is the one that was named last."""
    found = chains(TWO_PLACES.format("Texas", "Ukraine"), LOC="Odessa|Texas|Ukraine")
    assert found == {
        "Odessa": ["Odessa"],
        "Texas": ["Texas"],
        "Odessa (2)": ["Odessa", "Odessa"],
        "Ukraine": ["Ukraine"],
    }


@pytest.mark.parametrize("regions", [("Texas", "Texas"), ("Texas", "USA"), ("Texas", "Ankara")])
def test_a_region_and_its_country_are_no_two_places(chains, regions):
    """Odessa, Texas, is the Odessa in the USA; what is no region tells nothing."""
    found = chains(TWO_PLACES.format(*regions), LOC="|".join(["Odessa", *sorted({*regions})]))
    assert found["Odessa"] == ["Odessa", "Odessa", "Odessa"]


def test_a_country_that_only_stands_behind_a_comma_is_no_region(chains):
    """ "In Paris, Mali said" is about one Paris, whoever speaks there."""
    line = "In/ADP/2/case Paris/PROPN:s/5/obl ,/PUNCT/5/punct {}/PROPN:s/5/nsubj spoke=speak/VERB/0/root\n"
    found = chains(line.format("Mali") + line.format("Chad"), LOC="Paris|Mali|Chad")
    assert found["Paris"] == ["Paris", "Paris"]


BENZ = (
    "Karl/PROPN:s/3/nsubj Benz/PROPN:s/1/flat {}/VERB/0/root Benz/PROPN:s/3/obj ./PUNCT/3/punct\n"
)


@pytest.mark.parametrize("verb", ["founded=found", "owns=own", "leads=lead"])
def test_what_somebody_founds_or_leads_is_another(chains, verb):
    """The object of "founded" is a company with the founder's name, as is what sells cars."""
    found = chains(
        BENZ.format(verb)
        + "Benz/PROPN:s/2/nsubj sold=sell/VERB/0/root cars=car/NOUN:p/2/obj ./PUNCT/2/punct\n"
        "Benz/PROPN:s/2/nsubj died=die/VERB/0/root ./PUNCT/2/punct",
        PERSON="Karl Benz|Benz",
    )
    assert found == {"Karl Benz": ["Karl Benz", "Benz"], "Benz": ["Benz", "Benz"]}


def test_a_person_who_sells_something_is_no_company(chains):
    """A family name alone is the person where nobody founds or leads what has it."""
    found = chains(
        "Karl/PROPN:s/3/nsubj Benz/PROPN:s/1/flat left=leave/VERB/0/root Rome/PROPN:s/3/obj ./PUNCT/3/punct\n"
        "Benz/PROPN:s/2/nsubj sold=sell/VERB/0/root cars=car/NOUN:p/2/obj ./PUNCT/2/punct",
        PERSON="Karl Benz|Benz",
        LOC="Rome",
    )
    assert found["Karl Benz"] == ["Karl Benz", "Benz"]

"""Open relations that the order of the words makes doubtful are not stated."""


def test_phrase_behind_another_clause_is_not_the_verbs(opened):
    """A time behind a clause of its own, without a comma, is not said of the verb before it."""
    rows = opened(
        """Ann/PROPN/2/nsubj spoke=speak/VERB:VBD/0/root as/SCONJ/5/mark Oslo/PROPN/5/nsubj
        faces=face/VERB:VBZ/2/advcl a/DET/7/det strike/NOUN/5/obj next/ADJ/9/amod
        week/NOUN/2/obl:unmarked ./PUNCT/2/punct""".replace("\n", " ")
    )
    assert ("Oslo", "faces", "a strike") in rows
    assert not any(object == "next week" for _, _, object in rows)


def test_phrase_between_subject_and_verb_is_not_the_verbs_behind_another(opened):
    """A time that may belong to a relative clause before the verb is not said of the verb."""
    rows = opened(
        """Ann/PROPN/9/nsubj ,/PUNCT/4/punct who/PRON:WP/4/nsubj left=leave/VERB:VBD/1/acl:relcl
        Oslo/PROPN/4/obj in/ADP/7/case May/PROPN/9/obl ,/PUNCT/4/punct won=win/VERB:VBD/0/root
        gold/NOUN/9/obj ./PUNCT/9/punct""".replace("\n", " ")
    )
    assert ("Ann", "won", "gold") in rows
    assert not any(object == "May" for _, _, object in rows)


def test_object_behind_a_coordinated_verb_is_not_shared(opened):
    """An object belongs to the second verb alone where other words stand between the two."""
    rows = opened(
        """The/DET/2/det cup/NOUN/3/nsubj opens=open/VERB:VBZ/0/root today/NOUN/3/obl:unmarked
        and/CCONJ/6/cc has=have/VERB:VBZ/3/conj teams=team/NOUN:NNS/3/obj ./PUNCT/3/punct""".replace(
            "\n", " "
        )
    )
    assert ("The cup", "opens", "teams") not in rows


def test_relative_clause_with_an_unlike_verb_is_about_another_noun(opened):
    """A verb in the plural is not about a noun in the singular before the nearer plural."""
    rows = opened(
        """They/PRON:PRP/2/nsubj know=know/VERB:VBP/0/root the/DET/4/det worth/NOUN:NN/2/obj
        of/ADP/6/case ties=tie/NOUN:NNS/4/nmod that/PRON:WDT/8/nsubj help=help/VERB:VBP/4/acl:relcl
        trade/NOUN:NN/8/obj ./PUNCT/2/punct""".replace("\n", " ")
    )
    assert not any(predicate == "help" for _, predicate, _ in rows)


def test_participle_tells_of_no_noun_behind_it(opened):
    """A participle between two coordinated nouns tells of the first one only."""
    rows = opened(
        """It/PRON:PRP/2/nsubj has=have/VERB:VBZ/0/root a/DET/4/det hall/NOUN:NN/2/obj
        built=build/VERB:VBN/4/acl by/ADP/7/case Acme/PROPN/5/obl and/CCONJ/10/cc a/DET/10/det
        tower/NOUN:NN/4/conj ./PUNCT/2/punct""".replace("\n", " ")
    )
    assert ("a hall", "built by", "Acme") in rows
    assert ("a tower", "built by", "Acme") not in rows


def test_respectively_joins_what_is_coordinated(opened):
    """With "respectively" not each subject has each object."""
    rows = opened(
        """Ann/PROPN/4/nsubj and/CCONJ/3/cc Bob/PROPN/1/conj like=like/VERB:VBP/0/root tea/NOUN/4/obj
        and/CCONJ/7/cc milk/NOUN/5/conj respectively/ADV/4/advmod ./PUNCT/4/punct""".replace(
            "\n", " "
        ),
        PERSON="Ann|Bob",
    )
    assert rows == [("Ann and Bob", "like", "tea and milk")]


def test_one_person_is_not_several_by_apposition(opened):
    """A person behind a list of guests is another guest."""
    rows = opened(
        """It/PRON:PRP/2/nsubj drew=draw/VERB:VBD/0/root singers=singer/NOUN:NNS/2/obj ,/PUNCT/5/punct
        Ann/PROPN:NNP/3/appos Lee/PROPN:NNP/5/flat ./PUNCT/2/punct""".replace("\n", " "),
        PERSON="Ann Lee",
    )
    assert rows == [("It", "drew", "singers")]


def test_dateline_is_no_subject(opened):
    """A place and a date before a colon are no part of the sentence."""
    rows = opened(
        """OSLO/PROPN/6/nsubj ,/PUNCT/3/punct May/PROPN/1/appos :/PUNCT/3/punct Ann/PROPN/6/nsubj
        left=leave/VERB:VBD/0/root Rome/PROPN/6/obj ./PUNCT/6/punct""".replace("\n", " "),
        LOC="OSLO|Rome",
        DATE="May",
        PERSON="Ann",
    )
    assert not any(subject == "OSLO" for subject, _, _ in rows)


def test_negative_number_keeps_its_sign(relate):
    """The minus of a number at the edge of an end is part of it."""
    from hookline import Document, Entity, Sentence, Token

    text = "It reached -40 degrees."
    words = [
        (0, 2, "It", "it", "PRON", "PRP", 1, "nsubj"),
        (3, 10, "reached", "reach", "VERB", "VBD", None, "root"),
        (11, 12, "-", "-", "PUNCT", "HYPH", 3, "punct"),
        (12, 14, "40", "40", "NUM", "CD", 4, "nummod"),
        (15, 22, "degrees", "degree", "NOUN", "NNS", 1, "obj"),
        (22, 23, ".", ".", "PUNCT", ".", 1, "punct"),
    ]
    tokens = [
        Token(start, end, form, 0, lemma, upos, xpos, None, head, rel)
        for start, end, form, lemma, upos, xpos, head, rel in words
    ]
    entities: list[Entity] = []
    doc = Document.from_text(text).with_layers(
        sentences=[Sentence(0, len(text))], tokens=tokens, entities=entities
    )
    (relation,) = relate(doc, kinds=["open"]).relations
    assert text[relation.object.start : relation.object.end] == "-40 degrees"


def test_relative_clause_tells_of_a_name_with_a_noun_in_it(opened):
    """What stands within a name is no nearer noun that the clause could be about."""
    rows = opened(
        """We/PRON:PRP/2/nsubj met=meet/VERB:VBD/0/root the/DET/4/det Bank/PROPN:NNP/2/obj
        of/ADP/6/case Norway/PROPN:NNP/4/nmod ,/PUNCT/9/punct which/PRON:WDT/9/nsubj
        sold=sell/VERB:VBD/4/acl:relcl gold/NOUN:NN/9/obj ./PUNCT/2/punct""".replace("\n", " ")
    )
    assert any(predicate == "sold" for _, predicate, _ in rows), rows


def test_place_before_a_colon_is_no_subject(opened):
    """A place that opens a report is not what the report is about."""
    rows = opened(
        """DOHA/PROPN/5/nsubj :/PUNCT/1/punct Based/VERB:VBN/5/advcl here/ADV/3/advmod
        opened=open/VERB:VBD/0/root shops=shop/NOUN:NNS/5/obj ./PUNCT/5/punct""".replace("\n", " "),
        LOC="DOHA",
    )
    assert not rows


def test_verb_behind_another_clause_may_share_its_subject(opened):
    """A coordinated verb that a nearer clause could govern is said of nobody."""
    rows = opened(
        """Ann/PROPN/2/nsubj spoke=speak/VERB:VBD/0/root when/ADV/6/advmod a/DET/5/det
        man/NOUN:NN/6/nsubj rose=rise/VERB:VBD/2/advcl and/CCONJ/8/cc threw=throw/VERB:VBD/2/conj
        bottles=bottle/NOUN:NNS/8/obj ./PUNCT/2/punct""".replace("\n", " ")
    )
    assert not any(object == "bottles" for _, _, object in rows)


def test_verb_of_another_form_than_the_report_is_the_reported_subjects(opened):
    """In "said Peru has oil but sells none" it is not the speaker who sells."""
    rows = opened(
        """Ann/PROPN/2/nsubj said=say/VERB:VBD/0/root Peru/PROPN/4/nsubj has=have/VERB:VBZ/2/ccomp
        oil/NOUN:NN/4/obj but/CCONJ/7/cc sells=sell/VERB:VBZ/2/conj gas/NOUN:NN/7/obj
        ./PUNCT/2/punct""".replace("\n", " ")
    )
    assert ("Ann", "sells", "gas") not in rows
    assert ("Peru", "has", "oil") in rows


def test_subject_that_starts_amid_a_phrase_states_nothing(opened):
    """What "of the men" opens is half of a subject."""
    rows = opened(
        """of/ADP/3/case the/DET/3/det men=man/NOUN:NNS/4/nsubj left=leave/VERB:VBD/0/root
        Rome/PROPN/4/obj ./PUNCT/4/punct""".replace("\n", " ")
    )
    assert not rows


def test_end_of_a_range_is_no_argument(opened):
    """In "a rate of 2% to 3%" nothing is put to 3%."""
    rows = opened(
        """It/PRON:PRP/2/nsubj has=have/VERB:VBZ/0/root rates=rate/NOUN:NNS/2/obj of/ADP/5/case
        2/NUM:CD/3/nmod to/ADP/7/case 3/NUM:CD/2/obl ./PUNCT/2/punct""".replace("\n", " ")
    )
    assert not any(object == "3" for _, _, object in rows)


def test_comparison_keeps_its_degree(opened):
    """The predicate before "than" has the word that compares."""
    rows = opened(
        """It/PRON:PRP/5/nsubj is=be/AUX:VBZ/5/cop no/DET/4/advmod less/ADV/5/advmod
        odd/ADJ:JJ/0/root than/ADP/8/case the/DET/8/det rest/NOUN:NN/5/obl ./PUNCT/5/punct""".replace(
            "\n", " "
        )
    )
    assert ("It", "is no less odd than", "the rest") in rows


def test_members_are_those_of_the_nearest_plural(opened):
    """What "including" lists belongs to the plural right before it."""
    rows = opened(
        """It/PRON:PRP/2/nsubj led=lead/VERB:VBD/0/root the/DET/4/det sale/NOUN:NN/2/obj of/ADP/6/case
        goods=good/NOUN:NNS/4/nmod ,/PUNCT/9/punct including/ADP/9/case dates=date/NOUN:NNS/4/nmod
        ./PUNCT/2/punct""".replace("\n", " ")
    )
    assert ("goods", "including", "dates") in rows


def test_not_that_a_comment_parts_from_its_phrase_leaves_it_out(opened):
    """In "went to A and not, as B hoped, to C" nothing went to C."""
    rows = opened(
        """It/PRON:PRP/2/nsubj went=go/VERB:VBD/0/root to/ADP/4/case Ann/PROPN/2/obl and/CCONJ/6/cc
        not/PART/4/conj ,/PUNCT/9/punct as/SCONJ/9/mark hoped=hope/VERB:VBN/2/advcl ,/PUNCT/12/punct
        to/ADP/12/case Bob/PROPN/2/obl ./PUNCT/2/punct""".replace("\n", " ")
    )
    assert [object for _, predicate, object in rows if predicate == "went to"] == ["Ann"]

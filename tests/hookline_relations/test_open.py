"""What open relations are made of each construction."""


def test_passive_takes_its_preposition(opened):
    """A passive has its auxiliary and the preposition of each argument in the predicate."""
    found = opened(
        "The/DET/2/det firm/NOUN/4/nsubj:pass was=be/AUX/4/aux:pass founded=found/VERB:VBN/0/root "
        "in/ADP/6/case 1990/NUM/4/obl by/ADP/8/case Ann/PROPN/4/obl:agent ./PUNCT/4/punct"
    )
    assert found == [
        ("The firm", "was founded in", "1990"),
        ("The firm", "was founded by", "Ann"),
    ]


def test_coordination_is_distributed(opened):
    """Coordinated subjects and verbs give a relation each, and share what stands before them."""
    found = opened(
        "Peru/PROPN/5/nsubj and/CCONJ/3/cc Chile/PROPN/1/conj have/AUX/5/aux "
        "agreed=agree/VERB:VBN/0/root to/PART/7/mark share/VERB:VB/5/xcomp water/NOUN/7/obj "
        "and/CCONJ/10/cc build/VERB:VB/7/conj dams=dam/NOUN/10/obj ./PUNCT/5/punct"
    )
    assert set(found) == {
        (who, predicate, what)
        for who in ("Peru", "Chile")
        for predicate, what in (
            ("have agreed to share", "water"),
            ("have agreed to build", "dams"),
        )
    }


def test_shared_complement_keeps_nouns_together(opened):
    """Nouns that share a determiner and a complement stay one argument."""
    found = opened(
        "They/PRON/2/nsubj cut=cut/VERB:VBD/0/root the/DET/4/det scale/NOUN/2/obj and/CCONJ/6/cc "
        "cost/NOUN/4/conj of/ADP/9/case the/DET/9/det plan/NOUN/6/nmod ./PUNCT/2/punct"
    )
    assert found == [("They", "cut", "the scale and cost of the plan")]


def test_relative_pronoun_gives_way_to_its_antecedent(opened):
    """A relative clause is about the noun that it follows."""
    found = opened(
        "Peru/PROPN/6/nsubj ,/PUNCT/4/punct which/PRON/4/nsubj borders=border/VERB/1/acl:relcl "
        "Chile/PROPN/4/obj sells=sell/VERB/0/root copper/NOUN/6/obj ./PUNCT/6/punct"
    )
    assert set(found) == {("Peru", "borders", "Chile"), ("Peru", "sells", "copper")}


def test_object_left_out_of_a_relative_clause_is_found(opened):
    """A relative clause without a pronoun and without an object is about its antecedent."""
    found = opened(
        "The/DET/2/det clock/NOUN/5/nsubj he/PRON/4/nsubj made=make/VERB/2/acl:relcl "
        "scared=scare/VERB/0/root staff/NOUN/5/obj ./PUNCT/5/punct"
    )
    assert set(found) == {("he", "made", "The clock"), ("The clock", "scared", "staff")}


def test_negation_and_modality_stay_in_the_predicate(opened):
    """Neither "not" nor "may" is dropped from a predicate."""
    found = opened(
        "Oslo/PROPN/4/nsubj may/AUX:MD/4/aux not/PART/4/advmod join/VERB:VB/0/root it/PRON/4/obj"
    )
    assert found == [("Oslo", "may not join", "it")]


def test_condition_is_not_made_a_statement(opened):
    """A condition without a modal keeps its "if"."""
    found = opened(
        "Ann/PROPN/2/nsubj leaves=leave/VERB/0/root town/NOUN/2/obj if/SCONJ/6/mark "
        "Bob/PROPN/6/nsubj attacks=attack/VERB/2/advcl her/PRON/6/obj"
    )
    assert ("Bob", "if attacks", "her") in found


def test_participle_shares_the_subject(opened):
    """A participial clause is about the subject of its main clause; "by" is kept."""
    found = opened(
        "China/PROPN/2/nsubj responded=respond/VERB/0/root by/SCONJ/4/mark "
        "restricting=restrict/VERB:VBG/2/advcl exports=export/NOUN/4/obj ,/PUNCT/2/punct "
        "citing=cite/VERB:VBG/2/advcl law/NOUN/7/obj"
    )
    assert set(found) == {
        ("China", "responded by restricting", "exports"),
        ("China", "citing", "law"),
    }


def test_report_is_an_argument(opened):
    """What is said is the object of saying, also where the verb hangs beside it."""
    found = opened(
        "“/PUNCT/4/punct It/PRON/4/nsubj was=be/AUX/4/cop hard/ADJ/0/root ,/PUNCT/4/punct "
        "”/PUNCT/4/punct Ann/PROPN/8/nsubj wrote=write/VERB/4/parataxis ./PUNCT/4/punct"
    )
    assert set(found) == {("It", "was", "hard"), ("Ann", "wrote", "It was hard")}


def test_title_and_apposition_imply_is(opened):
    """A title and an apposition are relations whose predicate no word expresses."""
    found = opened(
        "Japan/PROPN/4/nmod:poss 's/PART/1/case Prime/ADJ/4/amod Minister/PROPN/5/nmod:desc "
        "Abe/PROPN/6/nsubj met=meet/VERB/0/root Jon/PROPN/6/obj ,/PUNCT/10/punct a/DET/10/det "
        "baker/NOUN/7/appos",
        PERSON="Abe|Jon",
        LOC="Japan",
    )
    assert set(found) == {
        ("Abe", "(is)", "Japan's Prime Minister"),
        ("Jon", "(is)", "a baker"),
        ("Japan's Prime Minister Abe", "met", "Jon"),
    }


def test_possessor_and_complement_of_a_noun(opened):
    """A noun with an owner and a complement relates the two."""
    found = opened(
        "Peru/PROPN/3/nmod:poss 's/PART/1/case ties=tie/NOUN/6/nsubj with/ADP/5/case "
        "Chile/PROPN/3/nmod broke=break/VERB/0/root",
        LOC="Peru|Chile",
    )
    assert found == [("Peru", "ties with", "Chile")]


def test_gap_makes_pieces(document, relate):
    """Words that are not contiguous are given in pieces, and the hull is the span."""
    doc = relate(
        document(
            "Ann/PROPN/2/nsubj gave=give/VERB/0/root books=book/NOUN/2/obj to/ADP/5/case "
            "Bob/PROPN/2/obl"
        ),
        kinds=["open"],
    )
    (relation,) = [one for one in doc.relations if one.rule == "open:oblique"]
    assert relation.predicate.pieces == ((4, 8), (15, 17))
    assert (relation.predicate.start, relation.predicate.end) == (4, 17)


def test_open_ends_can_be_restricted_to_entities(document, relate, as_text):
    """With `open_ends: entities` a relation without a name at either end is not written."""
    doc = document(
        "Talks=talk/NOUN/2/nsubj pleased=please/VERB/0/root everyone/PRON/2/obj\n"
        "Peru/PROPN/2/nsubj sells=sell/VERB/0/root copper/NOUN/2/obj",
        LOC="Peru",
    )
    found = as_text(relate(doc, kinds=["open"], open_ends="entities"))
    assert found == [("open", "Peru", "sells", "copper")]


def test_denial_is_never_lost(opened):
    """The word "neither" stays in the predicate of both; the content of a denial is no statement itself."""
    neither = opened(
        "Neither=neither/CCONJ/2/cc:preconj Peru/PROPN/5/nsubj nor/CCONJ/4/cc Chile/PROPN/2/conj "
        "sells=sell/VERB/0/root copper/NOUN/5/obj"
    )
    content = opened(
        "No=no/DET/2/det proof/NOUN/3/nsubj shows=show/VERB/0/root that/SCONJ/6/mark "
        "Peru/PROPN/6/nsubj sells=sell/VERB/3/ccomp copper/NOUN/6/obj"
    )
    assert neither == [
        ("Peru", "Neither sells", "copper"),
        ("Chile", "Neither sells", "copper"),
    ]
    assert content == [("No proof", "shows", "Peru sells copper")]


def test_dateline_and_score_are_no_times(opened):
    """A place or a number that no preposition introduces does not say when."""
    dateline = opened(
        "OSLO/PROPN/4/obl:unmarked —/PUNCT/1/punct Ann/PROPN/4/nsubj met=meet/VERB/0/root "
        "Bob/PROPN/4/obj Monday/PROPN/4/obl:unmarked",
        LOC="OSLO",
        DATE="Monday",
    )
    score = opened(
        "Peru/PROPN/2/nsubj beat/VERB/0/root Chile/PROPN/2/obj 2/NUM/2/obl:unmarked "
        "last/ADJ/6/amod week/NOUN/2/obl:unmarked"
    )
    assert dateline == [("Ann", "met", "Bob"), ("Ann", "met", "Monday")]
    assert score == [("Peru", "beat", "Chile"), ("Peru", "beat", "last week")]


def test_clause_of_time_is_no_accusation(opened):
    """What came before an arrest is told as it was."""
    found = opened(
        "Ann/PROPN/3/nsubj:pass was=be/AUX/3/aux:pass arrested=arrest/VERB:VBN/0/root "
        "after/SCONJ/6/mark he/PRON/6/nsubj brought=bring/VERB:VBD/3/advcl clocks=clock/NOUN/6/obj"
    )
    assert ("he", "brought", "clocks") in found


def test_accusation_is_kept_in_the_predicate(opened):
    """What someone is accused of is told with the accusation, or not at all."""
    passive = opened(
        "Peru/PROPN/3/nsubj:pass was=be/AUX/3/aux:pass accused=accuse/VERB:VBN/0/root "
        "of/SCONJ/5/mark selling=sell/VERB:VBG/3/advcl copper/NOUN/5/obj"
    )
    active = opened(
        "Peru/PROPN/2/nsubj accused=accuse/VERB:VBD/0/root Chile/PROPN/2/obj of/SCONJ/5/mark "
        "selling=sell/VERB:VBG/2/advcl copper/NOUN/5/obj"
    )
    assert passive == [("Peru", "was accused of selling", "copper")]
    assert active == [("Peru", "accused", "Chile")]

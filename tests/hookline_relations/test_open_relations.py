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


def test_coordinated_objects_are_taken_apart(opened):
    """Every noun of a coordination is an argument, and its complement is one in turn."""
    found = opened(
        "They/PRON/2/nsubj cut=cut/VERB:VBD/0/root the/DET/4/det scale/NOUN/2/obj and/CCONJ/6/cc "
        "cost/NOUN/4/conj of/ADP/9/case the/DET/9/det plan/NOUN/6/nmod ./PUNCT/2/punct"
    )
    assert found == [
        ("They", "cut", "the scale"),
        ("They", "cut", "cost of the plan"),
        ("They", "cut cost of", "the plan"),
    ]


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
            "Ann/PROPN/2/nsubj sat=sit/VERB/0/root quietly/ADV/2/advmod by/ADP/5/case "
            "Bob/PROPN/2/obl"
        ),
        kinds=["open"],
    )
    (relation,) = [one for one in doc.relations if one.rule == "open:oblique"]
    assert relation.predicate.pieces == ((4, 7), (16, 18))
    assert (relation.predicate.start, relation.predicate.end) == (4, 18)


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
    assert content == [("No proof", "shows that", "Peru sells copper")]


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
    assert dateline == [("Ann", "met", "Bob"), ("Ann", "met Bob", "Monday")]
    assert score == [("Peru", "beat", "Chile"), ("Peru", "beat Chile", "last week")]


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


def test_predicate_holds_the_object_before_an_argument(opened):
    """What is said of a place holds of the verb with its object, not of the verb alone."""
    found = opened(
        "Ann/PROPN/2/nsubj chained=chain/VERB/0/root Bob/PROPN/2/obj to/ADP/6/case a/DET/6/det "
        "rail/NOUN/2/obl"
    )
    assert found == [("Ann", "chained", "Bob"), ("Ann", "chained Bob to", "a rail")]


def test_fronted_phrase_keeps_its_preposition(opened):
    """A preposition before its verb stays with its noun, so that no word changes its place."""
    found = opened(
        "In/ADP/2/case May/PROPN/4/obl Ann/PROPN/4/nsubj met=meet/VERB/0/root Bob/PROPN/4/obj"
    )
    assert set(found) == {("Ann", "met", "Bob"), ("Ann", "met Bob", "In May")}


def test_complements_of_a_noun_are_arguments(opened):
    """What a noun is of is an argument in turn, however deep."""
    found = opened(
        "Ann/PROPN/4/nsubj is=be/AUX/4/cop a/DET/4/det justice/NOUN/0/root of/ADP/7/case "
        "the/DET/7/det court/NOUN/4/nmod of/ADP/9/case Peru/PROPN/7/nmod"
    )
    assert found == [
        ("Ann", "is", "a justice of the court of Peru"),
        ("Ann", "is a justice of", "the court of Peru"),
        ("Ann", "is a justice of the court of", "Peru"),
    ]


def test_object_of_an_infinitive_that_completes_a_noun(opened):
    """The noun stands in the predicate between the verb and the infinitive."""
    found = opened(
        "Ann/PROPN/2/nsubj has=have/VERB/0/root votes=vote/NOUN/2/obj to/PART/5/mark "
        "block/VERB:VB/3/acl laws=law/NOUN/5/obj"
    )
    assert set(found) == {
        ("Ann", "has", "votes to block laws"),
        ("Ann", "has votes to block", "laws"),
    }


def test_one_who_is_asked_stands_in_the_predicate(opened):
    """The object of asking is not made to have done what it was asked for."""
    found = opened(
        "Ann/PROPN/2/nsubj asked=ask/VERB/0/root Bob/PROPN/2/obj to/PART/5/mark "
        "close/VERB:VB/2/xcomp doors=door/NOUN/5/obj"
    )
    assert set(found) == {("Ann", "asked", "Bob"), ("Ann", "asked Bob to close", "doors")}


def test_coordinated_verbs_share_what_follows_them(opened):
    """What comes after the second of two verbs holds of the first one too."""
    found = opened(
        "Bob/PROPN/3/nsubj:pass was=be/AUX/3/aux:pass struck=strike/VERB:VBN/0/root and/CCONJ/5/cc "
        "killed=kill/VERB:VBN/3/conj by/ADP/8/case a/DET/8/det lorry/NOUN/5/obl"
    )
    assert set(found) == {
        ("Bob", "was struck by", "a lorry"),
        ("Bob", "was killed by", "a lorry"),
    }


def test_preposition_of_a_relative_clause_is_kept(opened):
    """What a relative clause is tied to by a preposition is not made its object."""
    found = opened(
        "men=man/NOUN/7/nsubj with/ADP/3/case whom/PRON:WP/5/obl we/PRON/5/nsubj "
        "share/VERB/1/acl:relcl bread/NOUN/5/obj left=leave/VERB/0/root Oslo/PROPN/7/obj"
    )
    assert ("we", "with share bread", "men") in found


def test_name_is_never_taken_apart(opened):
    """The "and" of a name joins no arguments."""
    found = opened(
        "Ann/PROPN/2/nsubj reads=read/VERB/0/root Globe/PROPN/2/obj and/CCONJ/5/cc "
        "Mail/PROPN/3/conj",
        ORG="Globe and Mail",
    )
    assert found == [("Ann", "reads", "Globe and Mail")]


def test_scores_fall_from_clauses_to_complements(document, relate):
    """A relation of a noun's complement is less sure than that of its verb, and each deeper one."""
    doc = relate(
        document(
            "Ann/PROPN/4/nsubj is=be/AUX/4/cop a/DET/4/det justice/NOUN/0/root of/ADP/7/case "
            "the/DET/7/det court/NOUN/4/nmod of/ADP/9/case Peru/PROPN/7/nmod"
        ),
        kinds=["open"],
        threshold=0.5,
    )
    scores = [one.score for one in doc.relations]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


def test_contracted_negation_belongs_to_its_verb(opened):
    """What a parser ties a contracted "not" to makes no difference: the verb is denied."""
    found = opened(
        "We/PRON/2/nsubj had=have/VERB/0/root n't=not/PART/5/advmod enough/ADJ/5/amod time/NOUN/2/obj"
    )
    assert found == [("We", "had n't", "enough time")]


def test_complements_are_left_out_by_default(document, relate, as_text):
    """Without a threshold, what the complement of a noun says is not written."""
    doc = document(
        "Ann/PROPN/2/nsubj praised=praise/VERB/0/root plans/NOUN/2/obj for/ADP/5/case peace/NOUN/3/nmod"
    )
    shown = [row[1:] for row in as_text(relate(doc, kinds=["open"]))]
    assert shown == [("Ann", "praised", "plans for peace")]
    more = [row[1:] for row in as_text(relate(doc, kinds=["open"], threshold=0.5))]
    assert more == [*shown, ("Ann", "praised plans for", "peace")]

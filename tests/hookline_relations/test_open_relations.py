"""Open relations of each grammatical construction."""


def test_passive_takes_its_preposition(opened):
    """The predicate of a passive includes its auxiliary and the preposition of the argument."""
    rows = opened(
        "The/DET/2/det firm/NOUN/4/nsubj:pass was=be/AUX/4/aux:pass founded=found/VERB:VBN/0/root "
        "in/ADP/6/case 1990/NUM/4/obl by/ADP/8/case Ann/PROPN/4/obl:agent ./PUNCT/4/punct"
    )
    assert rows == [
        ("The firm", "was founded in", "1990"),
        ("The firm", "was founded by", "Ann"),
    ]


def test_coordination_is_distributed(opened):
    """Coordinated subjects and verbs give a relation each, and share the words before them."""
    rows = opened(
        "Peru/PROPN/5/nsubj and/CCONJ/3/cc Chile/PROPN/1/conj have/AUX/5/aux "
        "agreed=agree/VERB:VBN/0/root to/PART/7/mark share/VERB:VB/5/xcomp water/NOUN/7/obj "
        "and/CCONJ/10/cc build/VERB:VB/7/conj dams=dam/NOUN/10/obj ./PUNCT/5/punct"
    )
    assert set(rows) == {
        (who, predicate, what)
        for who in ("Peru", "Chile")
        for predicate, what in (
            ("have agreed to share", "water"),
            ("have agreed to build", "dams"),
        )
    }


def test_coordinated_objects_are_separated(opened):
    """Every noun of a coordination is an argument, and so is its complement."""
    rows = opened(
        "They/PRON/2/nsubj cut=cut/VERB:VBD/0/root the/DET/4/det scale/NOUN/2/obj and/CCONJ/6/cc "
        "cost/NOUN/4/conj of/ADP/9/case the/DET/9/det plan/NOUN/6/nmod ./PUNCT/2/punct"
    )
    assert rows == [
        ("They", "cut", "the scale"),
        ("They", "cut", "cost of the plan"),
        ("They", "cut cost of", "the plan"),
    ]


def test_relative_pronoun_is_replaced_by_its_antecedent(opened):
    """The subject of a relative clause is the noun that it modifies."""
    rows = opened(
        "Peru/PROPN/6/nsubj ,/PUNCT/4/punct which/PRON/4/nsubj borders=border/VERB/1/acl:relcl "
        "Chile/PROPN/4/obj sells=sell/VERB/0/root copper/NOUN/6/obj ./PUNCT/6/punct"
    )
    assert set(rows) == {("Peru", "borders", "Chile"), ("Peru", "sells", "copper")}


def test_omitted_object_of_a_relative_clause_is_found(opened):
    """The object of a relative clause without pronoun and object is its antecedent."""
    rows = opened(
        "The/DET/2/det clock/NOUN/5/nsubj he/PRON/4/nsubj made=make/VERB/2/acl:relcl "
        "scared=scare/VERB/0/root staff/NOUN/5/obj ./PUNCT/5/punct"
    )
    assert set(rows) == {("he", "made", "The clock"), ("The clock", "scared", "staff")}


def test_negation_and_modality_stay_in_the_predicate(opened):
    """Neither "not" nor "may" is dropped from a predicate."""
    rows = opened(
        "Oslo/PROPN/4/nsubj may/AUX:MD/4/aux not/PART/4/advmod join/VERB:VB/0/root it/PRON/4/obj"
    )
    assert rows == [("Oslo", "may not join", "it")]


def test_condition_is_not_a_statement(opened):
    """A condition without a modal keeps its "if"."""
    rows = opened(
        "Ann/PROPN/2/nsubj leaves=leave/VERB/0/root town/NOUN/2/obj if/SCONJ/6/mark "
        "Bob/PROPN/6/nsubj attacks=attack/VERB/2/advcl her/PRON/6/obj"
    )
    assert ("Bob", "if attacks", "her") in rows


def test_participle_shares_the_subject(opened):
    """A participial clause has the subject of its main clause; "by" is kept."""
    rows = opened(
        "China/PROPN/2/nsubj responded=respond/VERB/0/root by/SCONJ/4/mark "
        "restricting=restrict/VERB:VBG/2/advcl exports=export/NOUN/4/obj ,/PUNCT/2/punct "
        "citing=cite/VERB:VBG/2/advcl law/NOUN/7/obj"
    )
    assert set(rows) == {
        ("China", "responded by restricting", "exports"),
        ("China", "citing", "law"),
    }


def test_report_is_an_argument(opened):
    """A report is the object of its verb of saying, also before it."""
    rows = opened(
        "“/PUNCT/4/punct It/PRON/4/nsubj was=be/AUX/4/cop hard/ADJ/0/root ,/PUNCT/4/punct "
        "”/PUNCT/4/punct Ann/PROPN/8/nsubj wrote=write/VERB/4/parataxis ./PUNCT/4/punct"
    )
    assert set(rows) == {("It", "was", "hard"), ("Ann", "wrote", "It was hard")}


def test_title_and_apposition_imply_is(opened):
    """A title and an apposition are relations with an implied predicate."""
    rows = opened(
        "Japan/PROPN/4/nmod:poss 's/PART/1/case Prime/ADJ/4/amod Minister/PROPN/5/nmod:desc "
        "Abe/PROPN/6/nsubj met=meet/VERB/0/root Jon/PROPN/6/obj ,/PUNCT/10/punct a/DET/10/det "
        "baker/NOUN/7/appos",
        PERSON="Abe|Jon",
        LOC="Japan",
    )
    assert set(rows) == {
        ("Abe", "(is)", "Japan's Prime Minister"),
        ("Jon", "(is)", "a baker"),
        ("Japan's Prime Minister Abe", "met", "Jon"),
    }


def test_possessor_and_complement_of_a_noun(opened):
    """A noun with an owner and a complement relates the two."""
    rows = opened(
        "Peru/PROPN/3/nmod:poss 's/PART/1/case ties=tie/NOUN/6/nsubj with/ADP/5/case "
        "Chile/PROPN/3/nmod broke=break/VERB/0/root",
        LOC="Peru|Chile",
    )
    assert rows == [("Peru", "ties with", "Chile")]


def test_gap_makes_pieces(document, relate):
    """Words that are not contiguous are given in pieces; the span covers all of them."""
    doc = relate(
        document(
            "Ann/PROPN/2/nsubj sat=sit/VERB/0/root quietly/ADV/2/advmod by/ADP/5/case "
            "Bob/PROPN/2/obl"
        ),
        kinds=["open"],
    )
    (relation,) = [item for item in doc.relations if item.rule == "open:oblique"]
    assert relation.predicate.pieces == ((4, 7), (16, 18))
    assert (relation.predicate.start, relation.predicate.end) == (4, 18)


def test_open_ends_can_be_restricted_to_entities(document, relate, as_text):
    """With `open_ends: entities` a relation without a name in an argument is not written."""
    doc = document(
        "Talks=talk/NOUN/2/nsubj pleased=please/VERB/0/root everyone/PRON/2/obj\n"
        "Peru/PROPN/2/nsubj sells=sell/VERB/0/root copper/NOUN/2/obj",
        LOC="Peru",
    )
    rows = as_text(relate(doc, kinds=["open"], open_ends="entities"))
    assert rows == [("open", "Peru", "sells", "copper")]


def test_negation_is_never_lost(opened):
    """ "Neither" stays in both predicates; the content of a negation is no statement by itself."""
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
    """A place or a number without a preposition is not a time."""
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
    """A clause of time after an arrest is a statement, not an accusation."""
    rows = opened(
        "Ann/PROPN/3/nsubj:pass was=be/AUX/3/aux:pass arrested=arrest/VERB:VBN/0/root "
        "after/SCONJ/6/mark he/PRON/6/nsubj brought=bring/VERB:VBD/3/advcl clocks=clock/NOUN/6/obj"
    )
    assert ("he", "brought", "clocks") in rows


def test_accusation_is_kept_in_the_predicate(opened):
    """The act that someone is accused of is written with the accusation, or not at all."""
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
    """The predicate of a second argument includes the object between."""
    rows = opened(
        "Ann/PROPN/2/nsubj chained=chain/VERB/0/root Bob/PROPN/2/obj to/ADP/6/case a/DET/6/det "
        "rail/NOUN/2/obl"
    )
    assert rows == [("Ann", "chained", "Bob"), ("Ann", "chained Bob to", "a rail")]


def test_fronted_phrase_keeps_its_preposition(opened):
    """A preposition before its verb stays with its noun, so that words keep their order."""
    rows = opened(
        "In/ADP/2/case May/PROPN/4/obl Ann/PROPN/4/nsubj met=meet/VERB/0/root Bob/PROPN/4/obj"
    )
    assert set(rows) == {("Ann", "met", "Bob"), ("Ann", "met Bob", "In May")}


def test_complements_of_a_noun_are_arguments(opened):
    """The complement of a noun is an argument, at any depth."""
    rows = opened(
        "Ann/PROPN/4/nsubj is=be/AUX/4/cop a/DET/4/det justice/NOUN/0/root of/ADP/7/case "
        "the/DET/7/det court/NOUN/4/nmod of/ADP/9/case Peru/PROPN/7/nmod"
    )
    assert rows == [
        ("Ann", "is", "a justice of the court of Peru"),
        ("Ann", "is a justice of", "the court of Peru"),
        ("Ann", "is a justice of the court of", "Peru"),
    ]


def test_object_of_an_infinitive_that_completes_a_noun(opened):
    """The predicate includes the noun between the verb and the infinitive."""
    rows = opened(
        "Ann/PROPN/2/nsubj has=have/VERB/0/root votes=vote/NOUN/2/obj to/PART/5/mark "
        "block/VERB:VB/3/acl laws=law/NOUN/5/obj"
    )
    assert set(rows) == {
        ("Ann", "has", "votes to block laws"),
        ("Ann", "has votes to block", "laws"),
    }


def test_person_asked_is_part_of_the_predicate(opened):
    """The object of "ask" is not the subject of the infinitive."""
    rows = opened(
        "Ann/PROPN/2/nsubj asked=ask/VERB/0/root Bob/PROPN/2/obj to/PART/5/mark "
        "close/VERB:VB/2/xcomp doors=door/NOUN/5/obj"
    )
    assert set(rows) == {("Ann", "asked", "Bob"), ("Ann", "asked Bob to close", "doors")}


def test_coordinated_verbs_share_the_arguments_after_them(opened):
    """The arguments after the second of two verbs belong to the first one too."""
    rows = opened(
        "Bob/PROPN/3/nsubj:pass was=be/AUX/3/aux:pass struck=strike/VERB:VBN/0/root and/CCONJ/5/cc "
        "killed=kill/VERB:VBN/3/conj by/ADP/8/case a/DET/8/det lorry/NOUN/5/obl"
    )
    assert set(rows) == {
        ("Bob", "was struck by", "a lorry"),
        ("Bob", "was killed by", "a lorry"),
    }


def test_preposition_of_a_relative_clause_is_kept(opened):
    """The antecedent of a relative clause with a stranded preposition is not its object."""
    rows = opened(
        "men=man/NOUN/7/nsubj with/ADP/3/case whom/PRON:WP/5/obl we/PRON/5/nsubj "
        "share/VERB/1/acl:relcl bread/NOUN/5/obj left=leave/VERB/0/root Oslo/PROPN/7/obj"
    )
    assert ("we", "with share bread", "men") in rows


def test_name_is_never_split(opened):
    """The "and" of a name joins no arguments."""
    rows = opened(
        "Ann/PROPN/2/nsubj reads=read/VERB/0/root Globe/PROPN/2/obj and/CCONJ/5/cc "
        "Mail/PROPN/3/conj",
        ORG="Globe and Mail",
    )
    assert rows == [("Ann", "reads", "Globe and Mail")]


def test_scores_fall_from_clauses_to_complements(document, relate):
    """Complements of nouns have lower scores than arguments of verbs, by their depth."""
    doc = relate(
        document(
            "Ann/PROPN/4/nsubj is=be/AUX/4/cop a/DET/4/det justice/NOUN/0/root of/ADP/7/case "
            "the/DET/7/det court/NOUN/4/nmod of/ADP/9/case Peru/PROPN/7/nmod"
        ),
        kinds=["open"],
        threshold=0.5,
    )
    scores = [item.score for item in doc.relations]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


def test_contracted_negation_belongs_to_its_verb(opened):
    """A contracted "not" negates the verb, whatever its head in the parse."""
    rows = opened(
        "We/PRON/2/nsubj had=have/VERB/0/root n't=not/PART/5/advmod enough/ADJ/5/amod time/NOUN/2/obj"
    )
    assert rows == [("We", "had n't", "enough time")]


def test_complements_are_left_out_by_default(document, relate, as_text):
    """Without a threshold, complements of nouns are not written."""
    doc = document(
        "Ann/PROPN/2/nsubj praised=praise/VERB/0/root plans/NOUN/2/obj for/ADP/5/case peace/NOUN/3/nmod"
    )
    shown = [row[1:] for row in as_text(relate(doc, kinds=["open"]))]
    assert shown == [("Ann", "praised", "plans for peace")]
    more = [row[1:] for row in as_text(relate(doc, kinds=["open"], threshold=0.5))]
    assert more == [*shown, ("Ann", "praised plans for", "peace")]


def test_a_denied_quantifier_is_part_of_the_subject(document, relate):
    """ "Not everybody believes" keeps its "not", and the event is negative."""
    doc = document(
        "Not/PART/2/advmod everybody/PRON/3/nsubj believes=believe/VERB/0/root Ann/PROPN/3/obj",
        PERSON="Ann",
    )
    doc = relate(doc, kinds=["open"])
    (relation,) = doc.relations
    assert doc.text[relation.subject.start : relation.subject.end] == "Not everybody"
    assert doc.events[relation.event].polarity == "negative"

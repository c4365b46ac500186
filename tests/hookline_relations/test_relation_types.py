"""Relation types of a config have the same properties as built-in ones, and each is honoured."""

import pytest
from pydantic import ValidationError

from hookline import Implied, Relation, Span
from hookline_relations import Relations
from hookline_relations.events.cues import builtin_cues
from hookline_relations.events.document_events import DocumentEvents
from hookline_relations.events.factuality import FactualityModel
from hookline_relations.mentions.resolver import MentionResolver
from hookline_relations.merge import merge
from hookline_relations.scorer.pair_scorer import ScoredPair
from hookline_relations.scorer.scored_relations import ScoredRelations
from hookline_relations.syntax.clauses import find_clauses
from hookline_relations.syntax.sentences import sentence_trees
from hookline_relations.typed.relation_types import RelationType
from hookline_relations.typed.schema import builtin_schema

HIRE = {
    "name": "hire",
    "type": "hires",
    "verbs": ["hire", "sign"],
    "subject": "agent ORG PERSON",
    "object": "patient with ORG PERSON",
}
HIRED = "Acme/PROPN/2/nsubj hired=hire/VERB/0/root Ann/PROPN/2/obj"
ACME, ANN, BOB = Span(0, 4, 0), Span(11, 14, 1), Span(20, 23, 2)


def options(rules=(), **types):
    return {"rules": [HIRE, *rules], "types": types}


def schema(**types):
    """Return the built-in schema with types of a config."""
    own = Relations.read_options({"rules": options(**types)}).rules
    return builtin_schema().extended(own)


def relation(type, subject, object, score=0.9, rule="hire"):
    return Relation(type, subject, Implied(), object, 0, rule, score)


def merged(*relations, **types):
    result = merge(relations, ["Acme", "Ann", "Bob"], schema(**types))
    return [(item.type, item.subject, item.object) for item in result]


def test_symmetric(typed):
    """A symmetric type is written once, the first argument as subject."""
    sentence = (
        "Ann/PROPN/3/nsubj:pass was=be/AUX/3/aux:pass hired=hire/VERB/0/root by/ADP/5/case "
        "Acme/PROPN/3/obl"
    )
    names = {"ORG": "Acme", "PERSON": "Ann"}
    assert typed(sentence, rules=options(), **names)[0][1::2] == ("Acme", "Ann")
    rules = options(hires={"symmetric": True})
    assert typed(sentence, rules=rules, **names)[0][1::2] == ("Ann", "Acme")


def test_functional():
    """A subject of a functional type has one object in a sentence."""
    relations = relation("hires", ACME, ANN, 0.9), relation("hires", ACME, BOB, 0.8)
    assert len(merged(*relations)) == 2
    assert merged(*relations, hires={"functional": True}) == [("hires", ACME, ANN)]


def test_identity():
    """Two names of one thing have no other relation."""
    relations = relation("hires", ACME, ANN), relation("leads", ACME, ANN)
    assert len(merged(*relations)) == 2
    assert merged(*relations, hires={"identity": True}) == [("hires", ACME, ANN)]


def test_subsumed_by():
    """A type is not written where one that subsumes it relates the same two."""
    relations = relation("hires", ACME, ANN), relation("supports", ACME, ANN)
    assert merged(*relations, supports={"subsumed_by": ["hires"]}) == [("hires", ACME, ANN)]
    assert merged(*relations, hires={"subsumed_by": ["supports"]}) == [("supports", ACME, ANN)]


def test_biographical(typed):
    """With `mentions: each` a biographical type is written for coreferent mentions too."""
    sentence = f"{HIRED} for/ADP/6/case her/PRON/6/nmod:poss skill/NOUN/2/obl"
    names = {"ORG": "Acme", "PERSON": "Ann"}
    names["mentions"] = "each"
    assert {row[3] for row in typed(sentence, rules=options(), **names)} == {"Ann"}
    rules = options(hires={"biographical": True})
    assert {row[3] for row in typed(sentence, rules=rules, **names)} == {"Ann", "her"}


def test_particles(typed):
    """A particle of the type leaves the meaning of a verb as it is; others change it."""
    sentence = HIRED.replace("hired=hire", "signed=sign") + " up/ADP/2/compound:prt"
    names = {"ORG": "Acme", "PERSON": "Ann"}
    assert typed(sentence, rules=options(), **names) == []
    rules = options(hires={"particles": ["up"]})
    assert [row[0] for row in typed(sentence, rules=rules, **names)] == ["hires"]


def test_first_object_only(typed):
    """Of the objects that a noun lists only the first counts."""
    rule = {
        "name": "recruit",
        "type": "hires",
        "nouns": ["recruit"],
        "subject": "holder PERSON",
        "object": "of ORG",
    }
    sentence = (
        "Ann/PROPN/4/nsubj is=be/AUX/4/cop a/DET/4/det recruit/NOUN/0/root of/ADP/6/case "
        "Acme/PROPN/4/nmod and/CCONJ/8/cc Bolt/PROPN/6/conj"
    )
    names = {"ORG": "Acme|Bolt", "PERSON": "Ann"}
    rows = typed(sentence, rules=options([rule]), **names)
    assert {row[3] for row in rows} == {"Acme", "Bolt"}
    rows = typed(sentence, rules=options([rule], hires={"first_object_only": True}), **names)
    assert {row[3] for row in rows} == {"Acme"}


class FixedScorer:
    """A scorer that proposes the same types for the first two candidates of every sentence."""

    encoder = "none"

    def __init__(self, *proposals):
        self.types = frozenset(head.partition(":")[0] for head, _ in proposals)
        self._pairs = [
            ScoredPair(head.partition(":")[0], 0, 1, score, head) for head, score in proposals
        ]

    def score(self, sentences, min_score, states):
        return [[pair for pair in self._pairs if pair.score >= min_score] for _ in sentences]


@pytest.fixture
def proposed(document):
    """Return the types that pass the constraints of a schema, of those that a scorer proposes."""

    def propose(tree_text, *proposals, types, **names):
        doc = document(tree_text, **names)
        (tree,) = sentence_trees(doc)
        resolver = MentionResolver(doc.entities, doc.text)
        resolver.start_sentence(tree)
        scored = ScoredRelations(FixedScorer(*proposals), schema(**types), None, 0.4)
        (sentence,) = scored.score(doc, [tree])
        clauses = find_clauses(tree)
        events = DocumentEvents(doc, builtin_cues(), FactualityModel()).add(tree, clauses, resolver)
        return [item.type for item in scored.relations(tree, sentence, clauses, resolver, events)]

    return propose


@pytest.mark.parametrize(
    ("properties", "passes"),
    [
        ({}, True),
        ({"subject_kinds": ["ORG"]}, True),
        ({"subject_kinds": ["PERSON"]}, False),
        ({"object_kinds": ["PERSON"]}, True),
        ({"object_kinds": ["DATE", "HE"]}, False),
        ({"min_score": 0.6}, True),
        ({"min_score": 0.8}, False),
        ({"evidence": ["recruit", "hire"]}, True),
        ({"evidence": ["fire"]}, False),
        ({"reject": ["denomination"]}, True),
    ],
)
def test_constraints_on_the_scorer(proposed, properties, passes):
    """Kinds of arguments, the least score and evidence limit what the scorer proposes."""
    types = proposed(HIRED, ("hires", 0.7), types={"hires": properties}, ORG="Acme", PERSON="Ann")
    assert types == (["hires"] if passes else [])


def test_reject(proposed):
    """A type rejects the contexts that it names."""
    sentence = HIRED.replace("hired=hire", "founded=found")
    rejecting = {"hires": {"reject": ["founder"]}}
    names = {"ORG": "Acme", "PERSON": "Ann"}
    assert proposed(sentence, ("hires", 0.7), types={}, **names) == ["hires"]
    assert proposed(sentence, ("hires", 0.7), types=rejecting, **names) == []


def test_locative(proposed):
    """The object of a locative type is no place that is only a point of reference."""
    sentence = (
        "Acme/PROPN/2/nsubj hires=hire/VERB/0/root north/NOUN/2/obl of/ADP/5/case Lyon/PROPN/3/nmod"
    )
    names = {"ORG": "Acme", "LOC": "Lyon"}
    assert proposed(sentence, ("hires", 0.7), types={}, **names) == ["hires"]
    assert proposed(sentence, ("hires", 0.7), types={"hires": {"locative": True}}, **names) == []


@pytest.mark.parametrize(
    ("verb", "type"),
    [("hired=hire", "employs"), ("promoted=promote", "employs"), ("joined=join", "belongs")],
)
def test_refines(proposed, verb, type):
    """A head's proposal is written as the type whose words are near; shared words are of the refined one."""
    types = {
        "belongs": {"evidence": ["join", "promote"]},
        "employs": {"refines": "belongs:work", "evidence": ["hire", "promote"]},
    }
    names = {"ORG": "Acme", "PERSON": "Ann"}
    sentence = HIRED.replace("hired=hire", verb)
    assert proposed(sentence, ("belongs:work", 0.7), types=types, **names) == [type]
    unrelated = proposed(sentence, ("belongs:party", 0.7), types=types, **names)
    assert unrelated == ([] if verb == "hired=hire" else ["belongs"])


def test_refined_type_is_as_compatible_as_the_head(proposed):
    """What a refined head is compatible with is compatible with what is written for it."""
    types = {
        "belongs": {"compatible_with": ["pays"], "evidence": ["hire"]},
        "pays": {},
        "employs": {"refines": "belongs:work", "evidence": ["hire"]},
    }
    proposals = ("belongs:work", 0.8), ("pays", 0.7)
    written = proposed(HIRED, *proposals, types=types, ORG="Acme", PERSON="Ann")
    assert written == ["employs", "pays"]


def test_compatible_with(proposed):
    """Of two types for the same arguments the higher score is kept, or both if compatible."""
    proposals = ("hires", 0.7), ("pays", 0.8)
    names = {"ORG": "Acme", "PERSON": "Ann"}
    compatible = {"pays": {"compatible_with": ["hires"]}}
    assert proposed(HIRED, *proposals, types={}, **names) == ["pays"]
    assert proposed(HIRED, *proposals, types=compatible, **names) == ["hires", "pays"]


def test_every_property_is_tested():
    """A property that is added needs a test here."""
    tested = {
        "symmetric",
        "functional",
        "identity",
        "biographical",
        "subsumed_by",
        "first_object_only",
        "particles",
        "qualified_by",  # in test_events.py
        "subject_kinds",
        "object_kinds",
        "locative",
        "reject",
        "evidence",
        "refines",
        "min_score",
        "compatible_with",
    }
    assert set(RelationType.model_fields) == tested


def test_builtin_types_can_be_changed():
    """Properties of a config replace those of a built-in type; words of evidence are added."""
    builtin = builtin_schema().type("member_of")
    changed = schema(member_of={"min_score": 0.5, "evidence": ["moonlight"]}).type("member_of")
    assert changed.min_score == 0.5
    assert changed.evidence == builtin.evidence | {"moonlight"}
    assert changed.subject_kinds == builtin.subject_kinds


def test_declared_type_can_be_wanted():
    """The option `types` accepts a declared type, and suggests it for a misspelt one."""
    rules = {"types": {"hires": {}}}
    Relations.read_options({"rules": rules, "types": ["hires"]})
    with pytest.raises(ValidationError, match="did you mean 'hires'"):
        Relations.read_options({"rules": rules, "types": ["hire"]})


def test_unknown_referenced_type_is_explained():
    """A type that subsumes another must exist; a similar one is suggested."""
    rules = options(member_of={"subsumed_by": ["hire"]})
    with pytest.raises(ValidationError, match="did you mean 'hires'"):
        Relations.read_options({"rules": rules})


def test_unknown_rejection_is_explained():
    """An unknown name under `reject` is refused with a similar one."""
    with pytest.raises(ValidationError, match="did you mean 'founder'"):
        Relations.read_options({"rules": {"types": {"hires": {"reject": ["founders"]}}}})

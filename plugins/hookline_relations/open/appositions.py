"""Read appositions: "Ann Lee, the mayor" and "the mayor, Ann Lee"."""

from __future__ import annotations

from collections.abc import Iterator

from hookline_relations.mentions.names import name_words
from hookline_relations.syntax.phrases import conjuncts, phrase
from hookline_relations.syntax.shared_titles import is_role
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import OFFICES, words

__all__ = ["NUMERIC_LABELS", "PLURAL_TAGS", "appositions", "is_office"]

Apposition = tuple[tuple[int, ...], tuple[int, ...]]
RELATIVES = words(
    "daughter son child wife husband widow mother father brother sister nephew niece cousin uncle aunt "
    "partner friend ally aide colleague supporter critic rival opponent predecessor successor lawyer "
    "doctor guest victim"
)
PLURAL_TAGS = frozenset({"NNS", "NNPS"})
NUMERALS = words("two three four five six seven eight nine ten several many some both those these")
NUMERIC_LABELS = frozenset({"DATE", "MONEY"})
# In "Lyon, France" the apposition says where the place is, not what it is.
SAME_KIND_LABELS = frozenset({"LOC", "PERSON", "FAC", "NORP"})
VERB_TAGS = frozenset({"VERB", "AUX"})
ROW_MARKS = frozenset({"-", "–", "—", ":"})
CLOSING = frozenset({",", ")", "—", "–", "-", ";"})


def is_office(tree: SentenceTree, index: int) -> bool:
    """Return whether a word names an office."""
    return tree.words[index].text.lower() in OFFICES or tree.lemmas[index] in OFFICES


def appositions(tree: SentenceTree, first: int, second: int) -> Iterator[Apposition]:
    """Yield who is what by an apposition: the words of the one, then those of the other."""
    first_label, second_label = labels = tree.label(first), tree.label(second)
    if not tree.nominal(first) or not tree.nominal(second) or tree.tags[second] in ("NUM", "SYM"):
        return
    if tree.dependents(first, "nummod") and tree.dependents(second, "nummod"):
        return
    if labels == (None, None) and _is_ambiguous(tree, first, second):
        return
    if first_label != "PERSON" and _is_list_item(tree, second):
        return
    if _is_bracketed_aside(tree, first, second) or _is_coordination(tree, first, second):
        return
    if _is_in_list(tree, first, second) or _disagree(tree, first, second):
        return
    if _is_parted(tree, first, second) or tree.dependents(second, "nsubj"):
        return  # "firms, most of them Chinese"
    if second_label == "ORG" and first_label is None and is_office(tree, first):
        return  # "Ann Lee, director, Acme"
    told = tree.dependents(first, "acl") if tree.tags[first] == "NOUN" else ()
    if any(first < tree.first(child) < child < second for child in told):
        return  # "a shelter in which to flee from its fate, the one that …" may be about the fate
    if _names_its_holder(tree, first) or _names_its_holder(tree, second):
        return
    if NUMERIC_LABELS & {*labels} or (None not in labels and SAME_KIND_LABELS & {*labels}):
        return
    if tree.entity_of[first] is not None and tree.entity_of[first] == tree.entity_of[second]:
        return
    names_second = first_label is None and (
        second_label == "PERSON" or (tree.tags[first] != "PROPN" and tree.tags[second] == "PROPN")
    )
    if names_second and second_label == "PERSON":
        first = _office_beside(tree, first, second)
    others = conjuncts(tree, second, always=not names_second)
    subjects, objects = (others, [first]) if names_second else ([first], others)
    for subject in subjects:
        for object in objects:
            yield phrase(tree, subject), phrase(tree, object)


def _office_beside(tree: SentenceTree, noun: int, name: int) -> int:
    """
    Return the office that a name behind a noun belongs to, else the noun.

    Parsers hang a name on "council" in "a spokesman for the council, Ann Lee", and on "request" in "a
    request of the president, Ann Lee". A relative ("the daughter of the president") may have the name.
    """
    if is_office(tree, noun) or tree.lemmas[noun] in RELATIVES:
        return noun
    above = tree.heads[noun]
    if tree.base(noun) == "nmod" and above >= 0 and above < noun and is_office(tree, above):
        return above
    offices = [
        child
        for child in tree.dependents(noun, "nmod")
        if child < name and is_office(tree, child) and tree.label(child) is None
    ]
    return offices[-1] if offices else noun


def _is_ambiguous(tree: SentenceTree, first: int, second: int) -> bool:
    """
    Return whether a noun beside a common noun may be no apposition to it.

    One without a determiner is an item of a list; "versions of the poem, a delight" may be about either
    noun.
    """
    if tree.tags[first] != "NOUN" or tree.tags[second] != "NOUN":
        return False
    return tree.base(first) in ("nmod", "obl", "conj") or not tree.dependents(
        second, "det", "nmod:poss"
    )


def _is_bracketed_aside(tree: SentenceTree, first: int, second: int) -> bool:
    """Return whether brackets behind a noun give its members, its place or what is in charge of it."""
    before = tree.first(second) - 1
    if before < 0 or tree.words[before].text not in ("(", "["):
        return False
    if any(tree.words[word].text in (")", "]") for word in range(before, second)):
        return False
    last = before - 1
    while tree.tags[last] == "PUNCT":
        last -= 1
    if tree.dependents(second, "conj") or last != max(name_words(tree, first)):
        return True
    return tree.entity_of[first] is None and tree.label(second) in SAME_KIND_LABELS


def _is_parted(tree: SentenceTree, first: int, second: int) -> bool:
    """
    Return whether the mark between two nouns makes them no apposition.

    "The mayor, Ann Lee; the judge, Bob Cole", "UN: Rebels shelled hospital", "Acme, Bolt sign a deal",
    "Physics - Ann Lee, Bob Cole".
    """
    mark, name = tree.words[tree.first(second) - 1].text, tree.entity_of[first]
    if mark == ":" and tree.label(second) == "ORG" and tree.label(first) is None:
        return bool(tree.case(first))  # "in the textile sector: Acme"
    named = tree.label(second) == "PERSON" and tree.label(first) is None
    is_row = mark == ":" or VERB_TAGS.isdisjoint(tree.tags)
    if named and mark in ROW_MARKS and is_row:
        return not (is_role(tree.words[first]) or tree.dependents(first, "det", "nmod:poss"))
    if mark == ":" and name is not None and tree.entity_of[0] == name:
        return True
    firms = tree.label(first) == tree.label(second) == "ORG"
    if firms and mark == ",":
        return not tree.dependents(second, "det", "nmod", "nmod:poss", "acl")
    return mark == ";"


def _is_coordination(tree: SentenceTree, first: int, second: int) -> bool:
    """Return whether indefinite nouns are coordinated: "a teacher, a writer and a friend"."""
    articles = [
        {tree.lemmas[article] for article in tree.dependents(noun, "det")}
        for noun in (first, second)
    ]
    listed = any(tree.dependents(child, "cc") for child in tree.dependents(second, "conj"))
    return listed and articles[0] == articles[1] == {"a"}


def _is_list_item(tree: SentenceTree, index: int) -> bool:
    """Return whether a comma and "and" follow the phrase."""
    after = [word.text for word in tree.words[max(tree.subtree(index)) + 1 :][:2]]
    return len(after) == 2 and after[0] == "," and after[1] in ("and", "or")


def _is_in_list(tree: SentenceTree, first: int, second: int) -> bool:
    """
    Return whether an apposition is an item of a list.

    That is so where a conjunct of the first noun stands before it ("guests, parents and friends, Ann
    Lee"), or one follows it with no comma before ("Acme, the boys' shops and the girls' shops").
    """
    others = [
        other
        for other in tree.dependents(first, "conj")
        if tree.entity_of[other] is None or tree.entity_of[other] != tree.entity_of[first]
    ]
    before = [other for other in others if first < other < second]
    if before:
        owned = tree.dependents(first, "det", "nmod:poss")
        bare = not tree.dependents(before[0], "det", "nmod:poss", "amod", "compound")
        one = is_office(tree, first) or (owned and bare)  # "her sister and coach, Ann Lee"
        return len(before) > 1 or not one
    return any(
        other > second and tree.words[tree.first(other) - 1].text not in CLOSING for other in others
    )


def _disagree(tree: SentenceTree, first: int, second: int) -> bool:
    """Return whether one noun is a person or a thing, and the other several."""
    if "NNPS" in (tree.words[first].xpos, tree.words[second].xpos):
        return False  # "the United States" is one
    plurals = [_is_plural(tree, noun) for noun in (first, second)]
    if plurals[0] == plurals[1]:
        return False
    one, several = (second, first) if plurals[0] else (first, second)
    if tree.dependents(one, "conj"):
        # "Two of them: Ann and Bob" is right of both only.
        return True
    counted = tree.dependents(several, "det", "nummod", "nmod:poss")
    return tree.label(one) == "PERSON" or bool(counted)


def _is_plural(tree: SentenceTree, noun: int) -> bool:
    return tree.words[noun].xpos in PLURAL_TAGS or tree.lemmas[noun] in NUMERALS


def _names_its_holder(tree: SentenceTree, head: int) -> bool:
    """Return whether a phrase ends in the name of who it speaks of: "head of the fund Ann Lee"."""
    if tree.label(head) == "PERSON":
        return False
    inside = [word for word in phrase(tree, head) if tree.label(word) == "PERSON"]
    if not inside:
        return False
    name = tree.head_of(name_words(tree, inside[-1]))
    opening = tree.words[tree.first(name)].text.lower()
    if "of" in (tree.preposition(name), opening) and is_office(tree, head):
        described = tree.dependents(name, "nmod:desc", "compound")
        return any(not is_office(tree, word) for word in described)  # "minister of tourism Ann Lee"
    if name < head or tree.case(name) or tree.base(name) not in ("flat", "appos", "nmod", "dep"):
        return False
    return tree.tags[tree.first(name)] != "ADP"  # "adviser to Ambassador Ann Lee"

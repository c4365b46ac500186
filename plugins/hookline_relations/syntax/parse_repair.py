"""Repair frequent errors of parsers that the words themselves reveal."""

from __future__ import annotations

from collections.abc import Sequence

from hookline import Token
from hookline_relations.syntax.dependents import child_of
from hookline_relations.syntax.report_repair import repair_reports
from hookline_relations.syntax.title_repair import repair_titles
from hookline_relations.syntax.vocabulary import (
    ADVERBIAL,
    CLAIM_NOUNS,
    HANDLING,
    REPORT_VERBS,
)

__all__ = ["NOMINAL_TAGS", "repair_parse"]

CONTRACTED_NOT = frozenset({"n't", "n’t"})
NOMINAL_TAGS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"})

POSSESSIVE_ENDINGS = frozenset({"'s", "’s", "'", "’"})

PERCEIVING = frozenset(
    {"see", "hear", "watch", "observe", "catch", "show", "film", "photograph", "record", "spot"}
    | {"depict", "portray", "picture", "imagine", "paint", "draw", "sketch", "approve"}
)
"""Verbs whose object does what a participle right behind it says: "saw Ann leaving"."""

OFFICE_PARTICIPLES = frozenset({"managing", "founding", "acting"})
"""Participles that belong to the name of an office."""


def repair_parse(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """Change heads and relations in place; the result has no cycles if `heads` has none."""
    repair_titles(words, heads, rels)
    _attach_prepositions(words, heads, rels)
    _relabel_objects(words, rels, heads)
    _attach_negations(words, heads, rels)
    _attach_parted_negations(words, heads, rels)
    _join_all_but(words, heads, rels)
    _attach_conjuncts(heads, rels)
    _relabel_possessors(words, heads, rels)
    _attach_complements(words, heads, rels)
    _relabel_participles(words, heads, rels)
    _relabel_perceived(words, heads, rels)
    _move_heavy_objects(words, heads, rels)
    _relabel_content_clauses(words, heads, rels)
    _relabel_subjects(words, heads, rels)
    _join_headline_subjects(words, heads, rels)
    repair_reports(words, heads, rels)


def _relabel_possessors(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """Read a name with a possessive ending before its head as the possessor: "CNBC's Ann Lee"."""
    for ending, name in enumerate(heads):
        if rels[ending] != "case" or words[ending].text.lower() not in POSSESSIVE_ENDINGS:
            continue
        if rels[name] in ("nmod:desc", "compound") and heads[name] > ending:
            rels[name] = "nmod:poss"


def _attach_complements(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """Hang the "of" phrase right behind "as" and a noun on the noun: "served as chancellor of A"."""
    for index in range(len(words)):
        if rels[index] != "obl":
            continue
        case = child_of(heads, rels, index, "case")
        if not case or words[case].text.lower() != "of":
            continue
        noun = case - 1
        marker = child_of(heads, rels, noun, "case")
        is_role = marker is not None and words[marker].text.lower() == "as"
        beside = heads[noun] == heads[index] and rels[noun] == "obl"
        if is_role and beside and words[noun].upos == "NOUN":
            heads[index], rels[index] = noun, "nmod"


def _move_heavy_objects(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """Give an object behind a phrase with "as" to the verb before it: "rejected as forged a letter"."""
    for index in range(2, len(words)):
        verb = heads[index]
        called = rels[index] in ("advcl", "xcomp") and words[index].xpos in ("VBN", "VBD")
        if not called or words[index - 1].text != "as" or verb != index - 2:
            continue
        thing = child_of(heads, rels, index, "obj")
        subject = child_of(heads, rels, index, "nsubj")
        if thing is not None and subject is None and child_of(heads, rels, verb, "obj") is None:
            heads[thing] = verb


def _relabel_content_clauses(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """Read a clause with "that" and a subject as the content of its noun: "the report that A left"."""
    for mark, head in enumerate(heads):
        if head < 0 or words[mark].text.lower() != "that":
            continue
        if rels[head] not in ("acl", "acl:relcl") or not child_of(heads, rels, head, "nsubj"):
            continue
        if rels[mark] in ("mark", "obl:unmarked"):
            rels[mark], rels[head] = "mark", "acl"
            _attach_content(words, heads, rels, head)
        elif rels[mark] == "obj" and heads[head] == mark - 1 and _opens_claim(words, heads, mark):
            rels[mark], rels[head] = "mark", "acl"


def _attach_content(words: Sequence[Token], heads: list[int], rels: list[str], clause: int) -> None:
    """Hang a clause on the noun or verb whose content it is: "the claim by Ann that Bob left"."""
    noun = heads[clause]
    above = heads[noun]
    if above < 0:
        return
    if rels[noun] == "nmod" and (words[above].lemma or "").lower() in CLAIM_NOUNS:
        heads[clause] = above
    elif rels[noun] == "obl" and (words[noun].lemma or "").lower() in ADVERBIAL:
        heads[clause], rels[clause] = above, "ccomp"  # "suppose for a moment that"


def _opens_claim(words: Sequence[Token], heads: Sequence[int], that: int) -> bool:
    """Return whether "that" cannot be the object: "the charges that A spied for B"."""
    noun, verb = (words[index].lemma or "" for index in (that - 1, heads[that]))
    return noun.lower() in CLAIM_NOUNS and verb.lower() not in HANDLING | REPORT_VERBS


def _relabel_subjects(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """Read a name right before a finite verb without a subject as its subject."""
    for index in range(len(words) - 1):
        if rels[index] not in ("obl:unmarked", "obl:npmod") or words[index].upos != "PROPN":
            continue
        verb = words[index + 1]
        finite = verb.upos == "VERB" and verb.xpos in ("VBD", "VBN", "VBZ", "VBP")
        if (
            finite
            and heads[index] == index + 1
            and child_of(heads, rels, index + 1, "nsubj") is None
        ):
            rels[index] = "nsubj"


def _join_headline_subjects(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """Read a comma between two names that open a headline as "and": "Merkel, Macron meet May"."""
    for first in range(len(words)):
        verb = heads[first]
        if rels[first] != "vocative" or any(word.upos != "PROPN" for word in words[:first]):
            continue
        subject = child_of(heads, rels, verb, "nsubj")
        if subject is None or words[subject].upos != "PROPN" or words[verb].xpos == "VBZ":
            continue
        between = [words[index].text for index in range(first + 1, subject)]
        plain = words[-1].text not in (".", "!", "?", '"', "”")
        if plain and between[-1:] == [","] and between.count(",") == 1 and first < subject < verb:
            heads[first], rels[first] = verb, "nsubj"
            heads[subject], rels[subject] = first, "conj"


def _attach_prepositions(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """
    Attach a preposition to the first noun after it whose head precedes both.

    Parsers tend to attach "by" in "by both as a hub" to the hub. A noun with a preposition is no
    apposition, nor is one introduced by "and".
    """
    for index, head in enumerate(heads):
        if rels[index] != "case" or head <= index or words[index].upos == "PART":
            continue
        if words[index].text.lower() == "once":  # "Ann Lee, once mayor of Rome"
            rels[index] = "advmod"
            continue
        for noun in range(index + 1, head):
            governed = 0 <= heads[noun] < index and not _is_ancestor(heads, index, noun)
            if governed and words[noun].upos in NOMINAL_TAGS:
                heads[index] = head = noun
                break
        if rels[head] == "appos":
            rels[head] = "nmod"
    for index, head in enumerate(heads):
        if rels[index] == "cc" and head > index and rels[head] == "appos":
            rels[head] = "conj"


def _relabel_objects(words: Sequence[Token], rels: list[str], heads: Sequence[int]) -> None:
    """Read a name right behind the particle of a verb as its object: "sent on Ann"."""
    for index in range(2, len(words)):
        verb, named = heads[index], words[index].upos == "PROPN"
        behind = heads[index - 1] == verb and rels[index - 1] == "compound:prt"
        if rels[index] != "obl" or not named or not behind or verb != index - 2:
            continue
        objects = (child_of(heads, rels, index, "case"), child_of(heads, rels, verb, "obj"))
        if objects == (None, None):
            rels[index] = "obj"


def _attach_negations(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """Attach a contracted "not" to the verb it is written with, or to that of the auxiliary."""
    for index in range(1, len(words)):
        word, before = words[index], words[index - 1]
        if word.text.lower() not in CONTRACTED_NOT or before.upos not in ("AUX", "VERB"):
            continue
        auxiliary = rels[index - 1].partition(":")[0] in ("aux", "cop")
        verb = heads[index - 1] if auxiliary else index - 1
        if verb != heads[index] and 0 <= verb != index and not _is_ancestor(heads, index, verb):
            heads[index], rels[index] = verb, "advmod"


def _attach_parted_negations(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """
    Attach "not" to the phrase that a comment parts it from: "went to A and not, as B hoped, to C".

    Parsers coordinate the word itself.
    """
    for index in range(len(words)):
        if words[index].text.lower() != "not" or rels[index] != "conj" or index in heads[index:]:
            continue
        noun = next(
            (
                word
                for word in range(index + 1, len(words))
                if heads[word] == heads[heads[index]]
                and words[word].upos in NOMINAL_TAGS
                and rels[word].partition(":")[0] == rels[heads[index]].partition(":")[0]
            ),
            None,
        )
        if noun is not None:
            heads[index], rels[index] = noun, "advmod"


def _join_all_but(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """Read "all but" before a verb as an adverb: "has all but bought"; parsers coordinate the verb."""
    for verb in range(2, len(words)):
        if words[verb - 1].text != "but" or words[verb - 2].text.lower() != "all":
            continue
        if words[verb].xpos not in ("VBD", "VBN", "VBZ", "VB"):
            continue
        above = heads[verb]
        if rels[verb] == "conj" and 0 <= above < verb - 2:
            if words[above].upos in ("AUX", "VERB") and above == verb - 3:
                for child, head in enumerate(heads):
                    if head == above and child != verb:
                        heads[child] = verb
                rel = "aux"
            elif words[above].upos in NOMINAL_TAGS:
                rel = "nsubj"
            else:
                continue
            heads[verb], rels[verb] = heads[above], rels[above]
            heads[above], rels[above] = verb, rel
        if not any(_is_ancestor(heads, word, verb) for word in (verb - 2, verb - 1)):
            heads[verb - 2], rels[verb - 2] = verb, "advmod"
            heads[verb - 1], rels[verb - 1] = verb - 2, "fixed"


def _relabel_perceived(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """Read a participle right behind the object of a verb of perceiving as what the object does."""
    for index in range(2, len(words)):
        verb = heads[index]
        if words[index].xpos != "VBG" or verb < 0 or rels[index] not in ("advcl", "acl"):
            continue
        noun = verb if rels[index] == "acl" else child_of(heads, rels, verb, "obj")
        verb = heads[noun] if rels[index] == "acl" and noun is not None else verb
        if noun is None or verb < 0 or rels[noun] != "obj" or not verb < noun < index:
            continue
        means = words[index].text.lower() == "using"
        if means or (words[verb].lemma or "").lower() not in PERCEIVING:
            continue
        if child_of(heads, rels, index, "mark", "nsubj", "case") is not None:
            continue
        if all(_is_ancestor(heads, noun, word) for word in range(noun, index)):
            heads[index], rels[index] = verb, "xcomp"


def _attach_conjuncts(heads: list[int], rels: list[str]) -> None:
    """Attach a conjunct of a word inside a name to the whole name: "Minister Ann and Bob"."""
    for index in range(len(heads)):
        while rels[index] == "conj" and heads[index] >= 0 and rels[heads[index]] == "flat":
            heads[index] = heads[heads[index]]


def _relabel_participles(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """Read "managing" in "Ann, managing director of Acme" as part of the office, not as a clause."""
    for index in range(len(words)):
        if words[index].text.lower() not in OFFICE_PARTICIPLES or rels[index] != "acl":
            continue
        noun = next((word for word in range(index + 1, len(words)) if rels[word] != "amod"), -1)
        if noun >= 0 and heads[noun] == index and words[noun].upos == "NOUN":
            heads[noun], rels[noun] = heads[index], "appos"
            heads[index], rels[index] = noun, "amod"


def _is_ancestor(heads: Sequence[int], ancestor: int, word: int) -> bool:
    """Return whether `ancestor` is `word` or governs it, so that it cannot become its child."""
    while word >= 0 and word != ancestor:
        word = heads[word]
    return word == ancestor

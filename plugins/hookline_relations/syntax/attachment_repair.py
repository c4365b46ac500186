"""Repair errors of parsers that names, commas and the order of the words reveal."""

from __future__ import annotations

from collections.abc import Sequence

from hookline import Token
from hookline_relations.syntax.vocabulary import ADVERBIAL, REPORT_VERBS, SITES

__all__ = ["repair_attachments"]

MAX_WORDS = 400
"""A longer sentence is left as it is: the work grows with the square of its length."""
THINGS = frozenset({"ORG", "LOC", "FAC", "PRODUCT", "MONEY", "DATE"})
"""Labels of what "who" does not refer to."""
PLACE_AND_DATE = frozenset({"LOC", "DATE", None})
MAX_DATELINE = 10
DATELINE_ENDS = frozenset({":", "—", "–", "--"})
UNMARKED = frozenset({"nmod", "flat", "appos", "obl", "dep", "compound"})
MODIFIERS = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "ADV", "PUNCT"})
OPENING_QUOTES = frozenset({'"', "“", "''", "``", "'", "‘", "«"})
PLACING = frozenset({"in", "at", "on", "of", "near"})
FINITE_FORMS = frozenset({"VBD", "VBN", "VBZ", "VBP"})
SUBORDINATE = frozenset({"acl", "parataxis", "dep", "ccomp"})


def repair_attachments(
    words: Sequence[Token],
    heads: list[int],
    rels: list[str],
    entity_of: Sequence[int | None],
    labels: Sequence[str | None],
) -> None:
    """
    Change heads and relations in place; the result has no cycles if `heads` has none.

    `entity_of` holds the entity over each word, `labels` its label.
    """
    if len(words) > MAX_WORDS:
        return
    repair = _Repair(words, heads, rels, entity_of, labels)
    repair.free_dateline()
    for index, word in enumerate(words):
        text = word.text.lower()
        if text == "it":
            repair.join_possessive(index)
        elif text == "who":
            repair.move_relative(index)
        base = rels[index].partition(":")[0]
        if base == "obl":
            repair.move_opening_phrase(index)
            repair.move_into_apposition(index)
        elif base in ("conj", "appos"):
            repair.separate_gapped_clause(index)


class _Repair:
    """The heads and relations of a sentence, changed word by word."""

    def __init__(
        self,
        words: Sequence[Token],
        heads: list[int],
        rels: list[str],
        entity_of: Sequence[int | None],
        labels: Sequence[str | None],
    ) -> None:
        self._words = words
        self._heads = heads
        self._rels = rels
        self._entity_of = entity_of
        self._labels = labels
        self._gapped: set[int] = set()
        """Verbs of which a clause with a gap has been read."""

    def free_dateline(self) -> None:
        """Read "OSLO, May 2:" before a sentence as no part of it; parsers make the place a subject."""
        labels, words = self._labels, self._words
        colon = next(
            (i for i, word in enumerate(words[:MAX_DATELINE]) if word.text in DATELINE_ENDS), 0
        )
        dateline = labels[:colon]
        if "DATE" not in dateline or dateline[0] != "LOC" or not set(dateline) <= PLACE_AND_DATE:
            return
        inside = range(colon + 1)
        for index in inside:
            if self._heads[index] > colon:
                self._rels[index] = "punct" if words[index].upos == "PUNCT" else "dep"

    def join_possessive(self, index: int) -> None:
        """Read "It|s president" without an apostrophe as "its president"."""
        words, heads, rels = self._words, self._heads, self._rels
        after = words[index + 1 : index + 2]
        if not after or after[0].text.lower() != "s":
            return
        noun = max(heads[index], heads[index + 1])
        between = words[index + 2 : noun]
        nominal = noun > index + 1 and words[noun].upos in ("NOUN", "PROPN")
        if not nominal or after[0].start != words[index].end:
            return
        if any(word.upos not in MODIFIERS for word in between) or self._governs(index, noun):
            return
        heads[index], rels[index] = noun, "nmod:poss"
        heads[index + 1], rels[index + 1] = index, "case"
        verb = next(
            (
                child
                for child in self._children(noun)
                if child > noun
                and self._base(child) in SUBORDINATE
                and words[child].xpos in FINITE_FORMS
                and self._child(child, "nsubj") is None
            ),
            None,
        )
        if heads[noun] < 0 and verb is not None:
            heads[verb], rels[verb] = heads[noun], rels[noun]
            heads[noun], rels[noun] = verb, "nsubj"

    def move_relative(self, index: int) -> None:
        """Hang a clause with "who" on the person before it: "Ann, founder of Acme, who left"."""
        if self._base(index) != "nsubj":
            return
        clause = self._heads[index]
        if clause < 0 or self._rels[clause] != "acl:relcl":
            return
        noun = self._heads[clause]
        if noun < 0 or not self._is_thing(noun):
            return
        above = self._heads[noun]
        while above >= 0 and self._base(noun) in ("nmod", "appos", "flat", "compound"):
            if self._words[above].upos in ("NOUN", "PROPN") and not self._is_thing(above):
                person = self._heads[above] if self._base(above) == "appos" else above
                self._heads[clause] = person if self._labels[person] == "PERSON" else above
                return
            noun, above = above, self._heads[above]

    def _is_thing(self, noun: int) -> bool:
        """Return whether a noun is a place, the name of a thing, or beside one: "the firm Acme"."""
        if (self._words[noun].lemma or "").lower() in SITES:
            return True
        beside = (child for child in self._children(noun) if self._base(child) == "appos")
        return any(self._labels[word] in THINGS for word in (noun, *beside))

    def move_opening_phrase(self, index: int) -> None:
        """Take the opening phrase out of an inserted report: "In Syria, Ann said, troops advance"."""
        words, heads = self._words, self._heads
        if self._text(heads[index] + 1) != ",":
            return
        verb = heads[index]
        if verb < index or (words[verb].lemma or "").lower() not in REPORT_VERBS:
            return
        span = [word for word in self._subtree(index) if words[word].upos != "PUNCT"]
        if not span:
            return  # a mark that a parser read as a phrase
        subject, content = self._child(verb, "nsubj"), self._child(verb, "ccomp")
        opens = all(words[word].upos == "PUNCT" for word in range(min(span)))
        if not opens or self._text(max(span) + 1) != "," or subject is None or content is None:
            return
        quoted = self._text(verb + 2) in OPENING_QUOTES  # "In a letter, Ann said, “…”"
        if max(span) < subject < verb < content and not quoted:
            heads[index] = content

    def move_into_apposition(self, index: int) -> None:
        """Give the date that ends an apposition to its noun: "Ann, mayor of A until 2019, left"."""
        if self._labels[index] != "DATE" or self._child(index, "case") is None:
            return
        phrase = self._subtree(index)
        noun = min(phrase) - 1
        while noun > 0 and self._base(noun) in UNMARKED - {"appos"} and self._heads[noun] < noun:
            noun = self._heads[noun]
        if noun <= 0 or self._base(noun) != "appos" or self._words[noun].upos != "NOUN":
            return
        opened = min(self._subtree(noun)) - (self._text(min(self._subtree(noun))) != ",")
        if self._text(opened) == "," and self._text(max(phrase) + 1) == ",":
            self._heads[index], self._rels[index] = noun, "nmod"

    def separate_gapped_clause(self, index: int) -> None:
        """
        Read what follows a gap as a clause: "Ann went to Paris and Bob to Rome".

        As in Universal Dependencies the subject is a conjunct of the verb, and the rest its orphan.
        """
        object = self._heads[index]
        if object < 0:
            return
        verb = self._heads[object]
        if verb < 0 or self._words[verb].upos != "VERB" or not verb < object < index:
            return
        joined = self._child(index, "cc") is not None
        if not (joined or self._is_parallel(index, object, verb)):
            return
        if self._base(object) == "obl":
            orphan = self._gapped_oblique(index, object, verb)
        elif self._base(object) == "obj" and joined:
            orphan = self._gapped_object(index, object, verb)
        else:
            return
        if orphan is not None:
            self._heads[index], self._rels[index] = verb, "conj"
            self._heads[orphan], self._rels[orphan] = index, "orphan"
            self._gapped.add(verb)

    def _is_parallel(self, index: int, object: int, verb: int) -> bool:
        """Return whether a name behind a comma is like the subject: "Ann works for A, Bob for B"."""
        labels, subject = self._labels, self._child(verb, "nsubj")
        if subject is None or labels[index] is None or self._text(index - 1) != ",":
            return False
        return labels[index] == labels[subject] != labels[object]

    def _gapped_oblique(self, index: int, object: int, verb: int) -> int | None:
        """Return the phrase behind a conjunct with the preposition that the conjunct lacks."""
        labels, case = self._labels, self._child(object, "case")
        if case is None or self._child(index, "case") is not None:
            return None
        own = [word for word in self._subtree(index) if word >= index]
        marks = [word for word in range(index + 1, len(self._words)) if self._base(word) == "case"]
        mark = marks[0] if marks else None
        if mark is None or self._text(mark) != self._text(case):
            return None
        phrase = self._heads[mark]
        if self._heads[phrase] not in (verb, object, index) or phrase < mark:
            return None
        if any(word < mark and word not in own for word in range(index, mark)):
            return None
        if self._child(phrase, "cc") is not None or labels[phrase] != labels[object]:
            return None
        if labels[phrase] == "DATE" or (labels[phrase] is None and labels[index] is None):
            return None
        subject = self._child(verb, "nsubj")
        acts = labels[index] == "PERSON" or (
            subject is not None and labels[index] == labels[subject]
        )
        if verb in self._gapped:
            return phrase  # "A is in Oslo, B in Rome and C in Bern"
        if self._text(mark) in PLACING and (labels[phrase] == labels[index] or not acts):
            return None  # "in Oslo and Bergen in Norway"
        return phrase

    def _gapped_object(self, index: int, object: int, verb: int) -> int | None:
        """Return the noun right behind a conjunct that is a name, if it is another thing."""
        labels, words = self._labels, self._words
        subject = self._child(verb, "nsubj")
        for child in self._children(index):
            if child < index or self._base(child) not in UNMARKED or subject is None:
                continue
            first = min(self._subtree(child))
            if first != index + 1 or self._child(child, "case") is not None:
                continue
            named = labels[index] is not None or words[index].upos == "PROPN"
            if named and self._child(child, "det") == first and labels[child] != "DATE":
                if (words[child].lemma or "").lower() not in ADVERBIAL:
                    return child
            elif (
                None not in (labels[child], labels[index])
                and self._entity_of[child] != self._entity_of[index]
                and (labels[subject], labels[object]) == (labels[index], labels[child])
            ):
                return child
        return None

    def _text(self, index: int) -> str:
        return self._words[index].text.lower() if index < len(self._words) else ""

    def _base(self, index: int) -> str:
        return self._rels[index].partition(":")[0]

    def _children(self, head: int) -> list[int]:
        return [index for index, other in enumerate(self._heads) if other == head]

    def _child(self, head: int, base: str) -> int | None:
        return next((index for index in self._children(head) if self._base(index) == base), None)

    def _subtree(self, head: int) -> set[int]:
        inside = [head]
        for word in inside:
            inside.extend(self._children(word))
        return set(inside)

    def _governs(self, ancestor: int, word: int) -> bool:
        while word >= 0 and word != ancestor:
            word = self._heads[word]
        return word == ancestor

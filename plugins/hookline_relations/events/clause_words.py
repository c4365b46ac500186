"""Find the words of a clause by which it is negated, conditional, planned or required."""

from __future__ import annotations

from hookline_relations.events.clefts import fronted_negation
from hookline_relations.events.cues import Cues, Modality
from hookline_relations.events.depictions import PRESENT
from hookline_relations.syntax.clauses import is_bare_infinitive
from hookline_relations.syntax.phrases import (
    NEGATIONS,
    is_comment,
    is_negation,
    is_no_longer,
    quantifier_negation,
)
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.verb_groups import is_not_yet
from hookline_relations.syntax.vocabulary import NEGATING_NOUNS

__all__ = ["ClauseWords"]

ALL_BUT = ["all", "but"]
"""The words of "all but acquired", joined by the repair of trees."""
MAX_LABEL = 4
"""The most words of a label before its colon."""
LYING = frozenset({"lie", "wrong", "mistaken", "incorrect", "dishonest"})
LYING_MARKS = frozenset({"when", "in", "by", "to"})
"""What opens the clause that tells a lie: "lied when she said", "was wrong to say"."""
FINITE_EMBEDDING = frozenset({"ccomp", "xcomp", "advcl", "parataxis"})


class ClauseWords:
    """The words of the clauses of a sentence that decide whether they happened."""

    def __init__(self, tree: SentenceTree, cues: Cues) -> None:
        self._tree = tree
        self._cues = cues

    def negation(self, index: int) -> int | None:
        """Return the word that negates a clause."""
        tree, cues, lemmas = self._tree, self._cues, self._tree.lemmas
        for child in tree.children[index]:
            base, lemma = tree.base(child), lemmas[child]
            if base == "advmod":
                if lemma in cues.approximations and child < index:
                    return child
                if lemma == "all" and [tree.lemmas[word] for word in tree.fixed(child)] == ALL_BUT:
                    return child
                for word in (child, *tree.dependents(child, "advmod")):
                    if is_no_longer(tree, word):
                        return word
                    denies = is_negation(tree, word) and lemmas[word] in cues.negations
                    if denies and (word == child or not is_comment(tree, child, word)):
                        return word
            if base in ("nsubj", "obj") or (
                base == "obl" and (lemma in NEGATING_NOUNS or tree.preposition(child) == "by")
            ):
                negative = self.negative_word(child)
                sold_few = base == "obj" and negative is not None and lemmas[negative] == "few"
                if negative is not None and not sold_few:
                    return negative
            if base in ("mark", "cc", "case") and lemma in cues.excluding:
                return child
            far = base == "mark" and lemma == "from" and child and tree.lemmas[child - 1] == "far"
            if far and tree.heads[index] != child - 1:  # else "far" itself turns the polarity
                return child - 1
            bare = tree.words[index].xpos == "VB" and not tree.dependents(index, "nsubj")
            if base == "mark" and lemma == "than" and bare:
                return child  # "would rather walk than drive"
            if is_not_yet(tree, child):
                return child
        return fronted_negation(tree, index)

    def negative_word(self, index: int) -> int | None:
        """Return the word that makes a noun negative: "nobody", "no attack", "neither A nor B"."""
        tree, negative = self._tree, self._cues.negative_words
        denied = quantifier_negation(tree, index)
        if denied is not None:
            return denied
        words = [index, *tree.dependents(index, "det", "cc", "advmod", "amod")]
        return next(
            (
                word
                for word in words
                if tree.lemmas[word] in negative
                and (tree.lemmas[word] not in ("few", "little") or self._is_bare(index, word))
            ),
            None,
        )

    def _is_bare(self, index: int, few: int) -> bool:
        """Return whether "few" or "little" has no determiner: "a few", "the little" deny nothing."""
        tree = self._tree
        if tree.lemmas[few] == "little" and tree.words[index].xpos == "NNS":
            return False  # "little squares"
        if tree.words[few].xpos == "JJR" or (few and tree.words[few].text[0].isupper()):
            return False  # "fewer people", "Little Farmer"
        return not any(
            determiner != few and determiner < few
            for word in {index, few}
            for determiner in tree.dependents(word, "det", "nmod:poss", "amod")
        )

    def condition(self, index: int) -> int | None:
        """Return the word that makes a clause a condition or an indirect question."""
        tree, cues = self._tree, self._cues
        for mark in tree.dependents(index, "mark", "advmod"):
            if tree.lemmas[mark] in cues.conditions | cues.questions and mark < index:
                return mark
        head = tree.heads[index]
        marks = tree.dependents(index, "mark")
        for mark in marks:  # "as if it had won"
            likened = {tree.words[word].text.lower() for word in tree.fixed(mark)}
            if tree.lemmas[mark] == "as" and not likened.isdisjoint({"if", "though"}):
                return mark
        if head >= 0 and tree.lemmas[head] == "long" and tree.words[index].xpos in PRESENT:
            return next((mark for mark in marks if tree.lemmas[mark] == "as"), None)
        opens = head >= 0 and tree.words[head].text.lower() in cues.conditional
        opens = opens and not tree.dependents(head, "cop")
        if opens and any(tree.lemmas[mark] == "that" for mark in marks):
            return head  # "in the event that", "provided that"
        subject = tree.dependent(index, "nsubj")
        if tree.base(index) == "advcl" and subject is not None:
            for auxiliary in tree.dependents(index, "aux", "cop"):  # "Had Libya attacked"
                if auxiliary < subject and not tree.dependents(index, "mark"):
                    return auxiliary
        return None

    def condition_below(self, index: int) -> int | None:
        """Return the word that makes a clause in the present depend on one below: "if A, B loses"."""
        tree = self._tree
        verbs = [index, *tree.dependents(index, "aux", "aux:pass", "cop")]
        if any(tree.words[verb].xpos == "VBD" for verb in verbs):
            return None
        opening = self._cues.conditions | self._cues.conditional
        for child in tree.dependents(index, "advcl"):
            below = [child, *tree.dependents(child, "ccomp")]
            marks = (self.condition(clause) for clause in below)
            mark = next((mark for mark in marks if mark is not None), None)
            if mark is None or tree.words[mark].text.lower() not in opening:
                continue
            if mark == 0 or tree.lemmas[mark - 1] not in ("even", "as"):
                return mark
        return None

    def auxiliary(self, index: int) -> tuple[Modality, int] | None:
        """Return the modality of an auxiliary, and the auxiliary."""
        tree = self._tree
        for child in tree.dependents(index, "aux"):
            modality = self._cues.auxiliaries.get(tree.lemmas[child])
            if modality is not None and child < index and not self._is_had(child, index):
                return modality, child  # type: ignore[return-value]  # checked by a test
        for child in tree.dependents(index, "advmod", "case"):  # "due to meet", read as one word
            signature = self._cues.adjectives.get(tree.lemmas[child])
            to = [word for word in tree.dependents(child, "fixed") if tree.lemmas[word] == "to"]
            if to and child < index and signature is not None and signature.name == "intended":
                return "intended", child
        to = [mark for mark in tree.dependents(index, "mark") if tree.lemmas[mark] == "to"]
        copula = [child for child in tree.dependents(index, "aux", "cop") if to and child < to[0]]
        return ("intended", copula[0]) if copula else None  # "is to visit"

    def _is_had(self, auxiliary: int, index: int) -> bool:
        """Return whether "'d" stands for "had": a participle follows, "he'd left", "she'd been"."""
        tree = self._tree
        if tree.words[auxiliary].text.lower() not in ("'d", "’d"):
            return False
        verbs = [*tree.dependents(index, "aux", "aux:pass", "cop"), index]
        following = next(word for word in verbs if word > auxiliary)
        return tree.words[following].xpos == "VBN"

    def is_imperative(self, index: int) -> bool:
        tree = self._tree
        root = tree.heads[index] < 0
        if root and tree.words[index].xpos == "VB":
            return not tree.dependents(index, "nsubj", "aux", "mark", "cop", "expl")
        return is_bare_infinitive(tree, index)

    def inverted(self, index: int) -> int | None:
        """Return the auxiliary that opens a question, which need not have its mark: "Did Ann win"."""
        tree, subject = self._tree, self._tree.dependent(index, "nsubj")
        auxiliary = next(
            (child for child in tree.dependents(index, "aux") if tree.lemmas[child] == "do"), None
        )
        if auxiliary is None or subject is None or auxiliary > subject:
            return None
        opens = not auxiliary or tree.tags[auxiliary - 1] in ("PUNCT", "CCONJ")
        denied = auxiliary and tree.lemmas[auxiliary - 1] in NEGATIONS
        return auxiliary if opens and not denied else None

    def is_question(self, index: int) -> bool:
        """Return whether a clause is part of a sentence that ends in a question mark."""
        tree, top = self._tree, index
        while tree.heads[top] >= 0 and tree.base(top) in FINITE_EMBEDDING | {"conj"}:
            top = tree.heads[top]
        if self._follows_label(top):
            top = tree.heads[top]
        return tree.heads[top] < 0 and tree.words[-1].text in ("?", "?!", "?”", '?"')

    def _follows_label(self, index: int) -> bool:
        """Return whether a clause hangs on the label that says who speaks: "Q: Did Ann win?"."""
        tree = self._tree
        colon = tree.first(index) - 1
        if tree.heads[index] < 0 or not 0 < colon <= MAX_LABEL or tree.words[colon].text != ":":
            return False
        return tree.heads[index] < colon

    def falsehood(self, head: int) -> int | None:
        """Return the word that calls a report false: "falsely said", "lied when she said"."""
        tree, above = self._tree, self._tree.heads[head]
        adverbs = tree.dependents(head, "advmod", "mark")
        false = next(
            (child for child in adverbs if tree.lemmas[child] in self._cues.falsehood), None
        )
        if false is not None or above < 0 or tree.base(head) not in ("advcl", "xcomp"):
            return false
        opened = any(tree.lemmas[child] in LYING_MARKS for child in adverbs)
        subject = tree.dependent(head, "nsubj")
        own = subject is not None and tree.tags[subject] != "PRON"
        lying = tree.lemmas[above] in LYING and opened and not own
        return above if lying and self.negation(above) is None else None

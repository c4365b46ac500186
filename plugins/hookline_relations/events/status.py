"""
Decide whether each event of a sentence is said to have happened, and who vouches for it.

Every trigger starts from what the word that governs it implies ("refused to"), then its own words are
added: negation, auxiliaries, adverbs, conditions. Implication by signatures follows Nairn, Condoravdi
and Karttunen (2006) and Saurí and Pustejovsky (2012).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from hookline_relations.events.cues import Cues, Modality, Signature
from hookline_relations.events.reports import Attribution, ReportFinder
from hookline_relations.events.triggers import is_event_noun
from hookline_relations.syntax.assertion import is_bare_infinitive, is_question
from hookline_relations.syntax.phrases import follows_comma, is_negation
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.verb_groups import is_not_yet
from hookline_relations.syntax.vocabulary import NEGATING_NOUNS

__all__ = ["Cue", "EventStatus", "StatusReader"]

COMPLEMENTS = frozenset({"ccomp", "xcomp", "csubj"})
OBJECTS = frozenset({"obj", "nsubj:pass", "obl:unmarked"})
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
OBLIQUE_SIGNATURES = frozenset({"intended", "required", "accused", "prevented"})
OBLIQUE_PREPOSITIONS = frozenset({"for", "of", "with", "from", "against"})
PRESUPPOSING = frozenset({"after", "before", "since", "following", "despite", "upon"})
PRESUPPOSING_QUESTIONS = frozenset({"why", "how", "when", "where"})
MODAL_ADVERBIALS = frozenset({"close", "near", "short"})


class Cue(NamedTuple):
    """A word that decides the `polarity`, `modality` or `claim` of an event."""

    aspect: Literal["polarity", "modality", "claim"]
    word: int


class EventStatus(NamedTuple):
    """Whether an event is denied, in what mode it is spoken of, who vouches for it, and the cues."""

    negative: bool = False
    modality: Modality = "actual"
    claim: Attribution | None = None
    cues: tuple[Cue, ...] = ()


PLAIN = EventStatus()


class StatusReader:
    """Read the status of the triggers of a sentence, those that govern others first."""

    def __init__(
        self, tree: SentenceTree, triggers: list[int], reports: ReportFinder, cues: Cues
    ) -> None:
        self._tree = tree
        self._triggers = frozenset(triggers)
        self._reports = reports
        self._cues = cues
        self._status: dict[int, EventStatus] = {}
        self._contexts: dict[int, EventStatus] = {}
        self._adverbs = self._adverbs_by_trigger()

    def read(self) -> dict[int, EventStatus]:
        """Return the status of each trigger."""
        for index in self._tree.order:
            if index not in self._triggers:
                continue
            if is_event_noun(self._tree, index, self._cues) and not self._tree.verbal(index):
                status = self._noun(index)
            else:
                context = self._context(index)
                self._contexts[index] = context
                status = self._clause(index, context)
            self._status[index] = self._claimed(index, status)
        return self._status

    def _adverbs_by_trigger(self) -> dict[int, list[int]]:
        """Return the hedging adverbs that belong to each trigger: the first one above them."""
        tree, cues = self._tree, self._cues
        adverbs: dict[int, list[int]] = {}
        for index, lemma in enumerate(tree.lemmas):
            if lemma not in cues.hearsay | cues.hedges or tree.tags[index] != "ADV":
                continue
            above = self._trigger_above(index)
            if above is not None:
                adverbs.setdefault(above, []).append(index)
        return adverbs

    def _trigger_above(self, index: int) -> int | None:
        """Return the first trigger that governs a word, directly or not."""
        head = self._tree.heads[index]
        while head >= 0 and head not in self._triggers:
            head = self._tree.heads[head]
        return head if head >= 0 else None

    # What the words above a clause say of it.

    def _context(self, index: int) -> EventStatus:
        tree = self._tree
        head, base = tree.heads[index], tree.base(index)
        if head < 0 or self._reports.is_comment(index):
            return PLAIN
        if base == "conj":
            return self._conjunct_context(index, head)
        marks = {tree.lemmas[mark] for mark in tree.dependents(index, "mark", "case")}
        above = self._trigger_above(index)
        claim = None if above is None else self._status[above].claim
        is_complement = base in COMPLEMENTS or (base == "acl" and bool(marks))
        if base == "advcl" and not tree.dependents(index, "nsubj"):
            signature = self._signature(head, index, marks)
            # An infinitive beside a verb is its purpose, unless the verb governs it.
            is_complement = "to" in marks or (
                signature is not None
                and any(f"{tree.lemmas[head]}_{mark}" in self._cues.clauses for mark in marks)
            )
            is_complement = is_complement or (
                signature is not None
                and signature.name in OBLIQUE_SIGNATURES | {"reversed", "refuted", "rejected"}
                and bool(marks & (OBLIQUE_PREPOSITIONS | {"to"}))
            )
        if base == "acl" and not is_complement:
            return self._relative_context(index, head, claim)
        if not is_complement:
            participle = base == "advcl" and tree.words[index].xpos == "VBG"
            participle = participle and marks.isdisjoint(PRESUPPOSING)
            host = self._status.get(head)
            if participle and host is not None and host.modality != "actual":
                return EventStatus(False, host.modality, claim, host.cues)
            return EventStatus(claim=claim)
        signature = self._signature(head, index, marks)
        host = self._host(head)
        if signature is not None and signature.name != "reported" and self._is_presupposed(index):
            return EventStatus(claim=host.claim)
        if signature is None:
            purpose = "to" in marks and base in ("advcl", "acl", "xcomp")
            denied = host.negative and base == "ccomp"
            if purpose or denied:
                modality: Modality = "intended" if purpose else "possible"
                return EventStatus(
                    modality=modality, claim=host.claim, cues=(Cue("modality", head),)
                )
            if base == "ccomp" and host.modality != "actual":
                return EventStatus(modality=host.modality, claim=host.claim, cues=host.cues)
            turned = host.negative and base == "xcomp"
            return EventStatus(turned, host.modality, host.claim, host.cues)
        return self._applied(signature, host, head)

    def _is_presupposed(self, index: int) -> bool:
        """Return whether a clause asks only why, how, when or where: "it is unclear why A left"."""
        return any(
            self._tree.lemmas[child] in PRESUPPOSING_QUESTIONS and child < index
            for child in self._tree.dependents(index, "advmod")
        ) and self._tree.words[index].xpos in ("VBD", "VBN")

    def _relative_context(self, index: int, noun: int, claim: Attribution | None) -> EventStatus:
        """Return the context of a relative clause: that of its noun, if that may not exist."""
        tree = self._tree
        named = tree.tags[noun] != "NOUN" or tree.label(noun) is not None
        if named or follows_comma(tree, index):
            return EventStatus(claim=claim)
        verbs = [index, *tree.dependents(index, "aux", "aux:pass", "cop")]
        past = any(tree.words[verb].xpos == "VBD" for verb in verbs)
        definite = tree.dependents(noun, "nmod:poss") or any(
            tree.lemmas[word] in DEFINITE for word in tree.dependents(noun, "det")
        )
        status = self._noun_context(noun)
        if self._negative_word(noun) is not None:
            return EventStatus(False, "possible", claim, status.cues)
        if past or definite or status.modality == "actual":
            return EventStatus(claim=claim)
        return EventStatus(False, status.modality, claim, status.cues)

    def _signature(self, head: int, index: int, marks: set[str]) -> Signature | None:
        """Return what a verb, noun or adjective does to its complement."""
        tree, cues = self._tree, self._cues
        lemma, tag = tree.lemmas[head], tree.tags[head]
        if tag in ("NOUN", "PROPN"):
            return cues.nouns.get(lemma)
        if tag in ("ADJ", "ADV") or (lemma in ("due", "set", "bound") and tag != "VERB"):
            return cues.adjectives.get(lemma)
        if tag not in ("VERB", "AUX"):
            return None
        for child in tree.dependents(head, "advmod", "xcomp"):
            if tree.lemmas[child] in MODAL_ADVERBIALS and head < child < index:
                name = "reversed" if tree.lemmas[child] == "short" else "intended"
                return cues.signatures[name]  # "came close to buying"
        if "to" in marks:
            forms = ["to"]
        elif tree.dependents(index, "nsubj", "expl"):
            forms = [*(mark for mark in marks if mark in ("if", "whether")), "that"]
        else:
            forms = [*sorted(marks), "ing"]
        return cues.of_verb(lemma, *forms)

    def _host(self, head: int) -> EventStatus:
        return self._status[head] if head in self._status else self._noun_context(head)

    def _applied(self, signature: Signature, host: EventStatus, head: int) -> EventStatus:
        """Return the status of a complement, given that of the word that governs it."""
        turned, modality = signature.denied if host.negative else signature.affirmed
        cues: list[Cue] = []
        claim = host.claim
        if signature.claim:
            claim = self._reports.attribution(head)
            cues.append(Cue("claim", head))
        else:
            cues += [cue for cue in host.cues if cue.aspect == "claim"]
        false = self._falsehood(head) if signature.claim and not host.negative else None
        if false is not None:
            return EventStatus(True, "actual", host.claim, (Cue("polarity", false),))
        if modality != "actual":
            cues.append(Cue("modality", head))
        elif host.modality != "actual" and signature.name != "factive":
            modality = host.modality
            cues += [cue for cue in host.cues if cue.aspect == "modality"]
        if turned:
            cues.append(Cue("polarity", head))
            cues += [cue for cue in host.cues if cue.aspect == "polarity" and host.negative]
        return EventStatus(turned, modality, claim, tuple(cues))

    def _falsehood(self, head: int) -> int | None:
        return next(
            (
                child
                for child in self._tree.dependents(head, "advmod")
                if self._tree.lemmas[child] in self._cues.falsehood
            ),
            None,
        )

    def _conjunct_context(self, index: int, first: int) -> EventStatus:
        """Return the context of a coordinated verb: that of the first one, with what they share."""
        tree = self._tree
        if first not in self._status:
            return EventStatus(claim=self._noun_context(first).claim)
        context = self._contexts.get(first, PLAIN)._replace(claim=self._status[first].claim)
        conjunctions = {tree.lemmas[child] for child in tree.dependents(index, "cc")}
        mark = self._condition(first)
        if mark is not None and "but" not in conjunctions:
            context = self._with_modality(context, "conditional", mark)
        if tree.dependents(index, "nsubj", "expl"):
            return context
        same_form = (
            tree.words[index].xpos in ("VB", "VBG", "VBN")
            and tree.words[index].xpos == tree.words[first].xpos
            and not tree.dependents(index, "aux")
        )
        negation = self._negation(first)
        alternatives = bool(conjunctions & {"or", "nor"})
        shared = alternatives or (same_form and "but" not in conjunctions)
        if shared and negation is not None and tree.base(negation) == "advmod" and negation < first:
            context = context._replace(
                negative=not context.negative,
                cues=(*context.cues, Cue("polarity", negation)),
            )
        if same_form:
            modal = self._auxiliary(first)
            if modal is not None:
                context = self._with_modality(context, *modal)
        return context

    @staticmethod
    def _with_modality(status: EventStatus, modality: Modality, cue: int) -> EventStatus:
        if status.modality != "actual":
            return status
        return status._replace(modality=modality, cues=(*status.cues, Cue("modality", cue)))

    # What the words of a clause say of it.

    def _clause(self, index: int, context: EventStatus) -> EventStatus:
        tree, status = self._tree, context
        negation = self._negation(index)
        if negation is not None:
            status = status._replace(
                negative=not status.negative, cues=(*status.cues, Cue("polarity", negation))
            )
        mark = self._condition(index)
        if mark is not None:
            asked = tree.lemmas[mark] in self._cues.questions
            status = self._with_modality(status, "asked" if asked else "conditional", mark)
        condition = self._own_condition(index)
        if condition is not None:
            status = self._with_modality(status, "conditional", condition)
        modal = self._auxiliary(index)
        if modal is not None:
            modality, word = modal
            could_not = modality == "possible" and negation is not None
            if could_not and tree.lemmas[word] in ("can", "could", "ca"):
                modality = "actual"
            if modality == "conditional" and context.claim is not None:
                modality = "intended"  # "said that it would": the future of a past
            if modality != "actual":
                status = self._with_modality(status, modality, word)
        if is_question(tree, index):
            status = self._with_modality(status, "asked", len(tree) - 1)
        elif self._is_imperative(index):
            status = self._with_modality(status, "required", index)
        elif tree.heads[index] < 0 or tree.base(index) in ("parataxis", "list"):
            marks = [mark for mark in tree.dependents(index, "mark") if tree.lemmas[mark] == "to"]
            if marks:  # "India, China to meet in Geneva"
                status = self._with_modality(status, "intended", marks[0])
        return self._with_modifiers(index, self._hedged(index, status))

    def _hedged(self, index: int, status: EventStatus) -> EventStatus:
        for word in self._adverbs.get(index, ()):
            lemma = self._tree.lemmas[word]
            if lemma in self._cues.hearsay:
                status = status._replace(
                    claim=status.claim or Attribution(None, None),
                    cues=(*status.cues, Cue("claim", word)),
                )
                if lemma == "reportedly":
                    continue
            if status.modality == "actual":
                status = self._with_modality(status, "possible", word)
            else:
                status = status._replace(cues=(*status.cues, Cue("modality", word)))
        return status

    def _negation(self, index: int) -> int | None:
        """Return the word that negates a clause."""
        tree, cues = self._tree, self._cues
        for child in tree.children[index]:
            base, lemma = tree.base(child), tree.lemmas[child]
            if base == "advmod":
                if lemma in cues.approximations and child < index:
                    return child
                for word in (child, *tree.dependents(child, "advmod")):
                    if is_negation(tree, word) or tree.words[word].text.lower() == "longer":
                        return word
            if base in ("nsubj", "obj") or (
                base == "obl" and (lemma in NEGATING_NOUNS or tree.preposition(child) == "by")
            ):
                negative = self._negative_word(child)
                if negative is not None:
                    return negative
            if base in ("mark", "cc", "case") and lemma in cues.excluding:
                return child
            if is_not_yet(tree, child):
                return child
        return None

    def _negative_word(self, index: int) -> int | None:
        """Return the word that makes a noun negative: "nobody", "no attack", "neither A nor B"."""
        tree, negative = self._tree, self._cues.negative_words
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
        return not any(
            determiner != few and determiner < few
            for word in {index, few}
            for determiner in tree.dependents(word, "det", "nmod:poss", "advmod", "amod")
        )

    def _condition(self, index: int) -> int | None:
        """Return the word that makes a clause a condition or an indirect question."""
        tree, cues = self._tree, self._cues
        for mark in tree.dependents(index, "mark", "advmod"):
            if tree.lemmas[mark] in cues.conditions | cues.questions and mark < index:
                return mark
        head = tree.heads[index]
        opens = head >= 0 and tree.words[head].text.lower() in cues.conditional
        if opens and any(tree.lemmas[mark] == "that" for mark in tree.dependents(index, "mark")):
            return head  # "in the event that", "provided that"
        subject = tree.dependent(index, "nsubj")
        if tree.base(index) == "advcl" and subject is not None:
            for auxiliary in tree.dependents(index, "aux", "cop"):  # "Had Libya attacked"
                if auxiliary < subject and not tree.dependents(index, "mark"):
                    return auxiliary
        return None

    def _own_condition(self, index: int) -> int | None:
        """Return the word that makes a clause in the present depend on one below: "if A, B loses"."""
        tree = self._tree
        verbs = [index, *tree.dependents(index, "aux", "aux:pass", "cop")]
        if any(tree.words[verb].xpos == "VBD" for verb in verbs):
            return None
        opening = self._cues.conditions | self._cues.conditional
        for child in tree.dependents(index, "advcl"):
            below = [child, *tree.dependents(child, "ccomp")]
            marks = (self._condition(clause) for clause in below)
            mark = next((mark for mark in marks if mark is not None), None)
            if mark is None or tree.words[mark].text.lower() not in opening:
                continue
            if mark == 0 or tree.lemmas[mark - 1] not in ("even", "as"):
                return mark
        return None

    def _auxiliary(self, index: int) -> tuple[Modality, int] | None:
        """Return the modality of an auxiliary, and the auxiliary."""
        tree = self._tree
        for child in tree.dependents(index, "aux"):
            modality = self._cues.auxiliaries.get(tree.lemmas[child])
            if modality is not None and child < index:
                return modality, child  # type: ignore[return-value]  # checked by a test
        for child in tree.dependents(index, "advmod"):  # "due to meet", read as one adverb
            signature = self._cues.adjectives.get(tree.lemmas[child])
            to = [word for word in tree.dependents(child, "fixed") if tree.lemmas[word] == "to"]
            if to and child < index and signature is not None and signature.name == "intended":
                return "intended", child
        to = [mark for mark in tree.dependents(index, "mark") if tree.lemmas[mark] == "to"]
        copula = [child for child in tree.dependents(index, "aux", "cop") if to and child < to[0]]
        return ("intended", copula[0]) if copula else None  # "is to visit"

    def _is_imperative(self, index: int) -> bool:
        tree = self._tree
        root = tree.heads[index] < 0
        if root and tree.words[index].xpos == "VB":
            return not tree.dependents(index, "nsubj", "aux", "mark", "cop", "expl")
        return is_bare_infinitive(tree, index)

    # Nouns that name events.

    def _noun(self, index: int) -> EventStatus:
        status = self._noun_context(index)
        return self._with_modifiers(index, self._hedged(index, status))

    def _with_modifiers(self, index: int, status: EventStatus) -> EventStatus:
        """Add what the adjectives of a noun say: "alleged", "planned", "failed"."""
        tree, cues = self._tree, self._cues
        if tree.tags[index] != "NOUN":
            return status
        for child in tree.dependents(index, "amod", "compound"):
            effect = cues.modifiers.get(tree.lemmas[child]) or cues.modifiers.get(
                tree.words[child].text.lower()
            )
            if effect == "negative":
                status = status._replace(negative=True, cues=(*status.cues, Cue("polarity", child)))
            elif effect == "hearsay":
                status = self._with_modality(status, "possible", child)._replace(
                    claim=status.claim or Attribution(None, None)
                )
                status = status._replace(cues=(*status.cues, Cue("claim", child)))
            elif effect is not None:
                status = self._with_modality(status, effect, child)  # type: ignore[arg-type]
        return status

    def _noun_context(self, index: int) -> EventStatus:
        """Return what the words around a noun say of it: determiners, verbs, other nouns."""
        tree, cues = self._tree, self._cues
        head, base = tree.heads[index], tree.base(index)
        negative = self._negative_word(index)
        if negative is not None:
            above = self._trigger_above(index)
            claim = None if above is None else self._status[above].claim
            return EventStatus(True, "actual", claim, (Cue("polarity", negative),))
        if head < 0:
            return PLAIN
        if base == "conj":
            return self._status.get(head) or self._noun_context(head)
        if tree.tags[head] in ("NOUN", "PROPN") and base in ("nmod", "acl"):
            signature = cues.nouns.get(tree.lemmas[head])
            host = self._host(head)
            if signature is not None and signature.name != "factive" and index > head:
                return self._applied(signature, host, head)
            return EventStatus(claim=host.claim)
        if head not in self._status:
            above = self._trigger_above(index)
            return EventStatus(claim=None if above is None else self._status[above].claim)
        host = self._status[head]
        if tree.tags[head] in ("VERB", "AUX"):
            signature = self._object_signature(index, head)
            if signature is not None:
                return self._applied(signature, host, head)
            definite = any(tree.lemmas[det] in DEFINITE for det in tree.dependents(index, "det"))
            definite = definite or bool(tree.dependents(index, "nmod:poss"))
            light = tree.lemmas[head] in cues.light
            if base in ("obj", "nsubj") and (light or not definite):
                return host
            if not definite and host.modality != "actual":
                return EventStatus(False, host.modality, host.claim, host.cues)
        elif base == "nsubj" and tree.tags[head] == "ADJ" and tree.lemmas[index] in cues.nouns:
            signature = cues.adjectives.get(tree.lemmas[head])
            if signature is not None and signature.name in ("refuted", "improbable", "doubtful"):
                return self._applied(signature, host, head)
        return EventStatus(claim=host.claim)

    def _object_signature(self, index: int, head: int) -> Signature | None:
        """Return what a verb does to an event that is its object or in its prepositional phrase."""
        tree, cues = self._tree, self._cues
        lemma = tree.lemmas[head]
        if tree.rels[index] in OBJECTS:
            for particle in tree.dependents(head, "compound:prt"):
                return cues.objects.get(f"{lemma}_{tree.lemmas[particle]}")
            return cues.objects.get(lemma)
        preposition = tree.preposition(index)
        if tree.base(index) != "obl" or preposition not in OBLIQUE_PREPOSITIONS:
            return None
        explicit = cues.clauses.get(f"{lemma}_{preposition}")
        if explicit is not None:
            return explicit
        signature = cues.clauses.get(lemma)
        return signature if signature and signature.name in OBLIQUE_SIGNATURES else None

    # Who says so.

    def _claimed(self, index: int, status: EventStatus) -> EventStatus:
        """Add the claim of a report that is inserted beside the clause, or of "according to"."""
        claim, cue = self._reports.beside(index)
        if claim is None:
            return status
        return status._replace(claim=claim, cues=(*status.cues, Cue("claim", cue)))

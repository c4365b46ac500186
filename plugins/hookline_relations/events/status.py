"""
Decide whether each event of a sentence is said to have happened, and who vouches for it.

Every trigger starts from what the word that governs it implies ("refused to"), then its own words are
added: negation, auxiliaries, adverbs, conditions. Implication by signatures follows Nairn, Condoravdi
and Karttunen (2006) and Saurí and Pustejovsky (2012).
"""

from __future__ import annotations

from hookline_relations.events.clause_words import ClauseWords
from hookline_relations.events.cues import Cues, Modality, Signature
from hookline_relations.events.event_status import PLAIN, Cue, EventStatus
from hookline_relations.events.modifiers import hedged, modified
from hookline_relations.events.reports import Attribution, ReportFinder
from hookline_relations.events.signatures import (
    OBLIQUE_PREPOSITIONS,
    OBLIQUE_SIGNATURES,
    Signatures,
)
from hookline_relations.events.triggers import is_event_noun
from hookline_relations.syntax.phrases import follows_comma
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["StatusReader"]

COMPLEMENTS = frozenset({"ccomp", "xcomp", "csubj"})
RELATIVE_MARKS = frozenset({"where", "wherein", "whereby", "when", "in", "under", "by"})
"""What introduces a relative clause that may be labelled as the content of its noun."""
AWAITING = frozenset({"intended", "conditional", "possible"})
WAITING = frozenset({"when", "once", "until", "till", "before", "after", "whenever"})
"""What opens a clause that is yet to come where the clause above it is."""
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
PRESUPPOSING = frozenset({"after", "before", "since", "following", "despite", "upon"})


class StatusReader:
    """Read the status of the triggers of a sentence, those that govern others first."""

    def __init__(
        self, tree: SentenceTree, triggers: list[int], reports: ReportFinder, cues: Cues
    ) -> None:
        self._tree = tree
        self._triggers = frozenset(triggers)
        self._reports = reports
        self._cues = cues
        self._words = ClauseWords(tree, cues)
        self._signatures = Signatures(tree, cues)
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
        is_complement = base in COMPLEMENTS or (base == "acl" and bool(marks - RELATIVE_MARKS))
        if base == "advcl" and not tree.dependents(index, "nsubj"):
            signature = self._signatures.of_complement(head, index, marks)
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
            if base == "advcl" and host is not None and self._awaits(index, marks, host):
                return EventStatus(False, "conditional", claim, host.cues)
            return EventStatus(claim=claim)
        rejected = self._rejected(head)
        if rejected is not None:
            return rejected
        signature = self._signatures.of_complement(head, index, marks)
        host = self._host(head)
        if (
            signature is not None
            and signature.name != "reported"
            and self._signatures.is_presupposed(index)
        ):
            return EventStatus(claim=host.claim)
        if signature is None:
            purpose = "to" in marks and base in ("advcl", "acl", "xcomp")
            denied = host.negative and base == "ccomp"
            if purpose or denied:
                modality: Modality = "intended" if purpose else "possible"
                return EventStatus(
                    modality=modality,
                    claim=host.claim,
                    cues=(Cue("modality", head),),
                    undermined=denied,
                )
            if base == "ccomp" and host.modality != "actual":
                return EventStatus(modality=host.modality, claim=host.claim, cues=host.cues)
            governing = self._status.get(tree.heads[head]) if base == "acl" else None
            if governing is not None and governing.negative:  # "never shook the feeling that"
                return EventStatus(
                    modality="possible",
                    claim=host.claim,
                    cues=(Cue("modality", head),),
                    undermined=True,
                )
            turned = host.negative and base == "xcomp"
            return EventStatus(turned, host.modality, host.claim, host.cues)
        return self._applied(signature, host, head)

    def _awaits(self, index: int, marks: set[str], host: EventStatus) -> bool:
        """Return whether a clause in the present tells what the clause above waits for."""
        tree = self._tree
        opening = marks | {tree.lemmas[child] for child in tree.dependents(index, "advmod")}
        verbs = [index, *tree.dependents(index, "aux", "aux:pass", "cop")]
        present = any(tree.words[verb].xpos in ("VBP", "VBZ") for verb in verbs)
        return present and host.modality in AWAITING and not opening.isdisjoint(WAITING)

    def _relative_context(self, index: int, noun: int, claim: Attribution | None) -> EventStatus:
        """Return the context of a relative clause: that of its noun, if that may not exist."""
        tree = self._tree
        named = tree.tags[noun] != "NOUN" or tree.label(noun) is not None
        subject = tree.dependent(index, "nsubj")
        other = subject is not None and tree.words[subject].xpos not in ("WDT", "WP")
        if named or other or follows_comma(tree, index):
            return EventStatus(claim=claim)
        verbs = [index, *tree.dependents(index, "aux", "aux:pass", "cop")]
        past = any(tree.words[verb].xpos == "VBD" for verb in verbs)
        definite = tree.dependents(noun, "nmod:poss") or any(
            tree.lemmas[word] in DEFINITE for word in tree.dependents(noun, "det")
        )
        status = self._noun_context(noun)
        if self._words.negative_word(noun) is not None:
            return EventStatus(False, "possible", claim, status.cues)
        if past or definite or status.modality == "actual":
            return EventStatus(claim=claim)
        return EventStatus(False, status.modality, claim, status.cues)

    def _host(self, head: int) -> EventStatus:
        return self._status[head] if head in self._status else self._noun_context(head)

    def _rejected(self, noun: int) -> EventStatus | None:
        """Return the status of what a noun tells that somebody rejects: "denied reports that"."""
        tree, verb = self._tree, self._tree.heads[noun]
        if tree.tags[noun] != "NOUN" or tree.lemmas[noun] not in self._cues.nouns:
            return None
        if verb not in self._status or tree.tags[verb] not in ("VERB", "AUX"):
            return None
        signature = self._signatures.of_object(noun, verb)
        if signature is None or signature.name != "rejected":
            return None
        return self._applied(signature, self._status[verb], verb)

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
        false = self._words.falsehood(head) if signature.claim and not host.negative else None
        if false is not None:
            return EventStatus(True, "actual", host.claim, (Cue("polarity", false),))
        open_question = [
            cue
            for cue in host.cues
            if cue.aspect == "modality" and self._tree.base(cue.word) != "aux"
        ]
        depends = host.modality in ("conditional", "asked") and signature.name != "factive"
        if depends and open_question:  # "if she plans to leave"
            modality = host.modality
            cues += open_question
        elif modality != "actual":
            cues.append(Cue("modality", head))
        elif host.modality != "actual" and signature.name != "factive":
            modality = host.modality
            cues += [cue for cue in host.cues if cue.aspect == "modality"]
        if turned:
            cues.append(Cue("polarity", head))
            cues += [cue for cue in host.cues if cue.aspect == "polarity" and host.negative]
        undermined = host.negative and signature.denied[1] != "actual"
        return EventStatus(turned, modality, claim, tuple(cues), undermined)

    def _conjunct_context(self, index: int, first: int) -> EventStatus:
        """Return the context of a coordinated verb: that of the first one, with what they share."""
        tree = self._tree
        if first not in self._status:
            return EventStatus(claim=self._noun_context(first).claim)
        context = self._contexts.get(first, PLAIN)._replace(claim=self._status[first].claim)
        conjunctions = {tree.lemmas[child] for child in tree.dependents(index, "cc")}
        mark = self._words.condition(first)
        if mark is not None and "but" not in conjunctions:
            context = context.with_modality("conditional", mark)
        if tree.dependents(index, "nsubj", "expl"):
            return context
        same_form = (
            tree.words[index].xpos in ("VB", "VBG", "VBN")
            and tree.words[index].xpos == tree.words[first].xpos
            and not tree.dependents(index, "aux")
        )
        negation = self._words.negation(first)
        nobody = negation is not None and tree.base(negation) in ("nsubj", "det")
        alternatives = bool(conjunctions & {"or", "nor"})
        shared = nobody or alternatives or (same_form and "but" not in conjunctions)
        adverb = negation is not None and tree.base(negation) == "advmod"
        if shared and negation is not None and (nobody or adverb) and negation < first:
            context = context._replace(
                negative=not context.negative,
                cues=(*context.cues, Cue("polarity", negation)),
            )
        if same_form:
            modal = self._words.auxiliary(first)
            if modal is not None:
                context = context.with_modality(*modal)
        return context

    # What the words of a clause say of it.

    def _clause(self, index: int, context: EventStatus) -> EventStatus:
        tree, status = self._tree, context
        negation = self._words.negation(index)
        if negation is not None:
            status = status._replace(
                negative=not status.negative, cues=(*status.cues, Cue("polarity", negation))
            )
        mark = self._words.condition(index)
        if mark is not None:
            asked = tree.lemmas[mark] in self._cues.questions
            status = status.with_modality("asked" if asked else "conditional", mark)
        condition = self._words.condition_below(index)
        if condition is not None:
            status = status.with_modality("conditional", condition)
        modal = self._words.auxiliary(index)
        if modal is not None:
            modality, word = modal
            could_not = modality == "possible" and negation is not None
            if could_not and tree.lemmas[word] in ("can", "could", "ca"):
                modality = "actual"
            if modality == "conditional" and context.claim is not None:
                modality = "intended"  # "said that it would": the future of a past
            if modality != "actual":
                status = status.with_modality(modality, word)
        if self._words.is_question(index):
            status = status.with_modality("asked", len(tree) - 1)
        elif self._words.is_imperative(index):
            status = status.with_modality("required", index)
        elif tree.heads[index] < 0 or tree.base(index) in ("parataxis", "list"):
            marks = [mark for mark in tree.dependents(index, "mark") if tree.lemmas[mark] == "to"]
            if marks:  # "India, China to meet in Geneva"
                status = status.with_modality("intended", marks[0])
        return self._modified(index, status)

    # Nouns that name events.

    def _noun(self, index: int) -> EventStatus:
        status = self._noun_context(index)
        denial = self._words.denied_occurrence(index)
        if denial is not None:
            cues = (*status.cues, Cue("polarity", denial))
            status = EventStatus(True, "actual", status.claim, cues)
        return self._modified(index, status)

    def _noun_context(self, index: int) -> EventStatus:
        """Return what the words around a noun say of it: determiners, verbs, other nouns."""
        tree, cues = self._tree, self._cues
        head, base = tree.heads[index], tree.base(index)
        negative = self._words.negative_word(index)
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
            signature = self._signatures.of_object(index, head)
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

    # Who says so.

    def _claimed(self, index: int, status: EventStatus) -> EventStatus:
        """Add the claim of a report that is inserted beside the clause, or of "according to"."""
        claim, cue = self._reports.beside(index)
        if claim is None:
            return status
        return status._replace(claim=claim, cues=(*status.cues, Cue("claim", cue)))

    def _modified(self, index: int, status: EventStatus) -> EventStatus:
        """Add what the adverbs and adjectives of an event say."""
        status = hedged(self._tree, self._cues, self._adverbs.get(index, ()), status)
        return modified(self._tree, self._cues, index, status)

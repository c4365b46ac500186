"""Choose the signature of a word for the clause or the noun that it governs."""

from __future__ import annotations

from hookline_relations.events.cues import Cues, Signature
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["OBLIQUE_PREPOSITIONS", "OBLIQUE_SIGNATURES", "SPANS", "Signatures"]

OBJECTS = frozenset({"obj", "nsubj:pass", "obl:unmarked"})
OBLIQUE_SIGNATURES = frozenset({"intended", "required", "accused", "prevented"})
OBLIQUE_PREPOSITIONS = frozenset({"for", "of", "with", "from", "against"})
PRESUPPOSING_QUESTIONS = frozenset({"why", "how", "when", "where"})
SPANS = frozenset({"time", "while", "second", "minute", "hour", "day", "week", "month", "year"})
PARTICLES = frozenset({"ADP", "ADV", "SCONJ"})
QUESTION_WORDS = frozenset({"how", "what", "when", "where", "which", "who", "whom"})
TELLING = frozenset({"reported", "caused", "factive"})
"""Signatures by which a word tells what is so; an infinitive behind it is none of this."""
MODAL_ADVERBIALS = frozenset({"close", "near", "short"})


class Signatures:
    """The signatures of the words of a sentence."""

    def __init__(self, tree: SentenceTree, cues: Cues) -> None:
        self._tree = tree
        self._cues = cues

    def of_complement(self, head: int, index: int, marks: set[str]) -> Signature | None:
        """Return what a verb, noun or adjective does to its complement."""
        tree, cues = self._tree, self._cues
        lemma, tag = tree.lemmas[head], tree.tags[head]
        if "to" in marks and self._is_asked_for(index):
            return cues.signatures["doubtful"]  # "knows how to win"
        if tag in ("NOUN", "PROPN"):
            verb = tree.lemmas[tree.heads[head]] if tree.base(head) == "obj" else ""
            if "to" in marks and (verb == "use" or (verb, lemma) == ("take", "time")):
                return cues.signatures["caused"]  # "used the loan to buy"
            signature = cues.nouns.get(lemma)
            if "to" in marks and signature is not None and signature.name in TELLING:
                perfect = "have" in (tree.lemmas[word] for word in tree.dependents(index, "aux"))
                return signature if perfect else cues.signatures["intended"]  # "talks to buy"
            return signature
        if lemma == "able" and any(
            tree.words[child].xpos == "VBD" for child in tree.dependents(head, "cop")
        ):
            return cues.signatures["implied"]  # "was able to achieve"
        if tag == "ADJ" and "to" in marks and self._is_too_much(head):
            return cues.signatures["reversed"]  # "too weak to buy"
        if tag in ("ADJ", "ADV") or (lemma in ("due", "set", "bound") and tag != "VERB"):
            signature = cues.adjectives.get(lemma)
            blamed = signature == cues.signatures["refuted"] and "to" in marks
            if blamed and tree.lemmas[index] not in cues.reports:
                return cues.signatures["doubtful"]  # "wrong to leave", but "wrong to say that"
            return signature
        if tag not in ("VERB", "AUX"):
            return None
        for child in tree.dependents(head, "advmod", "xcomp"):
            if tree.lemmas[child] in MODAL_ADVERBIALS and head < child < index:
                name = "reversed" if tree.lemmas[child] == "short" else "intended"
                return cues.signatures[name]  # "came close to buying"
        if lemma == "hear" and self._is_hearing(head):
            return cues.signatures["reported"]
        withdrawn = self.of_gerund(head, index)
        if withdrawn is not None:
            return withdrawn
        if "to" in marks and tree.words[head].text.lower() == "going":
            return cues.signatures["coming"]
        if "to" in marks and self._has_to(head):
            return cues.signatures["required"]
        if "to" in marks and self._is_purpose(head, index):
            return cues.signatures["intended"]
        if "to" in marks and self._came_about(head):
            return cues.signatures["caused"]
        own = tree.dependents(index, "nsubj", "expl")
        if "to" in marks:
            forms = ["to"]
        elif (
            lemma == "have" and self._is_participle(index) and (own or tree.dependents(head, "obj"))
        ):
            return cues.signatures[
                "doubtful"
            ]  # "the novel has Ann killing Bob", Ann of either verb
        elif lemma == "show" and self._is_participle(index):
            subject = tree.dependent(head, "nsubj")
            if subject is not None and tree.lemmas[subject] in cues.evidence:
                return cues.of_verb(lemma)
            forms = [*sorted(marks), "ing"]
        elif own:
            forms = [*(mark for mark in marks if mark in ("if", "whether")), "that"]
        else:
            forms = [*sorted(marks), "ing"]
        signature = cues.of_verb(lemma, *forms)
        purpose = "to" in marks and tree.base(index) == "advcl"
        if purpose and signature == cues.clauses.get(lemma) and lemma in cues.reports:
            return cues.signatures["intended"]  # "maintained all staff to avoid a delay"
        return signature

    def _is_hearing(self, head: int) -> bool:
        """Return whether a court hears what somebody says before it: "the jury heard that"."""
        return any(
            self._tree.lemmas[child] in self._cues.hearings
            for child in self._tree.dependents(head, "nsubj")
        )

    def of_gerund(self, head: int, index: int) -> Signature | None:
        """Return what a verb with particles does to a gerund: "gave up on buying", "opposed buying"."""
        tree, cues = self._tree, self._cues
        between = range(head + 1, index)
        gerund = tree.words[index].xpos == "VBG" and tree.tags[head] == "VERB"
        if not gerund or any(tree.tags[word] not in PARTICLES for word in between):
            return None
        if tree.dependents(index, "nsubj"):
            return None
        particles = "_".join(tree.lemmas[word] for word in between)
        lemma = tree.lemmas[head]
        if not particles and cues.of_verb(lemma, "ing") is not None:
            return None
        signature = cues.gerunds.get(f"{lemma}_{particles}") or cues.of_object(lemma, particles)
        kept_open = (
            signature == cues.signatures["reversed"]
        )  # who does not give it up may yet do it
        return cues.signatures["prevented"] if kept_open else signature

    def _came_about(self, head: int) -> bool:
        """Return whether an infinitive in the past came about: "had to pay", "took an hour to pay"."""
        tree, lemma = self._tree, self._tree.lemmas[head]
        auxiliaries = {tree.lemmas[word] for word in tree.dependents(head, "aux")}
        perfect = tree.words[head].xpos == "VBN" and "have" in auxiliaries
        past = (tree.words[head].xpos == "VBD" or perfect) and "do" not in auxiliaries
        if not past or not auxiliaries.isdisjoint(self._cues.auxiliaries):
            return False
        if lemma == "have":
            beside = {tree.lemmas[word] for word in tree.dependents(head, "advmod")}
            whole = tree.base(head) == "acl" and tree.lemmas[tree.heads[head]] in ("all", "thing")
            whole = whole or bool(tree.dependents(head, "obj"))  # "all he had to do was"
            return not whole and beside.isdisjoint({"yet", "still"})
        spent = [tree.lemmas[word] for word in tree.dependents(head, "obj", "obl:unmarked")]
        impersonal = any(
            tree.lemmas[word] == "it" for word in tree.dependents(head, "nsubj", "expl")
        )
        return lemma == "take" and (impersonal or not SPANS.isdisjoint(spent))

    def _is_too_much(self, head: int) -> bool:
        tree = self._tree
        return any(
            tree.lemmas[child] == "too" and child < head
            for child in tree.dependents(head, "advmod")
        )

    def _is_participle(self, index: int) -> bool:
        """Return whether a clause has no finite verb: "Ann killing Bob"."""
        tree = self._tree
        verbs = [*tree.dependents(index, "aux", "aux:pass", "cop"), index]
        return tree.words[verbs[0]].xpos == "VBG"

    def _is_asked_for(self, index: int) -> bool:
        """Return whether an infinitive is an indirect question: "how to win", "what to buy"."""
        tree = self._tree
        asked = (
            child
            for child in tree.dependents(index, "advmod", "obj", "obl")
            if child < index and tree.lemmas[child] in QUESTION_WORDS
        )
        return next(asked, None) is not None

    def _has_to(self, head: int) -> bool:
        """Return whether a verb is that of "have got to"."""
        tree = self._tree
        return tree.words[head].text.lower() == "got" and any(
            tree.lemmas[word] in ("have", "'ve", "’ve") for word in tree.dependents(head, "aux")
        )

    def _is_purpose(self, head: int, index: int) -> bool:
        """Return whether an infinitive says to what end somebody acts: "came to attack"."""
        tree, cues = self._tree, self._cues
        if tree.words[index].xpos == "VBG":
            return False
        if tree.lemmas[head] not in cues.motion:
            return self._is_end_of_object(head, index)
        goes_on = tree.lemmas[head + 1] == "on" and head + 1 < index
        passive = bool(tree.dependents(index, "aux:pass", "cop"))
        return not (goes_on or passive or tree.lemmas[index] in cues.states)

    def _is_end_of_object(self, head: int, index: int) -> bool:
        """
        Return whether an infinitive says what an object is for: "made arrangements to pay".

        Behind verbs that move somebody to something it does not ("forced him to pay"), nor where it
        says how something is ("found it to be true").
        """
        tree, cues = self._tree, self._cues
        lemma, beside = tree.lemmas[head], tree.dependents(index, "aux", "aux:pass", "cop")
        signature = cues.clauses.get(lemma)
        if signature is None or signature.name not in ("implied", "caused", "factive"):
            return False
        if lemma in cues.moving or beside or tree.lemmas[index] in cues.states:
            return False
        return bool(tree.dependents(head, "obj")) and f"{lemma}_to" not in cues.clauses

    def of_object(self, index: int, head: int) -> Signature | None:
        """Return what a verb does to an event that is its object or in its prepositional phrase."""
        tree, cues = self._tree, self._cues
        lemma = tree.lemmas[head]
        # "Dismissed as a lie the report": an object behind a phrase is read as one without preposition.
        heavy = tree.rels[index] == "obl" and not tree.case(index)
        if tree.rels[index] in OBJECTS or heavy:
            for particle in tree.dependents(head, "compound:prt"):
                return cues.of_object(lemma, tree.lemmas[particle])
            return cues.of_object(lemma)
        preposition = tree.preposition(index)
        away = [
            tree.lemmas[child]
            for child in tree.dependents(head, "advmod", "compound:prt")
            if head < child < index
        ]
        spelled = (preposition or "").replace(" ", "_")
        endings = [f"{word}_{spelled}" for word in away] + [spelled]
        effects = (cues.of_object(lemma, ending) for ending in endings if spelled)
        beside = next((effect for effect in effects if effect is not None), None)
        if tree.base(index) == "obl" and beside is not None:
            return beside
        if tree.base(index) != "obl" or preposition not in OBLIQUE_PREPOSITIONS:
            return None
        explicit = cues.clauses.get(f"{lemma}_{preposition}")
        if explicit is not None:
            return explicit
        signature = cues.clauses.get(lemma)
        return signature if signature and signature.name in OBLIQUE_SIGNATURES else None

    def of_subject(self, index: int, head: int) -> Signature | None:
        """Return what a verb does to an event that is its subject: "the sale fell through"."""
        tree, cues = self._tree, self._cues
        if tree.rels[index] != "nsubj":
            return None
        after = ["_".join(tree.lemmas[head + 1 : end]) for end in (head + 2, head + 3)]
        known = (cues.subjects.get(f"{tree.lemmas[head]}_{words}") for words in after)
        return next((signature for signature in known if signature is not None), None)

    def is_presupposed(self, index: int) -> bool:
        """Return whether a clause asks only why, how, when or where: "it is unclear why A left"."""
        return any(
            self._tree.lemmas[child] in PRESUPPOSING_QUESTIONS and child < index
            for child in self._tree.dependents(index, "advmod")
        ) and self._tree.words[index].xpos in ("VBD", "VBN")

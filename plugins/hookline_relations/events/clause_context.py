"""Read what the words above a clause say of it: the verb, noun or adjective that governs it."""

from __future__ import annotations

from hookline_relations.events.charges import charge_status, is_acquittal
from hookline_relations.events.contents import (
    content_signature,
    rejected_content,
    verdict_on_report,
)
from hookline_relations.events.cues import Modality
from hookline_relations.events.event_status import PLAIN, Cue, EventStatus
from hookline_relations.events.implication import applied
from hookline_relations.events.noun_context import DEFINITE, host_status, noun_context
from hookline_relations.events.reach import follows_claim, is_said_of_first
from hookline_relations.events.reading import SentenceReading
from hookline_relations.events.reports import Attribution
from hookline_relations.events.signatures import OBLIQUE_PREPOSITIONS, OBLIQUE_SIGNATURES, SPANS
from hookline_relations.syntax.phrases import follows_comma
from hookline_relations.syntax.vocabulary import words

__all__ = ["clause_context"]

COMPLEMENTS = frozenset({"ccomp", "xcomp", "csubj"})
RELATIVE_MARKS = frozenset({"where", "wherein", "whereby", "when", "in", "under", "by"})
"""What introduces a relative clause that may be labelled as the content of its noun."""
NOBODY = words("none nobody nothing neither")
ANYONE = words("anyone anybody anything whoever whomever whatever whichever")
"""Pronouns of which nobody may be what a relative clause says: "anyone who crosses the fence"."""
AWAITING = frozenset({"intended", "conditional", "possible"})
WAITING = frozenset({"when", "once", "until", "till", "before", "after", "whenever"})
"""What opens a clause that is yet to come where the clause above it is."""
BESIDE = frozenset({"while", "whereas"})
"""What opens a clause that is told beside another rather than as part of it."""
CAUSAL = frozenset({"because"})
"""What opens a cause, which is as doubtful as the content that it belongs to."""
AIMING = frozenset({"towards", "toward"})
"""What opens a participle that is yet to come: "a step towards recognising"."""
PRESUPPOSING = frozenset({"after", "before", "since", "following", "despite", "upon"})


def clause_context(reading: SentenceReading, index: int) -> EventStatus:
    """Return the status of a clause before its own words are read."""
    tree = reading.tree
    head, base = tree.heads[index], tree.base(index)
    if head < 0 or reading.reports.is_comment(index):
        return PLAIN
    if base == "conj" and tree.words[head].xpos == "VBG" and is_acquittal(tree, index):
        return EventStatus(claim=reading.claim_above(index))
    if base == "conj":
        return _conjunct_context(reading, index, head)
    if base == "parataxis" and follows_claim(reading, index, head):
        return PLAIN
    marks = {tree.lemmas[mark] for mark in tree.dependents(index, "mark", "case")}
    claim = reading.claim_above(index)
    is_complement = base in COMPLEMENTS or (base == "acl" and bool(marks - RELATIVE_MARKS))
    is_complement = is_complement or (base == "nmod" and bool(marks))  # "charges of robbing"
    if base == "advcl" and not tree.dependents(index, "nsubj"):
        signature = reading.signatures.of_complement(head, index, marks)
        # An infinitive beside a verb is its purpose, unless the verb governs it.
        is_complement = "to" in marks or (
            signature is not None
            and any(f"{tree.lemmas[head]}_{mark}" in reading.cues.clauses for mark in marks)
        )
        is_complement = is_complement or reading.signatures.of_gerund(head, index) is not None
        is_complement = is_complement or (tree.lemmas[head] == "guilty" and "of" in marks)
        is_complement = is_complement or (
            signature is not None
            and signature.name in OBLIQUE_SIGNATURES | {"reversed", "refuted", "rejected"}
            and bool(marks & (OBLIQUE_PREPOSITIONS | {"to", "in"}))
        )
    verdict = verdict_on_report(reading, index)
    if verdict is not None:
        return verdict
    told = content_signature(reading, index, head)
    if told is not None:
        return applied(reading, told, host_status(reading, head), head)
    charge = charge_status(reading, index, head, marks)
    if charge is not None:
        return charge
    if tree.words[index].xpos == "VBG" and not marks.isdisjoint(AIMING):
        aim = next(word for word in tree.dependents(index, "mark", "case"))
        return EventStatus(False, "intended", claim, (Cue("modality", aim),))
    if base == "acl" and not is_complement:
        return _relative_context(reading, index, head, claim)
    if not is_complement:
        participle = base == "advcl" and tree.words[index].xpos == "VBG"
        participle = participle and marks.isdisjoint(PRESUPPOSING)
        host = reading.status.get(head)
        if participle and host is not None and host.modality != "actual":
            return EventStatus(False, host.modality, claim, host.cues)
        if base == "advcl" and "to" in marks and tree.dependents(index, "nsubj"):
            introducing = tree.dependents(index, "mark", "case")
            to = next(mark for mark in introducing if tree.lemmas[mark] == "to")
            return EventStatus(False, "intended", claim, (Cue("modality", to),))  # "for A to win"
        if base == "advcl" and host is not None and _awaits(reading, index, marks, host):
            return EventStatus(False, "conditional", claim, host.cues)
        if (
            base == "advcl"
            and not marks.isdisjoint(BESIDE)
            and is_said_of_first(reading, index, head)
        ):
            return EventStatus(claim=reading.contexts.get(head, PLAIN).claim)
        if host is not None and host.negative and _asks_who(reading, index):
            return EventStatus(False, "possible", claim, (Cue("modality", head),))
        if base == "advcl" and _forestalls(reading, head, index):
            return EventStatus(False, "possible", claim, (Cue("modality", head),))
        doubted = reading.contexts.get(head)
        content = tree.base(head) in ("ccomp", "acl") and not marks.isdisjoint(CAUSAL)
        is_doubted = doubted is not None and (doubted.negative or doubted.modality != "actual")
        if base == "advcl" and doubted is not None and is_doubted and content:
            return EventStatus(False, "possible", claim, doubted.cues)
        return EventStatus(claim=claim)
    rejected = rejected_content(reading, head)
    if rejected is not None:
        return rejected
    signature = reading.signatures.of_complement(head, index, marks)
    host = host_status(reading, head)
    if (
        signature is not None
        and signature.name != "reported"
        and reading.signatures.is_presupposed(index)
    ):
        return EventStatus(claim=host.claim)
    if signature is None:
        purpose = "to" in marks and base in ("advcl", "acl", "xcomp")
        if "to" in marks and base == "csubj" and tree.tags[head] == "ADJ":
            judged = (Cue("modality", head),)  # "it is hard to win"
            return EventStatus(modality="possible", claim=host.claim, cues=judged)
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
        governing = reading.status.get(tree.heads[head]) if base == "acl" else None
        if governing is not None and governing.negative:  # "never shook the feeling that"
            return EventStatus(
                modality="possible",
                claim=host.claim,
                cues=(Cue("modality", head),),
                undermined=True,
            )
        turned = host.negative and base == "xcomp"
        return EventStatus(turned, host.modality, host.claim, host.cues)
    return applied(reading, signature, host, head)


def _awaits(reading: SentenceReading, index: int, marks: set[str], host: EventStatus) -> bool:
    """Return whether a clause in the present tells what the clause above waits for."""
    tree = reading.tree
    opening = marks | {tree.lemmas[child] for child in tree.dependents(index, "advmod")}
    verbs = [index, *tree.dependents(index, "aux", "aux:pass", "cop")]
    present = any(tree.words[verb].xpos in ("VBP", "VBZ") for verb in verbs)
    return present and host.modality in AWAITING and not opening.isdisjoint(WAITING)


def _asks_who(reading: SentenceReading, index: int) -> bool:
    """Return whether a clause read as a relative one is a question: "never established who left"."""
    tree, subject = reading.tree, reading.tree.dependent(index, "nsubj")
    asked = subject is not None and tree.lemmas[subject] in ("who", "what")
    return asked and tree.rels[index] == "advcl:relcl" and not follows_comma(tree, index)


def _forestalls(reading: SentenceReading, head: int, index: int) -> bool:
    """Return whether a clause above keeps what "before" opens from happening: "stopped him before"."""
    tree, cues = reading.tree, reading.cues
    subject = tree.dependent(index, "nsubj")
    if subject is None or tree.tags[subject] != "PRON" or host_status(reading, head).negative:
        return False
    marks = [word for word in tree.dependents(index, "mark") if tree.lemmas[word] == "before"]
    if not marks or tree.lemmas[marks[0] - 1] in SPANS:  # "the day before he left"
        return False
    affected = tree.dependents(head, "obj", "nsubj:pass")
    particles = tree.dependents(head, "compound:prt")
    particle = tree.lemmas[particles[0]] if particles else ""
    signature = cues.of_object(tree.lemmas[head], particle)
    return bool(affected) and signature is not None and signature.name in ("reversed", "prevented")


def _relative_context(
    reading: SentenceReading, index: int, noun: int, claim: Attribution | None
) -> EventStatus:
    """Return the context of a relative clause: that of its noun, if that may not exist."""
    tree = reading.tree
    if tree.lemmas[noun] in reading.cues.accounts and any(
        tree.lemmas[word] == "which" and tree.preposition(word) == "in"
        for word in tree.dependents(index, "obl")
    ):
        return EventStatus(claim=reading.reports.attribution(noun), cues=(Cue("claim", noun),))
    named = tree.tags[noun] != "NOUN" or tree.label(noun) is not None
    subject = tree.dependent(index, "nsubj")
    other = subject is not None and tree.words[subject].xpos not in ("WDT", "WP")
    if tree.rels[index] == "acl" and tree.lemmas[noun] in NOBODY:
        cue = Cue("polarity", noun)  # "with none crossing the line"
        return EventStatus(True, "actual", claim, (cue,))
    if tree.lemmas[noun] in ANYONE:
        return EventStatus(False, "conditional", claim, (Cue("modality", noun),))
    if tree.lemmas[noun] in reading.cues.settings and tree.heads[noun] >= 0:
        signature = reading.cues.clauses.get(tree.lemmas[tree.heads[noun]])
        if signature is not None and signature.name == "doubtful":
            return EventStatus(False, "possible", claim, (Cue("modality", tree.heads[noun]),))
    if named or other or follows_comma(tree, index):
        return EventStatus(claim=claim)
    verbs = [index, *tree.dependents(index, "aux", "aux:pass", "cop")]
    past = any(tree.words[verb].xpos == "VBD" for verb in verbs)
    definite = tree.dependents(noun, "nmod:poss") or any(
        tree.lemmas[word] in DEFINITE for word in tree.dependents(noun, "det")
    )
    status = noun_context(reading, noun)
    if reading.words.negative_word(noun) is not None:
        return EventStatus(False, "possible", claim, status.cues)
    if past or definite or status.modality == "actual":
        return EventStatus(claim=claim)
    return EventStatus(False, status.modality, claim, status.cues)


def _conjunct_context(reading: SentenceReading, index: int, first: int) -> EventStatus:
    """Return the context of a coordinated verb: that of the first one, with what they share."""
    tree = reading.tree
    if first not in reading.status:
        return EventStatus(claim=noun_context(reading, first).claim)
    context = reading.contexts.get(first, PLAIN)
    if not _is_hearsay_of_first(reading, index, first):
        context = context._replace(claim=reading.status[first].claim)
    conjunctions = {tree.lemmas[child] for child in tree.dependents(index, "cc")}
    mark = reading.words.condition(first)
    if mark is not None and "but" not in conjunctions:
        context = context.with_modality("conditional", mark)
    if tree.dependents(index, "nsubj", "expl"):
        return context
    same_form = (
        tree.words[index].xpos in ("VB", "VBG", "VBN")
        and tree.words[index].xpos == tree.words[first].xpos
        and not tree.dependents(index, "aux")
    )
    negation = reading.words.negation(first)
    nobody = negation is not None and tree.base(negation) in ("nsubj", "det")
    if "nor" in conjunctions:
        return context  # "nor" itself denies
    alternatives = "or" in conjunctions
    shared = nobody or alternatives or (same_form and "but" not in conjunctions)
    adverb = negation is not None and tree.base(negation) == "advmod"
    if shared and negation is not None and (nobody or adverb) and negation < first:
        context = context._replace(
            negative=not context.negative,
            cues=(*context.cues, Cue("polarity", negation)),
        )
    if same_form:
        modal = reading.words.auxiliary(first)
        if modal is not None:
            context = context.with_modality(*modal)
    return context


def _is_hearsay_of_first(reading: SentenceReading, index: int, first: int) -> bool:
    """
    Return whether "reportedly" is said of the first of two clauses with subjects of their own.

    It is if it closes the first, or if it stands behind the first subject, so that it does not open
    the sentence.
    """
    tree = reading.tree
    subject = tree.dependent(first, "nsubj")
    if is_said_of_first(reading, index, first):
        return True
    if subject is None or not tree.dependents(index, "nsubj", "expl"):
        return False
    return any(
        tree.lemmas[child] in reading.cues.hearsay and child > subject
        for child in tree.dependents(first, "advmod")
    )

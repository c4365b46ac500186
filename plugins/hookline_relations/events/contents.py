"""Read what is said of a content: "it is a myth that", "reports that … proved false", "Myth: …"."""

from __future__ import annotations

from hookline_relations.events.cues import Cues, Signature
from hookline_relations.events.event_status import Cue, EventStatus
from hookline_relations.events.implication import applied
from hookline_relations.events.reading import SentenceReading
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["content_signature", "false_label", "rejected_content", "verdict_on_report"]

CONTENTS = ("acl", "csubj", "ccomp", "advcl")
APPROACHING = {"far": "from", "anything": "but"}
"""Words that deny an adjective behind their preposition: "far from clear", "anything but clear"."""
PROVING = frozenset({"prove", "turn", "remain", "seem", "appear"})
CONFIRMING = frozenset({"prove", "confirm", "verify", "substantiate", "corroborate", "establish"})
UNPROVEN = frozenset({"unproven", "unconfirmed", "unverified", "unsubstantiated"})
FALSE_LABELS = frozenset(
    {"myth", "fiction", "false", "wrong", "untrue", "fake", "hoax", "falsehood", "misinformation"}
    | {
        "disinformation",
        "fake news",
        "false claim",
        "false news",
        "urban myth",
        "urban legend",
        "not true",
    }
)
MAX_LABEL = 3
"""The most words of a label before its colon."""


def content_signature(reading: SentenceReading, index: int, head: int) -> Signature | None:
    """Return what a predicate of "it" does to the clause with "that" behind it: "it is a myth that"."""
    tree, cues = reading.tree, reading.cues
    if tree.base(index) not in CONTENTS or not tree.dependents(head, "cop"):
        return None
    subject = tree.dependent(index, "nsubj")
    that = next((child for child in tree.children[index] if tree.lemmas[child] == "that"), None)
    impersonal = any(tree.lemmas[word] == "it" for word in tree.dependents(head, "nsubj", "expl"))
    if not impersonal or that is None or subject is None or not head < that < subject:
        return None
    denied = APPROACHING.get(tree.lemmas[head])
    if denied is not None:
        beside = tree.dependents(head, "obl", "nmod")
        open_ = any(
            tree.preposition(word) == denied and tree.lemmas[word] in cues.adjectives
            for word in beside
        )
        return cues.signatures["doubtful"] if open_ else None
    signature = cues.contents.get(tree.lemmas[head])
    if signature is not None and reading.words.negative_word(head) is not None:
        return signature._replace(affirmed=signature.denied)  # "it is no joke that"
    return signature


def false_label(tree: SentenceTree, index: int) -> int | None:
    """Return the label that calls a clause false: "Myth: Ann left", "Fake news: Ann left"."""
    colon = tree.first(index) - 1
    if not 0 < colon <= MAX_LABEL or tree.words[colon].text != ":" or tree.heads[index] > colon:
        return None
    label = [tree.words[word].text.lower() for word in range(colon) if tree.tags[word] != "NUM"]
    return 0 if " ".join(label) in FALSE_LABELS else None


def rejected_content(reading: SentenceReading, noun: int) -> EventStatus | None:
    """
    Return the status of what a noun tells that somebody rejects: "denied reports that".

    That is also what is called untrue, what proves to be, and that of which there is "no truth in the
    story that".
    """
    tree, cues, verb = reading.tree, reading.cues, reading.tree.heads[noun]
    if noun < 0 or tree.tags[noun] != "NOUN" or tree.lemmas[noun] not in cues.nouns:
        return None
    false = _proved_false(reading, noun)
    if false is not None:
        said = verb >= 0 and tree.base(noun) == "obj" and reading.reports.is_report(verb)
        claim = reading.reports.attribution(verb) if said else reading.claim_above(noun)
        return EventStatus(True, "actual", claim, (Cue("polarity", false),))
    if verb < 0:
        return None
    if _is_unproven(reading, noun, verb):
        claim = reading.reports.attribution(noun)
        return EventStatus(False, "possible", claim, (Cue("modality", verb),))
    if tree.lemmas[verb] in cues.grounds:
        lacking = reading.words.negative_word(verb)
        if lacking is None:
            return None
        return EventStatus(True, "actual", reading.claim_above(noun), (Cue("polarity", lacking),))
    issue = tree.lemmas[verb] == "issue" and tree.preposition(noun) == "with"
    if issue and tree.heads[verb] >= 0:  # "took issue with the report that"
        verb = tree.heads[verb]
    if verb not in reading.status or tree.tags[verb] not in ("VERB", "AUX"):
        return None
    signature = reading.signatures.of_object(noun, verb)
    preposition = tree.preposition(noun)
    verbal = f"{tree.lemmas[verb]}_{preposition}" if preposition else tree.lemmas[verb]
    retracted = verbal in cues.retracting and tree.base(noun) in ("obj", "nsubj", "obl")
    if issue or retracted or _is_called_false(tree, cues, verb, noun):
        signature = cues.signatures["rejected"]
    if signature is None or signature.name not in ("rejected", "refuted"):
        return None
    return applied(reading, signature, reading.status[verb], verb)


def verdict_on_report(reading: SentenceReading, index: int) -> EventStatus | None:
    """
    Return the status of the parts of a sentence "reports that A left were premature".

    Parsers that take the plural for the head of all that follows mingle its content with the verdict.
    """
    tree = reading.tree
    if reading.cues.denials.isdisjoint(tree.lemmas):
        return None
    noun = tree.order[0]
    if tree.tags[noun] != "NOUN" or tree.lemmas[noun] not in reading.cues.nouns:
        return None
    false = _proved_false(reading, noun)
    if false is None:
        return None
    verdict = tree.heads[false] if tree.lemmas[tree.heads[false]] in PROVING else false
    if index in (false, verdict):
        return EventStatus()
    if tree.heads[index] in (noun, verdict) and noun < index < verdict:
        return EventStatus(True, "actual", None, (Cue("polarity", false),))
    return None


def _is_unproven(reading: SentenceReading, noun: int, verb: int) -> bool:
    """Return whether a report is said to be open: "was never proven", "remains unconfirmed"."""
    tree = reading.tree
    if tree.base(noun) != "nsubj":
        return False
    if tree.lemmas[verb] in CONFIRMING and tree.rels[noun] == "nsubj:pass":
        return reading.words.negation(verb) is not None
    predicates = [verb, *(tree.dependents(verb, "xcomp") if tree.lemmas[verb] in PROVING else ())]
    return any(tree.lemmas[word] in UNPROVEN for word in predicates)


def _is_called_false(tree: SentenceTree, cues: Cues, verb: int, noun: int) -> bool:
    """Return whether a verb calls a report nonsense: "described as untrue the report that"."""
    if tree.lemmas[verb] not in cues.naming:
        return False
    for word in tree.subtree(verb):
        if word > verb and tree.lemmas[word] in cues.denials:
            before = word - 1 if tree.tags[word - 1] != "PUNCT" else word - 2  # 'called "false" a'
            if word > noun or before == verb or tree.lemmas[before] == "as":
                return True
    return False


def _proved_false(reading: SentenceReading, noun: int) -> int | None:
    """
    Return the word by which a report is said to be false: "reports that A left were premature".

    Parsers that take the report for the head of all that follows, or for the object of a verb of saying
    before it, leave the predicate without a subject.
    """
    tree, cues = reading.tree, reading.cues
    signature = cues.nouns[tree.lemmas[noun]]
    if signature.name not in ("reported", "doubtful", "accused") and tree.lemmas[noun] != "news":
        return None
    for word in range(noun + 1, len(tree)):
        if cues.denials.isdisjoint((tree.lemmas[word], tree.words[word].text.lower())):
            continue
        predicate = word
        if tree.base(word) in ("xcomp", "obj") and tree.lemmas[tree.heads[word]] in PROVING:
            predicate = tree.heads[word]
        elif not tree.dependents(word, "cop", "aux:pass"):
            continue
        words = reading.words
        open_ = words.negation(predicate) is not None or words.auxiliary(predicate) is not None
        subject = tree.dependent(predicate, "nsubj")
        lacking = subject is None and not tree.dependents(predicate, "expl")
        said = tree.base(noun) == "obj" and tree.heads[predicate] == tree.heads[noun]
        lacking = lacking and (said or tree.heads[noun] < 0) and tree.base(predicate) != "conj"
        if not open_ and (subject == noun or lacking):
            return word
    return None

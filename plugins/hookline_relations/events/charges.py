"""Read what a court or the police hold against somebody: charges, pleas, trials, verdicts."""

from __future__ import annotations

from hookline_relations.events.event_status import Cue, EventStatus
from hookline_relations.events.implication import applied
from hookline_relations.events.reading import SentenceReading
from hookline_relations.events.reports import Attribution
from hookline_relations.events.signatures import OBLIQUE_PREPOSITIONS
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import words

__all__ = ["charge_status", "is_acquittal", "is_void_verdict", "plea"]

CHARGING = frozenset({"accused", "refuted", "prevented", "rejected"})
COURTS = frozenset({"trial", "court", "dock", "charge", "prosecution", "indictment"})
"""Where somebody is, or what they face, for an act that is not proven."""
CRIMES = words(
    "murder killing assassination manslaughter kidnapping abduction poisoning stabbing robbery theft"
)
COURT_VERBS = frozenset({"go", "face", "stand", "await", "be", "appear", "put", "bring", "begin"})
GUILTY_VERBS = frozenset({"plead", "find", "declare", "rule", "judge"})
FALSELY = frozenset({"wrongly", "wrongfully", "falsely", "mistakenly", "erroneously"})
CONVICTING = frozenset({"convict", "sentence", "jail", "imprison", "condemn", "execute", "hang"})
CLEARING = frozenset({"clear", "acquit", "exonerate", "absolve", "vindicate"})
VERDICTS = frozenset({"verdict", "conviction", "judgment", "judgement", "ruling"})
OVERTURNING = frozenset({"overturn", "quash", "annul", "reverse", "vacate", "void"})


def charge_status(
    reading: SentenceReading, index: int, head: int, marks: set[str]
) -> EventStatus | None:
    """Return the status of an act that somebody is charged with, tried for or cleared of."""
    tree = reading.tree
    if tree.tags[index] == "VERB" and tree.words[index].xpos != "VBG":
        return None
    pleaded = plea(tree, index)
    if pleaded is not None:
        verb, denied = pleaded
        polarity = (Cue("polarity", verb),) if denied else ()
        if tree.lemmas[verb] != "plead":  # "was found not guilty"
            return EventStatus(denied, "actual", reading.claim_above(index), polarity)
        pleader = reading.reports.attribution(verb)
        return EventStatus(denied, "actual", pleader, (Cue("claim", verb), *polarity))
    act = tree.tags[index] == "VERB" or tree.lemmas[index] in CRIMES  # nobody denies "the death"
    if act and marks & {"for", "over"} and _is_tried(tree, index, head):
        host = reading.status.get(head, EventStatus())
        charged = applied(reading, reading.cues.signatures["accused"], host, head)
        return charged._replace(claim=Attribution(None, None))
    if is_void_verdict(tree, head) and marks & {"of", "for"}:
        claim = reading.claim_above(index)
        return EventStatus(True, "actual", claim, (Cue("polarity", head),))
    return _charge_of_object(reading, index, head, marks)


def plea(tree: SentenceTree, index: int) -> tuple[int, bool] | None:
    """
    Return the verb of a plea to what a word says, and whether it is "not guilty".

    The verb of "found not guilty" is one, too.
    """
    head = tree.heads[index]
    verb = head
    if head >= 0 and tree.lemmas[head] == "guilty":
        verb = tree.heads[head]
    if verb < 0 or tree.lemmas[verb] not in GUILTY_VERBS:
        return None
    marked = any(
        tree.lemmas[mark] in ("to", "of") for mark in tree.dependents(index, "mark", "case")
    )
    guilty = next((word for word in range(verb + 1, index) if tree.lemmas[word] == "guilty"), None)
    if guilty is None or not marked:
        return None
    denied = "not" in tree.lemmas[verb + 1 : guilty]
    return (verb, denied) if denied or tree.lemmas[verb] == "plead" else None


def is_void_verdict(tree: SentenceTree, verb: int) -> bool:
    """Return whether a verdict is called wrong or overturned: "convicted of X but later cleared"."""
    if verb < 0 or tree.lemmas[verb] not in CONVICTING:
        return False
    if any(tree.lemmas[word] in FALSELY for word in tree.dependents(verb, "advmod")):
        return True
    later = [word for word in tree.subtree(verb) if word > verb]
    return any(is_acquittal(tree, word) for word in later if tree.base(word) in ("conj", "acl"))


def is_acquittal(tree: SentenceTree, verb: int) -> bool:
    """Return whether a coordinated clause takes a verdict back: "but the verdict was overturned"."""
    if any(tree.lemmas[word] in ("not", "n't", "never") for word in tree.children[verb]):
        return False
    subject = tree.dependent(verb, "nsubj")
    if tree.lemmas[verb] in CLEARING and tree.base(verb) == "conj":
        passive = not tree.dependents(verb, "obj")
        others = [word for word in tree.dependents(verb, "obl", "advcl") if _is_other(tree, word)]
        return passive and not others and (subject is None or tree.tags[subject] == "PRON")
    nouns = tree.dependents(verb, "nsubj:pass", "obj")
    if tree.base(verb) == "acl":  # "a verdict later quashed"
        nouns.append(tree.heads[verb])
    return tree.lemmas[verb] in OVERTURNING and any(tree.lemmas[word] in VERDICTS for word in nouns)


def _is_other(tree: SentenceTree, word: int) -> bool:
    """Return whether somebody is cleared of another crime: "but cleared of theft"."""
    if all(tree.lemmas[mark] != "of" for mark in tree.dependents(word, "case", "mark")):
        return False
    same = tree.dependents(word, "det", "nmod:poss")
    return not same and tree.lemmas[word] not in ("charge", "wrongdoing", "crime")


def _is_tried(tree: SentenceTree, index: int, head: int) -> bool:
    """Return whether a verb or noun says that somebody is before a court: "went on trial for"."""
    if head < 0 or head > index:
        return False
    if (tree.preposition(head), tree.lemmas[head]) in (("on", "trial"), ("in", "custody")):
        return True
    if tree.heads[head] >= 0 and tree.lemmas[tree.heads[head]] == "trial":
        return tree.base(head) == "nmod"  # "the trial of Ann for killing"
    if tree.lemmas[head] in COURTS:
        head = tree.heads[head]
    if head < 0:
        return False
    if tree.lemmas[head] in ("want", "hold"):
        return bool(tree.dependents(head, "aux:pass"))
    if tree.lemmas[head] not in COURT_VERBS:
        return False
    places = [word for word in tree.dependents(head, "obj", "obl") if head < word < index]
    return any(tree.lemmas[word] in COURTS for word in places)


def _charge_of_object(
    reading: SentenceReading, index: int, noun: int, marks: set[str]
) -> EventStatus | None:
    """Return the status of what somebody is accused or cleared of: "cleared A of leaving"."""
    tree, verb = reading.tree, reading.tree.heads[noun]
    if tree.base(index) != "acl" or tree.base(noun) not in ("obj", "nsubj") or verb < 0:
        return None
    if not marks & OBLIQUE_PREPOSITIONS or not verb < index:
        return None
    signature = reading.cues.of_verb(tree.lemmas[verb], *sorted(marks))
    if signature is None or signature.name not in CHARGING or verb not in reading.status:
        return None
    return applied(reading, signature, reading.status[verb], verb)

"""Keep in a predicate the words by which its event is denied, doubted or laid to hearsay."""

from __future__ import annotations

from hookline_relations.events.event_status import EventStatus
from hookline_relations.open.predicates import PredicateBuilder
from hookline_relations.open.statements import Statement
from hookline_relations.syntax.phrases import shows_negation
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["with_cues"]

ADVERBIAL_TAGS = frozenset({"ADV", "PART"})
CONTROLLED = frozenset({"xcomp", "advcl", "acl"})


def with_cues(
    tree: SentenceTree, statement: Statement, status: EventStatus, predicates: PredicateBuilder
) -> Statement | None:
    """
    Return a statement with the adverbs that negate or hedge it, and the verb that denies it.

    "Are prohibited from providing" is the predicate for "providing". A statement with a negation that
    cannot be in its predicate ("X denied that Y …") is None.
    """
    trigger = statement.trigger
    if trigger is None or not statement.predicate:
        return statement
    words = {*statement.subject, *statement.predicate, *statement.object}
    asserting = {cue.word for cue in status.cues if cue.aspect == "modality"}
    if status.undermined and (words.isdisjoint(asserting) or not shows_negation(tree, words)):
        return None  # it is stated as the content of the negation only
    added = {
        cue.word
        for cue in status.cues
        if cue.word not in words
        and tree.tags[cue.word] in ADVERBIAL_TAGS
        and cue.word != len(tree) - 1
        and (tree.heads[cue.word] == trigger or tree.heads[cue.word] in statement.predicate)
    }
    shown = words | added
    denied = [cue.word for cue in status.cues if cue.aspect == "polarity"]
    if (
        status.negative
        and denied
        and shown.isdisjoint(denied)
        and not shows_negation(tree, tuple(shown))
    ):
        governor = tree.heads[trigger]
        clause = predicates.clause(governor)
        if clause is None or governor not in denied or tree.base(trigger) not in CONTROLLED:
            return None
        if clause.subject is None or clause.subject not in statement.subject:
            return None
        added |= {governor, *clause.group, *tree.dependents(trigger, "mark", "case")}
    if not added:
        return statement
    predicate = sorted({*statement.predicate, *added} - {*statement.subject, *statement.object})
    return statement._replace(predicate=tuple(predicate))

"""Find the verdict that says that a crime was committed: "was convicted of killing"."""

from __future__ import annotations

from collections.abc import Sequence

from hookline_relations.events.charges import is_void_verdict, plea
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import words

__all__ = ["guilty_verb", "sentencing"]

CONVICTING = words("convict sentence jail imprison hang execute condemn serve")
"""Verbs after which a gerund names the crime."""
GUILTY_VERBS = words("find plead be")
"""Verbs after which "guilty" makes it a verdict or a confession."""


def sentencing(tree: SentenceTree, clause: Clause, clauses: Sequence[Clause]) -> int | None:
    """
    Return the verb that convicts the subject of what a gerund says, None if none does.

    "was convicted of murdering", "pleaded guilty to killing": whether the crime is a fact is said by
    the event of that verb, unless the verdict is void or the plea "not guilty".
    """
    if tree.words[clause.head].xpos != "VBG" or tree.base(clause.head) not in ("advcl", "acl"):
        return None
    above = guilty_verb(tree, tree.heads[clause.head])
    governor = next((other for other in clauses if other.head == above), None)
    if governor is None or governor.subject != clause.subject:
        return None
    if is_void_verdict(tree, above) or plea(tree, clause.head) == (above, True):
        return None
    if above != tree.heads[clause.head] or tree.lemmas[above] in CONVICTING:
        return above
    return above if any(tree.lemmas[child] == "guilty" for child in tree.children[above]) else None


def guilty_verb(tree: SentenceTree, word: int) -> int:
    """Return the verb of "found guilty" for "guilty", and any other word itself."""
    head = tree.heads[word] if word >= 0 else -1
    if head >= 0 and tree.lemmas[word] == "guilty" and tree.lemmas[head] in GUILTY_VERBS:
        return head
    return word

"""Recognize the bare verb of what is demanded: "the rule that salt be sold", "insisted that he go"."""

from __future__ import annotations

from hookline_relations.syntax.tree import SentenceTree

__all__ = ["is_subjunctive"]

SINGULAR = frozenset({"he", "she", "it"})
CLAUSES = frozenset({"ccomp", "csubj", "acl"})


def is_subjunctive(tree: SentenceTree, index: int) -> bool:
    """Return whether a clause with "that" and a subject has a bare verb and no auxiliary before it."""
    subject = tree.dependent(index, "nsubj", "expl")
    if tree.base(index) not in CLAUSES or subject is None or subject > index:
        return False
    verbs = [*tree.dependents(index, "aux", "aux:pass", "cop"), index]
    first = verbs[0]
    if first < subject or not any(
        tree.lemmas[word] == "that" and word < subject for word in tree.children[index]
    ):
        return False
    if tree.words[first].text == "be":
        return True
    # With a plural subject the present looks the same.
    singular = tree.words[subject].xpos in ("NN", "NNP") or tree.lemmas[subject] in SINGULAR
    singular = singular and not tree.dependents(subject, "conj")
    return singular and first == index and tree.words[first].xpos == "VB"

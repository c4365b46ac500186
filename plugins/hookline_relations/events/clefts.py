"""Read what a sentence denies by its order: "it was not Ann who left", "never since has Ann left"."""

from __future__ import annotations

from hookline_relations.events.cues import Cues
from hookline_relations.syntax.phrases import is_negation
from hookline_relations.syntax.tree import SentenceTree

__all__ = ["denied_focus", "fronted_negation"]

FRONTED = frozenset({"never", "not", "nowhere"})
OPENING = frozenset({"until", "till", "long", "least"})
"""Words behind "not" that leave what follows as it is: "not until May did Ann leave"."""


def denied_focus(tree: SentenceTree, cues: Cues, index: int) -> int | None:
    """Return the word that denies whom a cleft is about: "it was not Ann who left"."""
    focus = tree.heads[index]
    if focus < 0 or tree.base(index) not in ("acl", "advcl") or not tree.dependents(focus, "cop"):
        return None
    named = tree.entity_of[focus] is not None or tree.tags[focus] in ("PROPN", "PRON")
    if not named or tree.case(focus) or tree.label(focus) in ("DATE", "MONEY"):
        return None
    impersonal = any(tree.lemmas[word] == "it" for word in tree.dependents(focus, "nsubj", "expl"))
    relative = [
        child
        for child in tree.dependents(index, "nsubj", "obj")
        if tree.words[child].xpos in ("WP", "WDT") and child > focus
    ]
    alone = any(tree.lemmas[word] == "alone" for word in range(focus + 1, index))
    if not impersonal or not relative or alone:
        return None
    return next(
        (
            child
            for child in tree.dependents(focus, "advmod")
            if tree.lemmas[child] in cues.negations and child < focus and is_negation(tree, child)
        ),
        None,
    )


def fronted_negation(tree: SentenceTree, index: int) -> int | None:
    """Return the "never" that opens a clause with its auxiliary before its subject."""
    subject = tree.dependent(index, "nsubj")
    auxiliary = next(iter(tree.dependents(index, "aux", "cop", "aux:pass")), None)
    if subject is None or auxiliary is None or auxiliary > subject:
        return None
    below = [*tree.children[index], *tree.children[auxiliary]]
    opening = (tree.first(child) for child in below if child < auxiliary)
    return next(
        (
            word
            for word in opening
            if tree.lemmas[word] in FRONTED
            and is_negation(tree, word)
            and tree.lemmas[word + 1] not in OPENING
            and tree.base(word) == "advmod"
        ),
        None,
    )

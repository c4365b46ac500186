"""Repair sentences with the wrong root: "Asked whether …, Ann left", "All but Ann left"."""

from __future__ import annotations

from collections.abc import Sequence

from hookline import Token

__all__ = ["repair_openings"]

FINITE = frozenset({"VBD", "VBP", "VBZ"})
QUANTIFIERS = frozenset({"everyone", "everybody", "everything", "all", "nobody", "none", "no"})
QUESTIONS = frozenset({"ask", "question", "press", "quiz"})


def repair_openings(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """Change heads and relations in place; the result has no cycles if `heads` has none."""
    root = next((index for index, head in enumerate(heads) if head < 0), None)
    if root is None:
        return
    _move_question(words, heads, rels, root)
    _move_quantifier(words, heads, rels, root)


def _move_question(words: Sequence[Token], heads: list[int], rels: list[str], root: int) -> None:
    """Read "Asked whether he would leave, Ann smiled" as a clause of Ann's."""
    if root or words[0].upos != "VERB" or words[0].lemma not in QUESTIONS:
        return
    if any(head == 0 and rels[index] == "nsubj" for index, head in enumerate(heads)):
        return
    clauses = [i for i, head in enumerate(heads) if head == 0 and rels[i] in ("ccomp", "parataxis")]
    if not clauses:
        return
    main = clauses[-1]
    own = {rels[index]: index for index, head in enumerate(heads) if head == main}
    subject = own.get("nsubj")
    if subject is None or "mark" in own or words[main].xpos not in FINITE:
        return
    first = subject
    while first and (heads[first - 1] == subject and rels[first - 1] != "punct"):
        first -= 1
    if first and words[first - 1].text == ",":
        heads[main], rels[main] = -1, "root"
        heads[0], rels[0] = main, "advcl"


def _move_quantifier(words: Sequence[Token], heads: list[int], rels: list[str], root: int) -> None:
    """Read "Everyone in it but Ann backed the plan" as what everyone did, not Ann."""
    if (words[root].lemma or "").lower() not in QUANTIFIERS:
        return
    verb = next((i for i, head in enumerate(heads) if head == root and rels[i] == "conj"), None)
    if verb is None or words[verb].xpos not in FINITE:
        return
    own = {rels[index]: index for index, head in enumerate(heads) if head == verb}
    but, name = own.get("cc"), own.get("nsubj")
    if but is None or name is None or not root < but < name < verb or words[but].text != "but":
        return
    if words[but - 1].text != ",":
        heads[verb], rels[verb] = -1, "root"
        heads[root], rels[root] = verb, "nsubj"
        heads[name], rels[name] = root, "nmod"
        heads[but], rels[but] = name, "case"

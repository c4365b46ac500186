"""Give the clause of a cleft to the name that it is about, not to one that is left out."""

from __future__ import annotations

from collections.abc import Sequence

from hookline import Token
from hookline_relations.syntax.dependents import child_of

__all__ = ["repair_clefts"]

CONTRASTING = frozenset({"not", "n't", "n’t", "rather", "instead"})


def repair_clefts(words: Sequence[Token], heads: list[int], rels: list[str]) -> None:
    """
    Hang the clause of a cleft on its focus in place: "it was Ann and not Eve who left".

    Parsers give it to the nearest name; that of "it was not Ann but Eve who left" is Eve's.
    """
    for clause, name in enumerate(heads):
        if not rels[clause].endswith(":relcl") or not 0 <= name < clause:
            continue
        focus = heads[name] if rels[name] in ("conj", "appos", "parataxis") else name
        if focus < 0 or not _is_cleft(words, heads, rels, focus):
            continue
        if focus != name and _is_contrasted(words, heads, focus, name):
            heads[clause] = focus
        elif focus == name and _is_contrasted(words, heads, -1, name):
            heads[clause] = next(
                (
                    word
                    for word in range(name + 1, clause)
                    if heads[word] == name
                    and rels[word] == "conj"
                    and _has(words, heads, word, {"but"})
                ),
                name,
            )


def _is_cleft(words: Sequence[Token], heads: list[int], rels: list[str], focus: int) -> bool:
    subject = child_of(heads, rels, focus, "nsubj", "expl")
    copula = child_of(heads, rels, focus, "cop")
    return copula is not None and subject is not None and words[subject].text.lower() == "it"


def _is_contrasted(words: Sequence[Token], heads: list[int], after: int, name: int) -> bool:
    """Return whether a "not" or "rather" between two words stands before a name."""
    return any(
        heads[word] == name and words[word].text.lower() in CONTRASTING
        for word in range(after + 1, name)
    )


def _has(words: Sequence[Token], heads: list[int], name: int, texts: set[str]) -> bool:
    return any(heads[word] == name and words[word].text.lower() in texts for word in range(name))

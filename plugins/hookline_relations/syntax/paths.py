"""Walk the dependency paths of a sentence."""

from __future__ import annotations

from hookline_relations.syntax.tree import SentenceTree

__all__ = ["antecedent", "possessed_noun", "tree_path", "upwards"]


def upwards(tree: SentenceTree, index: int, limit: int | None = None) -> list[int]:
    """Return a word and its ancestors up to the root, at most `limit` words."""
    line = [index]
    while tree.heads[line[-1]] >= 0 and len(line) != limit:
        line.append(tree.heads[line[-1]])
    return line


def tree_path(tree: SentenceTree, start: int, end: int) -> list[int]:
    """Return the words on the path between two words, by way of their lowest common ancestor."""
    left, right = upwards(tree, start), upwards(tree, end)
    common = set(left) & set(right)
    top = next((word for word in left if word in common), None)
    if top is None:
        return [*left, *right]
    return [*left[: left.index(top) + 1], *right[: right.index(top)]]


def antecedent(tree: SentenceTree, pronoun: int) -> int:
    """Return the noun that the relative clause of a pronoun modifies, or -1."""
    verb = tree.heads[pronoun]
    while verb >= 0 and tree.base(verb) not in ("acl", "root"):
        verb = tree.heads[verb]
    return tree.heads[verb] if verb >= 0 else -1


def possessed_noun(tree: SentenceTree, possessor: int) -> int:
    """Return the noun that a possessive ("her", "Acme's") modifies, or -1."""
    return tree.heads[possessor] if tree.rels[possessor] == "nmod:poss" else -1

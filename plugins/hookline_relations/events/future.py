"""Find the word by which a clause in the present tells what is to come: "opens tomorrow"."""

from __future__ import annotations

from calendar import day_name, month_name

from hookline_relations.syntax.tree import SentenceTree

__all__ = ["future_word"]

PRESENT = frozenset({"VBP", "VBZ"})
WEEKDAYS = frozenset(day.lower() for day in day_name)
PERIODS = (
    frozenset({"week", "weekend", "month", "quarter", "season", "year", "spring", "summer"})
    | {"autumn", "fall", "winter", *(month.lower() for month in month_name if month)}
    | WEEKDAYS
)


def future_word(tree: SentenceTree, index: int) -> int | None:
    """
    Return the word that puts a clause in the present into the future.

    That is "tomorrow", "soon" behind the verb, "next week", and with a progressive a day of the week.
    """
    verbs = [*tree.dependents(index, "aux", "aux:pass", "cop"), index]
    perfect = verbs[0] != index and tree.lemmas[verbs[0]] == "have"
    if perfect or tree.words[verbs[0]].xpos not in PRESENT:
        return None
    progressive = tree.words[index].xpos == "VBG"
    for child in tree.dependents(index, "advmod", "obl", "nmod"):
        lemma = tree.lemmas[child]
        if lemma == "tomorrow" or (lemma == "soon" and child > index):
            return child
        if lemma in PERIODS and tree.lemmas[tree.first(child)] == "next":
            return child
        introduced = {tree.lemmas[word] for word in tree.case(child)}
        if progressive and lemma in WEEKDAYS and introduced <= {"on"}:
            return child
    return None

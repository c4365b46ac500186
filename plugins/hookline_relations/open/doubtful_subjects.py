"""Tell which clauses may be about something else than the noun that the tree gives them."""

from __future__ import annotations

from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.phrases import follows_comma
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import PERSONAL, QUANTITIES

__all__ = ["is_doubtful_subject", "told_of"]

DECIDING = frozenset({"decide", "agree", "propose", "recommend", "resolve", "hope", "suggest"})
"""Verbs with "it" for an infinitive: "it was decided to leave"."""
USING = frozenset({"use", "employ", "apply", "utilise", "utilize", "require", "need"})
AMOUNTS = frozenset({"%", "percent", "cent", "metre", "meter", "kilometre", "kilometer", "ton"})
PREPOSITIONAL = frozenset({"start", "begin", "depend", "range", "date"})
"""Participles that are prepositions after a comma: "…, starting from Monday"."""
LIKENING = frozenset({"like", "for", "about", "of"})
PLURAL_FORMS = frozenset({"were", "are", "have"})
SINGULAR_FORMS = frozenset({"was", "is", "has", "does"})
PLURAL_PRONOUNS = frozenset({"we", "they", "these", "those"})
PUNISHING = frozenset({"fine", "jail", "imprison", "ban", "suspend", "award", "grant", "deport"})
"""Verbs whose past tense behind a passive is one, too: "was sentenced to a year and fined $9"."""
MODAL_OR_PAST = frozenset({"MD", "VBD", "VBZ"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
DATELINE_ENDS = frozenset({":", "—", "–", "-", "--"})
SINGULAR_PRONOUNS = frozenset({"it", "he", "she"})


def is_doubtful_subject(tree: SentenceTree, clause: Clause, subject: int) -> bool:
    """Return whether a clause may be about something else than the noun that a tree gives it."""
    if tree.base(clause.head) == "conj" and clause.head < tree.heads[clause.head]:
        return tree.heads[subject] != clause.head  # a conjunct does not stand before the first
    if tree.rels[subject] == "nsubj:outer":
        return True  # "one idea is we are testing it"
    if tree.base(subject) == "csubj":
        return subject > tree.heads[subject] and not tree.dependents(tree.heads[subject], "expl")
    return (
        _is_expletive(tree, clause, subject)
        or _is_dateline(tree, clause, subject)
        or _is_cut_short(tree, subject)
        or _may_be_of_nearer(tree, clause.head, subject)
        or _follows_other_clause(tree, clause.head)
        or _is_likened(tree, clause.head)
        or _is_of_amount(tree, clause.head, subject)
        or _follows_phrase(tree, clause.head)
        or _is_aside(tree, clause.head)
        or _is_of_view(tree, clause.head, subject)
        or _follows_other_noun(tree, clause.head)
        or _disagrees(tree, clause, subject)
        or _is_unlike_first(tree, clause, subject)
        or _has_other_agent(tree, clause, subject)
    )


def _is_aside(tree: SentenceTree, index: int) -> bool:
    """Return whether a participle opens a bracket, or is a conjunction: "…, considering that"."""
    if tree.words[index].xpos != "VBG" or tree.dependents(index, "nsubj", "aux"):
        return False
    first = tree.first(index)
    bracketed = first > 0 and tree.words[first - 1].text in ("(", "[")
    return bracketed or (
        tree.lemmas[index] == "consider"
        and tree.base(index) == "advcl"
        and bool(tree.dependents(index, "ccomp"))
    )


def _is_of_view(tree: SentenceTree, index: int, subject: int) -> bool:
    """Return whether a clause only says whom something is about: "as far as Ann is concerned"."""
    first = tree.first(subject)
    before = tree.lemmas[max(first - 3, 0) : first]
    return tree.lemmas[index] in ("concerned", "concern") and before == ["as", "far", "as"]


def _follows_other_noun(tree: SentenceTree, index: int) -> bool:
    """
    Return whether a participle before the subject stands behind another noun.

    "During the talks, held in Oslo, Ann left" tells of the talks.
    """
    governor, first = tree.heads[index], tree.first(index)
    if tree.words[index].xpos != "VBN" or tree.base(index) != "advcl" or governor < index:
        return False
    if first < 2 or tree.words[first - 1].text != ",":
        return False
    return tree.tags[first - 2] in ("NOUN", "PROPN") and not tree.dependents(index, "mark", "aux")


def _is_expletive(tree: SentenceTree, clause: Clause, subject: int) -> bool:
    """Return whether "it" stands for an infinitive: "it was decided to leave"."""
    verb = tree.heads[subject]
    if tree.lemmas[subject] != "it" or verb < 0:
        return False
    if tree.lemmas[verb] == "come":  # "when it comes to taxes"
        return any(tree.lemmas[word] == "when" for word in tree.dependents(verb, "advmod", "mark"))
    if tree.rels[subject] != "nsubj:pass":
        return False
    reports = any(argument.role == "report" for argument in clause.arguments)
    return tree.lemmas[verb] in DECIDING and not reports


def _is_dateline(tree: SentenceTree, clause: Clause, subject: int) -> bool:
    """Return whether a place only says where a report was written: "DOHA: The bank opened …"."""
    if tree.label(subject) != "LOC" or tree.entity_of[0] != tree.entity_of[subject]:
        return False
    after = max(tree.entity_words(subject)) + 1
    return after < clause.head and tree.words[after].text in DATELINE_ENDS


def _is_cut_short(tree: SentenceTree, subject: int) -> bool:
    """Return whether a subject asks, or starts amid a phrase: "of the men", "he of his friends"."""
    if any(tree.lemmas[word] in ("which", "what") for word in tree.dependents(subject, "det")):
        return True  # "which bank lent the money"
    if tree.tags[subject] == "PRON" and tree.lemmas[subject] in PERSONAL:
        return any(tree.preposition(child) == "of" for child in tree.dependents(subject, "nmod"))
    return tree.base(subject) == "nsubj" and tree.preposition(subject) == "of"


def _may_be_of_nearer(tree: SentenceTree, index: int, subject: int) -> bool:
    """
    Return whether a participle stands behind another noun: "the chief of a firm accused of fraud".

    A quantity is of what follows it: "dozens of people killed in Oslo".
    """
    before = index - 1
    if tree.rels[index] != "acl" or tree.first(index) != index or before <= subject:
        return False
    return (
        tree.heads[index] == subject
        and tree.base(before) == "nmod"
        and tree.heads[before] == subject
        and bool(tree.dependents(before, "det", "amod"))
        and (tree.tags[before], tree.tags[subject]) == ("NOUN", "NOUN")
        and tree.words[before].xpos == tree.words[subject].xpos
        and tree.lemmas[subject] not in QUANTITIES
    )


def _follows_other_clause(tree: SentenceTree, index: int) -> bool:
    """
    Return whether a nearer clause could share its subject with a coordinated verb.

    In "he spoke when a man got up and shouted" it is the man who shouted, whatever the tree says.
    """
    first, form = tree.heads[index], _finite_form(tree, index)
    if tree.base(index) != "conj" or first > index or form not in FINITE:
        return False
    if tree.dependents(index, "nsubj", "expl"):
        return False
    nearer = {
        tree.base(other)
        for other in tree.dependents(first, "advcl", "ccomp")
        if first < other < index
        and _finite_form(tree, other) == form
        and tree.dependent(other, "nsubj") is not None
    }
    if "ccomp" in nearer:  # "he said Peru has oil but has sold none"
        return _finite_form(tree, first) != form
    return "advcl" in nearer and not follows_comma(tree, index)


def _finite_form(tree: SentenceTree, index: int) -> str | None:
    """Return the tag of the first verb of a clause, which is the finite one if any is."""
    return tree.words[min([index, *tree.dependents(index, "aux", "aux:pass", "cop")])].xpos


def _is_likened(tree: SentenceTree, index: int) -> bool:
    """Return whether a participle is what something is like, for or about: "it was like falling"."""
    if tree.words[index].xpos != "VBG" or not tree.dependents(index, "cop", "aux"):
        return False
    marks = {tree.lemmas[mark] for mark in tree.dependents(index, "mark")}
    return not marks.isdisjoint(LIKENING) and "to" not in marks


def _follows_phrase(tree: SentenceTree, index: int) -> bool:
    """Return whether a participle has a phrase before it: "for targets coated", about the targets."""
    return tree.rels[index] == "acl" and any(
        child < index for child in tree.dependents(index, "obl")
    )


def _is_of_amount(tree: SentenceTree, index: int, subject: int) -> bool:
    """Return whether a participle may be about what an amount is of: "a rate above 2% showing …"."""
    amount = tree.lemmas[subject] in AMOUNTS or tree.label(subject) == "MONEY"
    return tree.rels[index] == "acl" and amount and bool(tree.case(subject))


def _disagrees(tree: SentenceTree, clause: Clause, subject: int) -> bool:
    """Return whether a verb does not agree with its own subject: "Ann and Bob report values"."""
    head = clause.head
    if tree.heads[subject] != head:
        return False
    verb = tree.words[min([head, *tree.dependents(head, "aux", "aux:pass", "cop")])]
    form, pronoun = verb.text.lower(), tree.words[subject].text.lower()
    if pronoun in PLURAL_PRONOUNS:
        return form in SINGULAR_FORMS
    if pronoun in SINGULAR_PRONOUNS and not tree.dependents(subject, "conj"):
        return form in PLURAL_FORMS and not tree.dependents(head, "mark")
    if verb.xpos != "VBZ" or not form.endswith("s") or tree.dependents(head, "cop", "aux"):
        return False
    return any(
        tree.lemmas[cc] == "and" and tree.entity_of[cc] is None
        for other in tree.dependents(subject, "conj")
        for cc in tree.dependents(other, "cc")
    )


def _is_unlike_first(tree: SentenceTree, clause: Clause, subject: int) -> bool:
    """
    Return whether a coordinated verb cannot share the subject of the first one.

    Its form differs ("focused on helping them, navigate"), or it does not agree with the subject.
    """
    index = clause.head
    first = tree.heads[index]
    if tree.base(index) != "conj" or tree.dependents(index, "nsubj"):
        return False
    if tree.dependents(index, "aux", "cop"):
        return _finite_form(tree, index) in MODAL_OR_PAST and _is_bare_participle(tree, first)
    if tree.dependents(index, "mark"):
        return _joins_infinitive(tree, first, index)
    form, other = tree.words[index].xpos, tree.words[first].xpos
    auxiliaries = {tree.words[child].xpos for child in tree.dependents(first, "aux")}
    if form in ("VB", "VBP") and "MD" in auxiliaries:
        return False
    if form == "VBP":
        return tree.words[subject].xpos == "NN" and not tree.dependents(subject, "conj")
    if form == "VBZ" and "MD" in auxiliaries:
        return True
    if form == "VBZ":
        return tree.words[subject].xpos == "NNS" or bool(tree.dependents(subject, "conj"))
    if form == "VBD" and tree.lemmas[index] in PUNISHING:
        return any(tree.rels[child] == "aux:pass" for child in tree.children[first])
    if form == "VB":
        return other not in ("VB", "VBP") and not auxiliaries
    return form == "VBG" and other in ("VBD", "VBZ", "VBP")


def _is_bare_participle(tree: SentenceTree, index: int) -> bool:
    """Return whether a verb is "dripping" in "his hands dripping", with no auxiliary."""
    return tree.words[index].xpos == "VBG" and not tree.dependents(index, "aux", "cop")


def _joins_infinitive(tree: SentenceTree, first: int, index: int) -> bool:
    """Return whether "to" goes on a nearer infinitive: "plans policies to help and to train them"."""

    def infinitive(verb: int) -> bool:
        return any(tree.lemmas[mark] == "to" for mark in tree.dependents(verb, "mark"))

    nearer = range(first + 1, index)
    return infinitive(index) and not infinitive(first) and any(map(infinitive, nearer))


def _has_other_agent(tree: SentenceTree, clause: Clause, subject: int) -> bool:
    """Return whether a participle may tell of somebody whom the verb above leaves out."""
    index = clause.head
    if tree.base(index) == "conj" and tree.words[index].xpos == "VBG":
        index = tree.heads[index]
    governor = tree.heads[index]
    if tree.base(index) != "advcl" or governor < 0 or tree.dependents(index, "nsubj"):
        return False
    marks = {tree.lemmas[mark] for mark in tree.dependents(index, "mark", "case")}
    if tree.words[index].xpos != "VBG":
        return "as" in marks and not tree.dependents(index, "aux")  # "as suggested in reports"
    passive = any(tree.rels[child] == "aux:pass" for child in tree.children[governor])
    passive = passive or (tree.words[governor].xpos == "VBN" and tree.rels[governor] == "acl")
    if tree.lemmas[subject] == "it" and tree.tags[governor] == "ADJ" and not marks:
        return True  # "it is great seeing you"
    if tree.lemmas[index] in PREPOSITIONAL and tree.dependents(index, "obl"):
        return True
    if any(tree.lemmas[mark] == "from" for mark in tree.dependents(governor, "mark")):
        return True  # "they barred him from travelling while watching his friends"
    if "than" in marks:
        return True  # "new pumps are cheaper than repairing them"
    if marks:  # "is used in treating", "the part played in helping them"
        return passive and (tree.lemmas[governor] in USING or not marks.isdisjoint({"in", "by"}))
    acts = tree.label(subject) == "PERSON" or tree.tags[subject] == "PRON"
    if passive and not acts:
        return not follows_comma(tree, index)  # "the work was done making sure that …"
    before = tree.first(index) - 1
    named = before > governor and tree.label(before) in ("PERSON", "ORG")
    return named and any(
        tree.heads[word] == governor and tree.base(word) == "obj"
        for word in tree.entity_words(before)
    )  # "approved Acme opening a branch"


def told_of(tree: SentenceTree, clause: int, heads: tuple[int, ...]) -> tuple[int, ...]:
    """
    Return those of coordinated nouns that a relative or participial clause tells of.

    It tells of no noun behind it; of several before it, it surely tells of the last one only, unless
    its verb is in the plural.
    """
    before = tuple(head for head in heads if head < clause)
    if len(before) < 2:
        return before
    verbs = [*tree.dependents(clause, "aux", "aux:pass", "cop"), clause]
    plural = tree.words[verbs[0]].xpos == "VBP" or tree.words[verbs[0]].text.lower() in PLURAL_FORMS
    singular = all(tree.words[head].xpos in ("NN", "NNP") for head in before)
    return before if plural and singular else before[-1:]

"""Find who vouches for a clause: the speakers of reports, of comment clauses and of "according to"."""

from __future__ import annotations

from collections.abc import Mapping

from hookline_relations.events.attributing_phrases import Attribution, is_outer, phrase_source
from hookline_relations.events.cues import Cues
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.phrases import follows_comma, phrase
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import words

__all__ = ["Attribution", "ReportFinder"]

COMMENT_RELATIONS = frozenset(
    {"parataxis", "conj", "advcl", "acl", "appos", "dep", "list", "nmod", "obl"}
)
CONTENT_RELATIONS = ("ccomp", "obj", "xcomp", "csubj")
SPEAKERS = words(
    "police official source study survey poll expert analyst minister ministry government prosecutor "
    "lawyer researcher scientist witness medium spokesman spokeswoman spokesperson auditor watchdog "
    "agency court judge president doctor union army military opposition activist monitor regulator "
    "mayor coach whistleblower"
)
LABEL_MARKS = frozenset({":", "–", "—"})
INSIDE_VERBS = frozenset({"AUX", "ADV", "PART"})
"""Tags of what may stand between a report inside a relative clause and its verb."""
QUOTING = frozenset({"quote", "cite"})
MAX_LABEL = 3
"""The most words of a label before what it reports ("Police: …")."""


class ReportFinder:
    """The reports of a sentence."""

    def __init__(self, tree: SentenceTree, clauses: Mapping[int, Clause], cues: Cues) -> None:
        self._tree = tree
        self._clauses = clauses
        self._cues = cues
        self._comments: dict[int, int] = {}
        """For the head of a clause, the verb of the comment clause about it."""
        self._sources: dict[int, tuple[Attribution, int]] = {}
        """For the head of a clause, who vouches for it without a verb of saying, and the cue."""
        for head in clauses:
            content = self._commented(head)
            if content is not None:
                self._comments.setdefault(content, head)
        for index in range(len(tree)):
            attributed = phrase_source(tree, index)
            above = None if attributed is None else self._clause_of_phrase(index)
            if attributed is not None and above is not None:
                self._sources[above] = attributed
                if is_outer(tree, index) and above == self._clause_above(index):
                    self._sources[self._top(above)] = attributed
        for index in clauses:
            inner = self._inner_report(index)
            if inner is not None:
                self._sources.setdefault(index, inner)
        self._read_label()
        self._read_closing_label()

    def is_report(self, index: int) -> bool:
        """Return whether a word is a verb of saying."""
        tree, lemma = self._tree, self._tree.lemmas[index]
        heard = lemma == "hear" and tree.base(index) == "parataxis"  # "the court heard"
        heard = heard or self._puts_it(index) or self._hears(index)
        return (heard or lemma in self._cues.reports) and index in self._clauses

    def _hears(self, index: int) -> bool:
        """Return whether a clause behind a comma says before whom it is said: "…, the court heard"."""
        tree, subject = self._tree, self._tree.dependent(index, "nsubj")
        court = subject is not None and tree.lemmas[subject] in self._cues.hearings
        return court and tree.lemmas[index] == "hear" and follows_comma(tree, index)

    def _puts_it(self, index: int) -> bool:
        """Return whether a clause is "as Ann put it"."""
        tree = self._tree
        objects = [tree.lemmas[child] for child in tree.dependents(index, "obj")]
        marks = [tree.lemmas[child] for child in tree.dependents(index, "mark", "advmod")]
        return tree.lemmas[index] == "put" and objects == ["it"] and "as" in marks

    def _opines(self, index: int) -> bool:
        """Return whether a clause is a comment like "…, the professor believes"."""
        lemma = self._tree.lemmas[index]
        signature = self._cues.clauses.get(lemma)
        opined = signature is not None and signature.name == "opined"
        opined = opined or (lemma in self._cues.vouching and not self._goes_on(index))
        return opined and self._tree.base(index) == "parataxis" and index in self._clauses

    def _goes_on(self, index: int) -> bool:
        """Return whether a clause goes on with a text of the same "we", or behind a semicolon."""
        tree, subject = self._tree, self._tree.dependent(index, "nsubj")
        own = subject is not None and tree.lemmas[subject] in ("we", "I", "you")
        before = tree.first(index) - 1
        return own or before < 0 or tree.words[before].text in (";", ":")

    def is_comment(self, index: int) -> bool:
        """Return whether a clause only says who says the clause beside it."""
        return index in self._comments.values()

    def attribution(self, report: int) -> Attribution:
        """Return who reports something by a verb or a noun: "Ann said", "Ann's claim"."""
        tree = self._tree
        clause = self._clauses.get(report)
        verbal = tree.tags[report] in ("VERB", "AUX") or tree.base(report) == "parataxis"
        if clause is None or not verbal:
            owner = tree.dependent(report, "nmod:poss")
            if owner is None:
                owner = next(
                    (
                        child
                        for child in tree.dependents(report, "nmod")
                        if tree.preposition(child) in ("by", "from")
                    ),
                    None,
                )
            if owner is None and clause is None:
                above = self._clause_above(report)
                light = (
                    above is not None
                    and tree.heads[report] == above
                    and (tree.rels[report] == "obj" and tree.lemmas[above] in self._cues.light)
                )
                if light and above is not None:
                    owner = self._clauses[above].subject  # "made the claim that"
            return Attribution(owner, None)
        if clause.passive:
            agent = next(
                (argument.head for argument in clause.arguments if argument.preposition == "by"),
                None,
            )
            return Attribution(agent, report)
        above = tree.heads[report]
        quoted = tree.dependent(above, "obj") if above >= 0 else None
        marks = [tree.lemmas[mark] for mark in tree.dependents(report, "mark")]
        if quoted is not None and tree.lemmas[above] in QUOTING and marks == ["as"]:
            return Attribution(quoted, report)  # "quoted a monk as saying"
        return Attribution(clause.subject, report)

    def source_words(self, source: int) -> tuple[int, ...]:
        """Return the words of a speaker or of the name behind it; all of those that are coordinated."""
        tree = self._tree
        if tree.entity_of[source] is None and not tree.dependents(source, "conj"):
            names = (word for word in tree.dependents(source, "appos") if follows_comma(tree, word))
            source = next((word for word in names if tree.label(word) == "PERSON"), source)
        return phrase(tree, source, joined=True)

    def _inner_report(self, index: int) -> tuple[Attribution, int] | None:
        """Return who says what a relative clause tells: "the bomb, which Israel says was planted"."""
        tree = self._tree
        if tree.rels[index] != "acl:relcl":
            return None
        for verb in [*tree.dependents(tree.heads[index], "acl"), *tree.dependents(index, "aux")]:
            speaker = tree.dependent(verb, "nsubj")
            between = (tree.tags[word] for word in range(verb + 1, index))
            says = verb < index and tree.lemmas[verb] in self._cues.reports
            if says and speaker is not None and set(between) <= INSIDE_VERBS:
                return Attribution(speaker, verb if verb in self._clauses else None), verb
        return None

    def beside(self, index: int) -> tuple[Attribution | None, int]:
        """Return who vouches for a clause by a comment or by "according to", and the cue of it."""
        report = self._comments.get(index)
        if report is not None:
            return self.attribution(report), report
        return self._sources.get(index, (None, -1))

    def _read_label(self) -> None:
        """Lay what follows a label to the one it names: "Police: …"; "Report: …" names nobody."""
        tree = self._tree
        colon = next((i for i in range(min(MAX_LABEL + 1, len(tree))) if tree.lemmas[i] == ":"), 0)
        if not colon or not all(tree.nominal(i) or tree.tags[i] == "ADJ" for i in range(colon)):
            return
        label, signature = colon - 1, self._cues.nouns.get(tree.lemmas[colon - 1])
        reported = signature is not None and signature.name == "reported"
        names_speaker = tree.lemmas[label] in SPEAKERS or tree.label(label) in ("PERSON", "ORG")
        content = next((i for i in tree.order if i > colon and i in self._clauses), None)
        if content is not None and (reported or names_speaker):
            self._sources[content] = Attribution(None if reported else label, None), label

    def _read_closing_label(self) -> None:
        """Lay what a headline says to whom it names behind a colon: "Minister took bribes: auditor"."""
        tree = self._tree
        end = next((i for i in range(len(tree)) if tree.lemmas[i] == ";"), len(tree))
        colons = [i for i in range(end) if tree.words[i].text in LABEL_MARKS]
        if len(colons) != 1 or not 0 < end - colons[0] - 1 <= MAX_LABEL:
            return
        label = range(colons[0] + 1, end)
        if not all(tree.nominal(i) or tree.tags[i] in ("ADJ", "PART") for i in label):
            return
        speaker = next((i for i in label if tree.heads[i] not in label), -1)
        known = tree.lemmas[speaker] in SPEAKERS or tree.label(speaker) in ("PERSON", "ORG")
        content = next((i for i in tree.order if i < colons[0] and i in self._clauses), None)
        if known and content is not None:
            self._sources[content] = Attribution(speaker, None), speaker

    def _commented(self, head: int) -> int | None:
        """Return the clause that a verb of saying comments on: "Acme, Ann said, …"."""
        tree = self._tree
        if not self.is_report(head) and not self._opines(head):
            return None
        if tree.dependents(head, *CONTENT_RELATIONS) and not self._puts_it(head):
            return None
        above = tree.heads[head]
        if above >= 0:
            if self._interrupts_contrast(head):
                return None
            if any(tree.words[word].xpos == "VBG" for word in tree.dependents(head, "aux")):
                return None  # "having warned of it"
            if tree.base(head) == "acl" and not follows_comma(tree, head):
                return None  # "in a report published in Geneva"
            marked = [
                mark
                for mark in tree.dependents(head, "mark", "cc")
                if (tree.lemmas[mark] != "as" or tree.base(head) != "advcl")
                and tree.lemmas[mark : mark + 2] != ["or", "so"]
            ]  # "As Ann said, …" is a comment, and "…, or so Ann says"
            relative = tree.rels[head] == "acl:relcl" and not self._hears(head)
            if tree.base(head) not in COMMENT_RELATIONS or marked or relative:
                return None
            clause = self._clauses.get(head)
            if clause is None or (clause.subject is None and not clause.passive):
                return None
            labelled = self._labelled_clause(above, head)
            if labelled is not None:
                return labelled
            return above if above in self._clauses else self._clause_above(head)
        # "X said" is the root, and what X says is beside it.
        return next(
            (
                child
                for child in tree.dependents(head, "parataxis")
                if child in self._clauses
                and not self.is_report(child)
                and all(tree.words[word].text != ";" for word in range(head, child))
            ),
            None,
        )

    def _labelled_clause(self, label: int, comment: int) -> int | None:
        """Return the clause of a comment that hangs on their label: "Exclusive: A left, B says"."""
        tree = self._tree
        if label + 1 >= len(tree) or tree.words[label + 1].text != ":" or label > MAX_LABEL:
            return None
        beside = (child for child in tree.dependents(label, "parataxis") if child < comment)
        return next((child for child in beside if child in self._clauses), None)

    def _interrupts_contrast(self, head: int) -> bool:
        """Return whether a comment is about what is left out: "and not Bolt as Ann had said"."""
        before = self._tree.first(head) - 1
        return any(before in self._tree.subtree(noun) for noun in self._tree.excluded)

    def _clause_above(self, index: int) -> int | None:
        head = self._tree.heads[index]
        while head >= 0 and head not in self._clauses:
            head = self._tree.heads[head]
        return head if head >= 0 else None

    def _clause_of_phrase(self, index: int) -> int | None:
        """Return the clause of a phrase, from which no semicolon parts it: "according to A, …; …"."""
        tree, above = self._tree, self._clause_above(index)
        if above is None or above < index:
            return above
        semicolon = next((i for i in range(index, above) if tree.words[i].text == ";"), None)
        if semicolon is None:
            return above
        beside = (i for i in tree.dependents(above, "parataxis", "ccomp") if i < semicolon)
        return next((child for child in beside if child in self._clauses), above)

    def _top(self, index: int) -> int:
        """Return the head of the sentence, or of the coordinated clause with its own subject."""
        tree = self._tree
        while tree.heads[index] >= 0:
            if tree.base(index) == "conj" and tree.dependents(index, "nsubj"):
                break
            index = tree.heads[index]
        return index

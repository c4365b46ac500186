"""Load the words that decide whether an event happened and who says so, from `cues.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple, cast

from hookline_relations.syntax.vocabulary import REPORT_VERBS

__all__ = ["Cues", "Modality", "Signature", "builtin_cues"]

Modality = Literal["actual", "possible", "conditional", "intended", "required", "asked"]
Effect = tuple[bool, Modality]
"""Whether the polarity of a complement turns, and its modality."""


class Signature(NamedTuple):
    """
    What a word does to its complement, where the word is affirmed and where it is denied.

    `claim` marks a word whose complement somebody else vouches for. The notion and most of the classes
    are those of Nairn, Condoravdi and Karttunen (2006).
    """

    name: str
    affirmed: Effect
    denied: Effect
    claim: bool = False


class Cues:
    """
    The words of `cues.yaml`.

    `nouns`, `adjectives`, `objects`, `subjects` and such give the signature of a lemma; other
    attributes are sets of words.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        signatures = {
            name: Signature(
                name,
                _effect(entry["affirmed"]),
                _effect(entry["denied"]),
                entry.get("claim", False),
            )
            for name, entry in data["signatures"].items()
        }

        def by_word(*sections: str) -> dict[str, Signature]:
            return {
                word: signatures[name]
                for section in sections
                for name, words in data[section].items()
                for word in words
            }

        self.signatures = signatures
        self.clauses = dict.fromkeys(REPORT_VERBS, signatures["reported"])
        self.clauses |= by_word("clauses", "forms")
        self.nouns = by_word("nouns")
        self.adjectives = by_word("adjectives")
        self.objects = by_word("objects")
        self.contents = by_word("contents")
        self.gerunds = by_word("gerunds")
        self.subjects = by_word("subjects")
        self.predicates = by_word("predicates")
        self.reports = REPORT_VERBS
        self.negations = frozenset(data["negations"])
        self.negative_words = frozenset(data["negative_words"])
        self.approximations = frozenset(data["approximations"])
        self.excluding = frozenset(data["excluding"])
        self.hedges = frozenset(data["hedges"])
        self.hearsay = frozenset(data["hearsay"])
        self.falsehood = frozenset(data["falsehood"])
        self.motion = frozenset(data["motion"])
        self.states = frozenset(data["states"])
        self.moving = frozenset(data["moving"])
        self.light = frozenset(data["light"])
        self.conditions = frozenset(data["conditions"])
        self.vouching = frozenset(data["vouching"])
        self.conditional = frozenset(data["conditional"])
        self.questions = frozenset(data["questions"])
        self.events = frozenset(data["events"])
        self.transactions = frozenset(data["transactions"])
        self.failing = frozenset(data["failing"])
        self.approvals = frozenset(data["approvals"])
        self.pending = frozenset(data["pending"])
        self.occurring = frozenset(data["occurring"])
        self.evidence = frozenset(data["evidence"])
        self.naming = frozenset(data["naming"])
        self.denials = frozenset(data["denials"])
        self.retracting = frozenset(data["retracting"])
        self.hearings = frozenset(data["hearings"])
        self.grounds = frozenset(data["grounds"])
        self.accounts = frozenset(data["accounts"])
        self.fiction = frozenset(data["fiction"])
        self.shown = frozenset(data["shown"])
        self.characters = frozenset(data["characters"])
        self.settings = frozenset(data["settings"])
        self.simulations = frozenset(data["simulations"])
        self.seeming = frozenset(data["seeming"])
        self.performing = frozenset(data["performing"])
        self.auxiliaries = dict(_by_word(data["auxiliaries"]))
        self.modifiers = dict(_by_word(data["modifiers"]))

    def of_verb(self, lemma: str, *forms: str) -> Signature | None:
        """Return the signature of a verb with a complement of one of these forms, the first first."""
        for spelling in _spellings(lemma):
            for form in forms:
                signature = self.clauses.get(f"{spelling}_{form}")
                if signature is not None:
                    return signature
            if spelling in self.clauses:
                return self.clauses[spelling]
        return None

    def of_object(self, lemma: str, particle: str = "") -> Signature | None:
        """Return what a verb, with its particle or preposition, does to an event that a noun names."""
        ending = f"_{particle}" if particle else ""
        known = (f"{spelling}{ending}" for spelling in _spellings(lemma))
        return next((self.objects[verb] for verb in known if verb in self.objects), None)


def _spellings(lemma: str) -> Iterator[str]:
    """Yield a lemma, and what it may stand for: "acquitt", "barre", "refut" of "refute", "shie"."""
    yield lemma
    yield f"{lemma}e"
    if lemma.endswith("ie"):
        yield f"{lemma[:-2]}y"
    stem = lemma.removesuffix("e")
    if stem != lemma:
        yield stem
    if stem[-2:-1] == stem[-1:]:
        yield stem[:-1]


def _effect(text: str) -> Effect:
    polarity, modality = text.split()
    return polarity == "opposite", cast("Modality", modality)


def _by_word(groups: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    for name, words in groups.items():
        for word in words:
            yield word, name


@cache
def builtin_cues() -> Cues:
    """Return the cues that come with the plugin."""
    import yaml

    text = (files(__package__) / "cues.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Cues(yaml.load(text, loader))  # noqa: S506  # both are safe

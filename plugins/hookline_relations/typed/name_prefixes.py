"""Find the nation, party or birthplace that stands before a person's name, or after its comma."""

from __future__ import annotations

from hookline_relations.mentions.names import name_words
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import FORMER, words
from hookline_relations.typed.neighbours import CLOSERS, CONNECTORS, OPENERS
from hookline_relations.typed.verb_roles import RoleFiller

__all__ = ["before_name", "birthplace", "party_member"]

BODIES = words(
    "army police government embassy club team company navy force ministry consulate side airline bank "
    "party parliament union court customs intelligence state league newspaper daily agency group "
    "military congress senate cabinet judiciary magazine network university border language literature "
    "frigate ship vessel tanker destroyer submarine ferry trawler yacht freighter satellite car"
)
"""Nouns that take the nation for themselves: "Israeli army spokesman Ann Lee"."""
POLITICIANS = words(
    "mp mep candidate politician senator leader councillor councilor peer lawmaker deputy congressman "
    "congresswoman legislator nominee member governor mayor president premier minister"
)
ONCE = FORMER | words("then past once sometime lapsed would-be")
"""Words before a party that say that somebody belongs to it no longer, or not yet."""
SINGULAR = ("NN", "NNP")
MAX_BETWEEN = 4
MAX_APPOSITION = 6


def before_name(tree: SentenceTree, index: int) -> list[RoleFiller]:
    """Return the name before a name, with one noun at most between: "Dutch striker Jan Blom"."""
    first = name_words(tree, index)[0]
    above = tree.heads[index]
    listed = tree.base(index) == "conj" and above >= 0 and tree.label(above) == "PERSON"
    if listed and not tree.dependents(index, "compound", "amod", "nmod:desc", "nmod:poss"):
        return [item for item in before_name(tree, above) if _is_plural_before(tree, above, item)]
    nouns = 0
    for word in range(first - 1, max(-1, first - 2 - MAX_BETWEEN), -1):
        if tree.entity_of[word] is not None:
            return [RoleFiller(tree.head_of(name_words(tree, word)))]
        joined = tree.words[word].text in CONNECTORS
        if not joined and tree.tags[word] not in ("ADJ", "NOUN", "PROPN", "NUM"):
            return []
        nouns += tree.tags[word] in ("NOUN", "PROPN") and tree.base(word) != "compound"
        one = not tree.dependents(index, "conj")
        plural = one and tree.words[word].xpos == "NNS"  # "Brazilian heavyweights Flamengo"
        if nouns > 1 or plural or tree.lemmas[word] in BODIES:
            return []
    return []


def _is_plural_before(tree: SentenceTree, index: int, nation: RoleFiller) -> bool:
    """Return whether a nation is that of several: "Liberian warlords", "Austrians"."""
    between = range(nation.head, name_words(tree, index)[0])
    return any(tree.words[word].xpos in ("NNS", "NNPS") for word in between)


def birthplace(tree: SentenceTree, index: int) -> list[RoleFiller]:
    """Return Swiss for "Swiss-born chef Anton Moser" and for "Anton Moser, the Swiss-born chef"."""
    own = name_words(tree, index)
    before = range(own[0] - 1, max(-1, own[0] - 2 - MAX_BETWEEN), -1)
    after = range(own[-1] + 1, min(own[-1] + 1 + MAX_APPOSITION, len(tree)))
    for span, is_apposition in ((before, False), (after, True)):
        if is_apposition and (not after or tree.words[after[0]].text != ","):
            continue
        for word in span:
            text = tree.words[word].text.lower()
            if text.endswith("-born") and tree.entity_of[word] is not None:
                return [RoleFiller(word)]
            if text == "born" and word > 1 and tree.words[word - 1].text in CONNECTORS:
                place = tree.entity_of[word - 2]
                return [] if place is None else [RoleFiller(word - 2)]
            if tree.tags[word] not in ("DET", "ADJ", "NOUN", "PROPN", "PUNCT", "NUM"):
                break
            if not is_apposition and text in (",", ";", ":"):
                break
    return []


def party_member(tree: SentenceTree, index: int) -> list[RoleFiller]:
    """Return whose member a name is: "Ann Lee, a moderate Republican", "(Liberal) Ed Pratt"."""
    return [party for party in _party(tree, index) if not _is_once(tree, party.head)]


def _is_once(tree: SentenceTree, party: int) -> bool:
    """Return whether what stands before a party says that it is no more: "a one-time Labour voter"."""
    first = name_words(tree, party)[0]
    before = range(max(0, first - MAX_BETWEEN), first)
    text = " ".join(tree.words[word].text.lower() for word in before).rpartition(",")[2]
    spelled = text.replace(" - ", "-").split()
    return any(
        word.rstrip("-") in ONCE or word.partition("-")[0] in ("ex", "then") for word in spelled
    )


def _party(tree: SentenceTree, index: int) -> list[RoleFiller]:
    own = name_words(tree, index)
    bracket = own[0] - 1
    if (
        bracket > 1
        and tree.words[bracket].text in CLOSERS
        and tree.words[own[0]].text[:1].isupper()
    ):
        inside = tree.entity_of[bracket - 1]
        opens = inside is not None and name_words(tree, bracket - 1)[0] - 1
        if opens and tree.words[opens].text in OPENERS:
            return [RoleFiller(bracket - 1)]
    above = tree.heads[tree.head_of(own)]
    if 0 <= above < own[0] and tree.base(tree.head_of(own)) == "appos" and _is_member(tree, above):
        return [RoleFiller(above)]  # "the Ukrainian, Andrei Medvenko"
    comma = own[-1] + 1
    if comma + 1 >= len(tree) or tree.words[comma].text != ",":
        return before_name(tree, index)
    for word in range(comma + 1, min(comma + 1 + MAX_APPOSITION, len(tree))):
        label = tree.label(word)
        if label in ("NORP", "ORG") and tree.words[word].xpos in (*SINGULAR, "JJ"):
            after = name_words(tree, word)[-1] + 1
            described = after >= len(tree) or tree.tags[after] not in (
                "NOUN",
                "PROPN",
                "PUNCT",
                "PART",
            )
            closed = after < len(tree) and tree.words[after].text in (",", ".", ";", "(", ")")
            politician = after < len(tree) and tree.lemmas[after].lower() in POLITICIANS
            if politician and after + 1 < len(tree) and tree.tags[after + 1] == "PROPN":
                break  # "Ann Lee, French senator Bob Ray"
            adjective = tree.words[word].xpos == "JJ"
            if politician or ((described or closed) and not adjective):
                return [RoleFiller(tree.head_of(name_words(tree, word)))]
            if not adjective:
                break
        elif tree.words[word].text == "," or (
            label is None and tree.tags[word] not in ("DET", "ADJ", "PUNCT", "VERB")
        ):
            break
    return before_name(tree, index)


def _is_member(tree: SentenceTree, word: int) -> bool:
    """Return whether a word names one of a nation or party: "a Ukrainian"."""
    return tree.label(word) == "NORP" and tree.words[word].xpos in SINGULAR

"""
Find the fillers of roles by the order of words, where news leaves a parser to guess.

"Cuttack in the state of Orissa", "the Czech firm Skoda" and "Agassi (U.S.)" look the same in every
sentence; what they are attached to differs with what stands around them.
"""

from __future__ import annotations

from hookline_relations.mentions.names import name_words
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import ADDRESS, words
from hookline_relations.typed.places_of_acts import is_place_of_act

__all__ = [
    "CONNECTORS",
    "MAX_DISTANCE",
    "bracketed_name",
    "coordinated_place",
    "fellow_after_comma",
    "following_name",
    "leading_place",
    "name_after",
    "outscored",
    "paired_names",
    "placed_after",
]

REGIONS = words(
    "state province region district county city town village island suburb republic "
    "area prefecture municipality"
)
DIRECTIONS = words(
    "northern southern eastern western central northeastern northwestern southeastern southwestern "
    "north-eastern north-western south-eastern south-western upstate rural"
)
DEALINGS = words(
    "interview talk meeting conversation representative ambassador envoy delegation embassy consulate "
    "mission summit conference forum session gathering congress"
)
"""Nouns whose place is not that of the name that their preposition introduces."""
OPENERS = ("(", "-LRB-")
CLOSERS = (")", "-RRB-")
CONNECTORS = frozenset({"-", "–", "—", "/", "‑"})
MAX_DISTANCE = 4
"""The most words from "based" to a name, and from the names of a pair to their noun."""
DASHES = ("-", "–", "—", "‑")
MAX_PREMODIFIERS = 4
MAX_COMPLEMENT = 10


def name_after(tree: SentenceTree, word: int) -> int | None:
    """Return the head of the name that starts at a word, or after its article; None if none does."""
    if word < len(tree) and tree.tags[word] == "DET":
        word += 1
    starts = word < len(tree) and tree.entity_of[word] is not None
    if not starts or (word and tree.entity_of[word - 1] == tree.entity_of[word]):
        return None
    return tree.head_of(name_words(tree, word))


def placed_after(tree: SentenceTree, index: int, preposition: str) -> int | None:
    """
    Return the name that directly follows another with a preposition.

    A noun for a region may stand between: "Cuttack in the state of Orissa".
    """
    word = name_words(tree, index)[-1] + 1
    if _is_party(tree, index):
        return None
    aged = [tree.words[word].text for word in range(word, min(word + 3, len(tree)))]
    if len(aged) == 3 and aged[0] == aged[2] == "," and aged[1].isdigit():
        word += 3  # "Jim Carter, 34, of Denver"
    if word >= len(tree) or tree.words[word].text.lower() != preposition:
        return None
    directed = word + 2 < len(tree) and tree.lemmas[word + 1].lower() in DIRECTIONS
    name = name_after(tree, word + 1 + directed)
    if name is not None:
        apart = _is_owner(tree, name) or is_place_of_act(tree, index, name)
        return None if apart else name
    noun = word + 1
    while noun < len(tree) and tree.tags[noun] in ("DET", "ADJ") and noun < word + 4:
        noun += 1
    if noun + 1 < len(tree) and tree.lemmas[noun] in REGIONS and tree.lemmas[noun + 1] == "of":
        return name_after(tree, noun + 2)
    return None


def _is_owner(tree: SentenceTree, index: int) -> bool:
    """Return whether a name owns something that has no name: "over Syria's skies"."""
    mark = name_words(tree, index)[-1] + 1
    owns = mark + 1 < len(tree) and tree.tags[mark] == "PART"
    return owns and tree.entity_of[mark + 1] is None


def _is_party(tree: SentenceTree, index: int) -> bool:
    """Return whether a name is whom someone speaks to or for, so that a place says where they do."""
    before = name_words(tree, index)[0] - 1
    if before >= 0 and tree.tags[before] == "DET":
        before -= 1
    return (
        before > 0
        and tree.tags[before] == "ADP"
        and tree.words[before].text.lower() in ("of", "with", "to")
        and tree.lemmas[before - 1] in DEALINGS
    )


def coordinated_place(tree: SentenceTree, index: int, preposition: str) -> int | None:
    """Return the place of a list where the parser gives it to the first: "Lyon and Nice in France"."""
    first = tree.heads[index] if tree.base(index) == "conj" else index
    listed = tree.dependents(first, "conj") if first >= 0 else []
    last = max(listed, default=-1)
    if last <= index or tree.entity_of[last] is None:
        return None
    place = placed_after(tree, last, preposition)
    return place if place is not None and tree.heads[place] == first else None


def fellow_after_comma(tree: SentenceTree, index: int) -> int | None:
    """Return the name between commas after a name: "Bankers Trust, New York, sold"."""
    words_of_name = name_words(tree, index)
    comma = words_of_name[-1] + 1
    if comma + 1 >= len(tree) or tree.words[comma].text != ",":
        return None
    name = name_after(tree, comma + 1)
    if name is None or tree.tags[comma + 1] == "DET":
        return None
    after = name_words(tree, name)[-1] + 1
    closed = after >= len(tree) or tree.words[after].text in (",", ".", ")", ";")
    enumerated = {"and", "or", "&"} & {
        tree.lemmas[word] for word in range(after, min(after + 5, len(tree)))
    }
    before = words_of_name[0] - 1
    listed = before >= 0 and tree.words[before].text == ","
    goes_on = after + 1 < len(tree) and name_after(tree, after + 1) is not None
    return name if closed and not (enumerated or listed or goes_on) else None


def bracketed_name(tree: SentenceTree, index: int) -> int | None:
    """Return the name alone in brackets after a name: "Agassi (U.S.)"."""
    bracket = name_words(tree, index)[-1] + 1
    if bracket + 2 >= len(tree) or tree.words[bracket].text not in OPENERS:
        return None
    name = name_after(tree, bracket + 1)
    if name is None:
        return None
    after = name_words(tree, name)[-1] + 1
    return name if after < len(tree) and tree.words[after].text in CLOSERS else None


def following_name(tree: SentenceTree, noun: int, label: str) -> int | None:
    """
    Return the name that a noun describes, directly after it or after its complement and a comma.

    "the Czech firm Skoda"; "the chief executive of Acme, Ann Lee, said".
    """
    name = name_after(tree, noun + 1)
    if name is not None and tree.tags[noun + 1] != "DET":
        return name if tree.label(name) == label else None
    if noun + 1 >= len(tree) or tree.lemmas[noun + 1] not in ("of", "for", "at", "to"):
        return None
    for word in range(noun + 2, min(noun + MAX_COMPLEMENT, len(tree) - 1)):
        if tree.words[word].text in OPENERS or tree.words[word - 1].text in OPENERS:
            continue  # "chief of the National Police (PNC), Ann Lee"
        if tree.words[word].text in CLOSERS:
            continue
        if _is_named(tree, word, label) or _hangs_on(tree, word, noun, label):
            return name_after(tree, word)  # "the leader of the opposition Ann Lee"
        if tree.words[word].text == ",":
            first = word + 1 + (tree.lemmas[word + 1] in ADDRESS)
            name = name_after(tree, first)
            if name is None or tree.label(name) != label or tree.tags[first] == "DET":
                return None
            after = name_words(tree, name)[-1] + 1
            closed = after >= len(tree) or tree.words[after].text in (",", ".")
            return name if closed or tree.tags[after] in ("VERB", "AUX") else None
        if tree.tags[word] in ("VERB", "AUX", "PUNCT", "PRON") or tree.lemmas[word] == "and":
            return None
    return None


def _is_named(tree: SentenceTree, first: int, label: str) -> bool:
    """Return whether a name of a person is given to the common noun directly before it."""
    if label != "PERSON" or tree.label(first) != label or tree.entity_of[first - 1] is not None:
        return False
    name = tree.head_of(name_words(tree, first))
    joined = tree.heads[name] == first - 1 and tree.base(name) in ("appos", "flat")
    return joined and tree.tags[first - 1] in ("NOUN", "PROPN")


def _hangs_on(tree: SentenceTree, first: int, noun: int, label: str) -> bool:
    """Return whether a name of a person hangs on a noun with no comma: "head of Acme Dr. Ann Lee"."""
    named = label == "PERSON" and tree.label(first) == label
    if not named or tree.entity_of[first - 1] == tree.entity_of[first]:
        return False
    name = tree.head_of(name_words(tree, first))
    return tree.heads[name] == noun and tree.base(name) in ("appos", "flat")


def leading_place(tree: SentenceTree, noun: int, *, possessive: bool) -> int | None:
    """Return the name before a noun and its adjectives: "Dubai's carrier", "the large Czech firm"."""
    word = noun - 1
    while word >= 0 and noun - word < MAX_PREMODIFIERS and tree.entity_of[word] is None:
        if tree.tags[word] == "PART" and tree.lemmas[word] in ("'s", "’s", "'"):
            return tree.head_of(name_words(tree, word - 1)) if possessive and word else None
        if tree.tags[word] not in ("ADJ", "NOUN", "PROPN"):
            return None
        word -= 1
    if possessive or word < 0 or tree.entity_of[word] is None or noun - word > MAX_PREMODIFIERS:
        return None
    return tree.head_of(name_words(tree, word))


def paired_names(tree: SentenceTree, noun: int) -> tuple[int, ...]:
    """Return both names of "the Japan-US alliance", or none."""
    for word in range(max(0, noun - MAX_DISTANCE), noun - 2):
        first, second = tree.entity_of[word], tree.entity_of[word + 2]
        joined = tree.words[word + 1].text in CONNECTORS
        if joined and first is not None and second is not None and first != second:
            return word, word + 2
    return ()


def outscored(tree: SentenceTree, index: int) -> int | None:
    """Return the loser beside the name of a winner with a result: "Sweden 1 – 0 Korea Republic"."""
    own = name_words(tree, index)
    after = _score(tree, own[-1] + 1)
    if after is not None and after[0] > after[1]:
        return name_after(tree, after[2])
    for length in (1, 3):
        start = own[0] - length
        if start < 1:
            continue
        before = _score(tree, start)
        if before is not None and before[2] == own[0] and before[0] < before[1]:
            return (
                tree.head_of(name_words(tree, start - 1))
                if tree.entity_of[start - 1] is not None
                else None
            )
    return None


def _score(tree: SentenceTree, start: int) -> tuple[int, int, int] | None:
    """Return both numbers of a result and the word after it, None if none starts at a word."""
    if start >= len(tree):
        return None
    text = tree.words[start].text
    for dash in DASHES:
        first, mark, second = text.partition(dash)
        if mark and first.isdigit() and second.isdigit():
            return int(first), int(second), start + 1
    if start + 2 < len(tree) and tree.words[start + 1].text in DASHES:
        second = tree.words[start + 2].text
        if text.isdigit() and second.isdigit():
            return int(text), int(second), start + 3
    return None

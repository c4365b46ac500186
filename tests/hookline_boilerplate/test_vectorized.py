"""What is computed for many lines at once is what its definition says of each."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hookline_boilerplate.features.casing import Cases
from hookline_boilerplate.features.line_features import Describer, tokens
from hookline_boilerplate.features.page_features import Extent
from hookline_boilerplate.features.token_odds import Lexicon, summary
from hookline_boilerplate.features.word_vectors import Vectors
from hookline_boilerplate.lines import Line, read, split
from hookline_boilerplate.patterns.phrases import Phrases
from hookline_boilerplate.scoring.line_model import Model

CHARACTERS = st.one_of(
    st.sampled_from("ab A'’ “\u2018.-é1Ⓐǅ٣²\u3000漢🙂\x1c\ud800İΣ"), st.characters()
)
LINES = st.text(CHARACTERS, min_size=1, max_size=60).map(lambda text: text.replace("\n", " "))


@pytest.fixture(scope="module")
def model():
    return Model()


@settings(deadline=None, max_examples=150)
@given(text=LINES)
def test_words_are_runs_of_letters_and_digits(text):
    """Words are what a pattern finds in lower case, with straight apostrophes inside them."""
    found = [line.words for line in split(text)]
    expected = re.findall(r"\w+(?:'\w+)*", text.strip().replace("’", "'").lower())
    assert found == ([tuple(expected)] if text.strip() else [])


@settings(deadline=None, max_examples=150)
@given(texts=st.lists(LINES, max_size=6))
def test_case_is_counted_word_by_word(texts):
    """Capitals among first letters and among those of longer words but the first; digits."""
    for text, shares in zip(texts, Cases().of(texts), strict=True):
        words = [word for word in text.split() if word[0].isalpha()]
        long = [word for word in words[1:] if len(word) > 3]
        assert shares == [
            sum(word[0].isupper() for word in words) / max(len(words), 1),
            sum(word[0].isupper() for word in long) / len(long) if long else 0.5,
            sum(map(str.isdigit, text)) / len(text),
        ]


WORDS = st.lists(st.sampled_from(["river", "share", "this", "12", "it's", "x"]), max_size=24)


@settings(deadline=None, max_examples=100)
@given(
    lines=st.lists(WORDS, max_size=5),
    listed=st.dictionaries(
        st.one_of(
            st.sampled_from(
                ["river", "^share", "this$", "0", "0$", "=share this", "=x", "unheard"]
            ),
            st.tuples(*[st.sampled_from(["share", "this", "0", "river"])] * 2).map(" ".join),
        ),
        st.integers(-127, 127),
    ),
)
def test_the_lexicon_sums_up_the_tokens_of_each_line(lines, listed):
    """Statistics are those of the listed tokens of a line, whatever lines they are asked with."""
    unit = np.float32(0.037)
    lexicon = Lexicon(list(listed), np.array(list(listed.values()), np.int8), unit)
    read_lines = [read(" ".join(words)) for words in lines]
    found = lexicon.statistics(lexicon.words(read_lines))
    for line, row in zip(read_lines, found, strict=True):
        all_tokens = tokens(line)
        odds = [float(np.float32(listed[token]) * unit) for token in all_tokens if token in listed]
        assert row.tolist() == np.array(summary(odds, len(all_tokens)), np.float32).tolist()


def test_vectors_tell_how_near_a_line_is_to_the_rest_of_its_page():
    """A line has the mean vector of its words, and its cosine with those of its page's other lines."""
    listed = ["boat", "river", "share"]
    lexicon = Lexicon(listed, np.array([1, 2, 3], np.int8), np.float32(1))
    table = lexicon.spread(listed, np.array([[4, 0], [0, 3], [-1, 0]], np.int8))
    texts = ["river boat", "share it", "river unheard", "boat", "..."]
    words = lexicon.words([read(text) for text in texts])
    told = np.array([2.0, 0.0, 1.0, 1.0, 0.0])
    own = np.array([[2, 1.5], [-0.5, 0], [0, 1.5], [4, 0], [0, 0]]) - np.array([1, 0])
    rests = [own[2], 2 * own[0] + own[2], 2 * own[0], np.zeros(2), own[3]]
    expected = [
        [*mean, mean @ rest / max(np.linalg.norm(mean) * np.linalg.norm(rest), 1e-6)]
        for mean, rest in zip(own, rests, strict=True)
    ]
    found = Vectors(table, np.array([1, 0], np.float32)).columns(words, told, Extent([3, 2]))
    assert np.allclose(found, expected)


PHRASES = Phrases()


def searched(words):
    """Find phrases by comparing each with each place: those that must open a line, then by place."""
    found = []
    for opening in (True, False):
        for start in range(1 if opening else len(words)):
            for phrase in PHRASES.listed:
                end = start + len(phrase.words)
                if (
                    phrase.first == opening
                    and words[start:end] == phrase.words
                    and (end == len(words) or not phrase.last)
                ):
                    size = len(phrase.words)
                    found.append((phrase.family, size, size == len(words), opening))
    return found


@settings(deadline=None, max_examples=120)
@given(
    parts=st.lists(
        st.one_of(
            st.sampled_from(PHRASES.listed).map(lambda phrase: phrase.words),
            st.sampled_from([("zzz",), ("the",), ("read", "more")]),
        ),
        max_size=3,
    )
)
def test_phrases_are_found_where_they_may_stand(parts):
    """A line holds a phrase at its start, its end or anywhere, as the notation of the phrase says."""
    words = tuple(word for part in parts for word in part)
    expected = searched(words)
    assert [tuple(found) for found in PHRASES.find(words)] == expected
    for family, *_ in expected:
        assert PHRASES.signs(frozenset([family])).may_be_in(words)


def test_scores_are_those_of_each_page_alone(model):
    """Not a bit of a page's scores depends on the pages that it is scored with."""
    describer = Describer()
    prose = (
        "The river rose in the night, and by the morning it had reached the first of the houses."
    )
    pages: list[tuple[list[Line], list]] = []
    for count in (1, 2, 40, 3, 150, 7):
        text = "\n".join(
            f"{prose} {at * 7 % 13}" if at % 3 else f"Share {at} this" for at in range(count)
        )
        lines = list(split(text))
        pages.append((lines, describer.describe(lines)))
    together = model.score(pages)
    for page, scores in zip(pages, together, strict=True):
        [alone] = model.score([page])
        assert alone.tolist() == scores.tolist()

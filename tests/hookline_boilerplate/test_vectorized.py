"""Values that are computed for many lines at once equal their definition for each line."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hookline_boilerplate.features.casing import Casing
from hookline_boilerplate.features.line_features import LineFeatureExtractor, line_tokens
from hookline_boilerplate.features.page_features import PageIndex, PageLines
from hookline_boilerplate.features.token_odds import TokenOdds, odds_statistics
from hookline_boilerplate.features.word_vectors import WordVectors
from hookline_boilerplate.lines import parse_line, split_lines
from hookline_boilerplate.patterns.languages import read_languages
from hookline_boilerplate.patterns.phrases import Phrases
from hookline_boilerplate.scoring.line_model import LineModel

CHARACTERS = st.one_of(
    st.sampled_from("ab A'’ “\u2018.-é1Ⓐǅ٣²\u3000漢🙂\x1c\ud800İΣ"), st.characters()
)
LINES = st.text(CHARACTERS, min_size=1, max_size=60).map(lambda text: text.replace("\n", " "))


@pytest.fixture(scope="module")
def model():
    return LineModel()


@settings(deadline=None, max_examples=150)
@given(text=LINES)
def test_words_are_runs_of_letters_and_digits(text):
    """Words are in lower case, with straight apostrophes inside them."""
    expected = re.findall(r"\w+(?:'\w+)*", text.strip().replace("’", "'").lower())
    words = [line.words for line in split_lines(text)]
    assert words == ([tuple(expected)] if text.strip() else [])


@settings(deadline=None, max_examples=150)
@given(texts=st.lists(LINES, max_size=6))
def test_casing_is_measured_by_word(texts):
    """The shares are those of capitalized words, of capitalized long words after the first, of digits."""
    for text, shares in zip(texts, Casing().shares(texts), strict=True):
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
def test_odds_statistics_are_those_of_each_line(lines, listed):
    """The statistics of a line are those of its listed tokens, whatever the other lines."""
    unit = np.float32(0.037)
    token_odds = TokenOdds(list(listed), np.array(list(listed.values()), np.int8), unit)
    parsed = [parse_line(" ".join(words)) for words in lines]
    statistics = token_odds.statistics(token_odds.look_up(parsed))
    for line, row in zip(parsed, statistics, strict=True):
        tokens = line_tokens(line)
        odds = [float(np.float32(listed[token]) * unit) for token in tokens if token in listed]
        assert row.tolist() == np.array(odds_statistics(odds, len(tokens)), np.float32).tolist()


def test_lines_are_compared_with_the_rest_of_their_page():
    """A line has the mean vector of its words, and its cosine with those of the page's other lines."""
    listed = ["boat", "river", "share"]
    token_odds = TokenOdds(listed, np.array([1, 2, 3], np.int8), np.float32(1))
    table = token_odds.rows_by_id(listed, np.array([[4, 0], [0, 3], [-1, 0]], np.int8))
    texts = ["river boat", "share it", "river unheard", "boat", "..."]
    words = token_odds.look_up([parse_line(text) for text in texts])
    weights = np.array([2.0, 0.0, 1.0, 1.0, 0.0])
    means = np.array([[2, 1.5], [-0.5, 0], [0, 1.5], [4, 0], [0, 0]]) - np.array([1, 0])
    rests = [means[2], 2 * means[0] + means[2], 2 * means[0], np.zeros(2), means[3]]
    expected = [
        [*mean, mean @ rest / max(np.linalg.norm(mean) * np.linalg.norm(rest), 1e-6)]
        for mean, rest in zip(means, rests, strict=True)
    ]
    vectors = WordVectors(table, np.array([1, 0], np.float32))
    assert np.allclose(vectors.line_columns(words, weights, PageIndex([3, 2])), expected)


PHRASES = Phrases(read_languages())


def find_slowly(words):
    """Find phrases by comparing each at each position, those that must open a line first."""
    matches = []
    for must_open in (True, False):
        for start in range(1 if must_open else len(words)):
            for phrase in PHRASES.all:
                end = start + len(phrase.words)
                if (
                    phrase.must_open == must_open
                    and words[start:end] == phrase.words
                    and (end == len(words) or not phrase.must_end)
                ):
                    size = len(phrase.words)
                    matches.append((phrase.family, start, size, size == len(words), must_open))
    return matches


@settings(deadline=None, max_examples=120)
@given(
    parts=st.lists(
        st.one_of(
            st.sampled_from(PHRASES.all).map(lambda phrase: phrase.words),
            st.sampled_from([("zzz",), ("the",), ("read", "more")]),
        ),
        max_size=3,
    )
)
def test_phrases_are_found_where_they_are_allowed(parts):
    """A phrase matches at the start, at the end or anywhere in a line, as its notation says."""
    words = tuple(word for part in parts for word in part)
    expected = find_slowly(words)
    assert [tuple(match) for match in PHRASES.find(words)] == expected
    for family, *_ in expected:
        assert PHRASES.filter(frozenset([family])).may_match(words)


def test_scores_do_not_depend_on_other_pages(model):
    """The scores of a page are bit-identical whatever pages it is scored with."""
    extractor = LineFeatureExtractor()
    prose = (
        "The river rose in the night, and by the morning it had reached the first of the houses."
    )
    pages: list[PageLines] = []
    for count in (1, 2, 40, 3, 150, 7):
        text = "\n".join(
            f"{prose} {number * 7 % 13}" if number % 3 else f"Share {number} this"
            for number in range(count)
        )
        lines = list(split_lines(text))
        pages.append((lines, extractor.extract(lines)))
    together = model.score(pages)
    for page, scores in zip(pages, together, strict=True):
        [alone] = model.score([page])
        assert alone.tolist() == scores.tolist()

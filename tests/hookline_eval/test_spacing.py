"""Spaces between words are restored as in English print."""

import pytest

from hookline_eval.gold.spacing import spaces_after

PRINTED_TEXTS = {
    "He did n't pay $ 5 , he said .": "He didn't pay $5, he said.",
    "The UK - based firm 's plan ( see below ) : 50 % !": "The UK-based firm's plan (see below): 50%!",
    '" We can not go , " she said , " not now . "': '"We cannot go," she said, "not now."',
    "They called it “ a lie ” and / or worse …": "They called it “a lie” and/or worse…",
    "LISBON , 2 May - Rain fell .": "LISBON, 2 May - Rain fell.",
    'so be it , " he said .': 'so be it," he said.',
    'It ended . " He said no more .': 'It ended." He said no more.',
    "the teachers ' strike , the ' quiet ' one": "the teachers' strike, the 'quiet' one",
    "He paid - but it was late .": "He paid - but it was late.",
    "a well - read man , Al - Farabi": "a well-read man, Al-Farabi",
    "#": "#",
    "": "",
}


@pytest.mark.parametrize("words", PRINTED_TEXTS)
def test_printed_text_is_restored(words):
    """Punctuation, clitics, quotes, hyphens and currency signs are spaced as in print."""
    split = words.split()
    spaces = spaces_after(split)
    text = "".join(word + " " * space for word, space in zip(split, spaces, strict=True))
    assert text.strip() == PRINTED_TEXTS[words]

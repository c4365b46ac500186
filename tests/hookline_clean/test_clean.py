"""The stage `clean`: defaults, options and edits."""

import pytest
from pydantic import ValidationError

from hookline import Document, Registrar
from hookline_clean import Clean, hookline_register


def clean(text, **options):
    [doc] = Clean(Clean.read_options(options)).process([Document.from_text(text)])
    return doc


CASES = {
    "curly quotes and dashes": ("“Yes” – it’s fine", "“Yes” – it’s fine"),
    "utf-8 read as latin-1": ("a cafÃ© in KÃ¶ln", "a café in Köln"),
    "utf-8 read as windows-1252": ("â€œYesâ€\x9d, she said", "“Yes”, she said"),
    "utf-8 read twice": ("cafÃƒÂ©", "café"),
    "a lost no-break space": ("voilÃ  tout", "voilà tout"),
    "windows-1252 read as latin-1": ("it\x92s", "it’s"),
    "other scripts": ("ÐŸÑ€Ð¸Ð²ÐµÑ‚ Ð¼Ð¸Ñ€", "Привет мир"),
    "an entity": ("fish &amp; chips&#46; &eacute;t&eacute;", "fish & chips. été"),
    "no entity behind its first letters": (
        "&notify; &copyright; &notin;",
        "&notify; &copyright; ∉",
    ),
    "an entity inside an entity": ("fish &amp;amp; chips", "fish & chips"),
    "what only looks like an entity": ("AT&T &nosuch; &copy=1 &#0;", "AT&T &nosuch; &copy=1 &#0;"),
    "a decomposed letter": ("e\u0301te\u0301 a\u030a", "été å"),
    "decomposed hangul": ("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글"),
    "control characters": ("a\x00b\x1b\x7f", "ab"),
    "colours of a terminal": (
        "\x1b[1;31mWARN\x1b[0m at \x1b[38;5;208mBergen\x1b[K",
        "WARN at Bergen",
    ),
    "a title of a terminal": (
        "\x1b]0;make all\x07ok \x1b]8;;http://a/\x1b\\link\x1b(B",
        "ok link",
    ),
    "an escape before a word": ("a \x1bBob [31m", "a Bob [31m"),
    "byte-order marks": ("\ufeffone \ufefftwo", "one two"),
    "zero-width spaces and joiners": ("a\u200bb\u200cc\u200dd\u2060e", "abcde"),
    "a Persian non-joiner": ("می\u200cخواهم", "می\u200cخواهم"),
    "a joiner after a virama": ("ക\u0d4d\u200d ന", "ക\u0d4d\u200d ന"),
    "an emoji sequence": ("👩\u200d🚀 ❤\ufe0f\u200d🔥", "👩\u200d🚀 ❤\ufe0f\u200d🔥"),
    "a Khmer word border": ("ខ្ញុំ\u200bទៅ", "ខ្ញុំ\u200bទៅ"),
    "marks of direction": ("\u202bשלום\u202c\u200e", "\u202bשלום\u202c\u200e"),
    "soft hyphens": ("co\u00adoperate", "cooperate"),
    "line ends": ("a\r\nb\rc\u2028d\u2029e\x0bf\x0cg\x85h", "a\nb\nc\nd\ne\nf\ng\nh"),
    "empty lines": ("a\n\n\n \t\nb", "a\n\nb"),
    "spaces": ("  a \t b\u00a0c\u3000d  \n  e ", "a b c d\ne"),
    "white space only": (" \r\n\t\u00a0 ", ""),
    "nothing": ("", ""),
    "lone surrogates": ("a \ud83d b \udc00", "a \ud83d b \udc00"),
}


@pytest.mark.parametrize(("raw", "expected"), CASES.values(), ids=CASES)
def test_defaults(raw, expected):
    """The defaults repair and tidy a text, and keep what an author chose."""
    assert expected == clean(raw).text


SWITCHED_ON = {
    "quotes": ({"quotes": True}, "‘a’ „b“ “c”", '\'a\' "b" "c"'),
    "dashes": ({"dashes": True}, "1914–18 — non\u2011stop \u22125", "1914-18 - non-stop -5"),
    "bidi": ({"bidi": True}, "\u202bשלום\u202c\u200e", "שלום"),
    "NFKC": ({"unicode": "NFKC"}, "ﬁne ｆｕｌｌ ①", "fine full 1"),
    "hyphenation": (
        {"hyphenation": True},
        "a hyphen-\nated word\nA-\nB",
        "a hyphenated word\nA-B",
    ),
    "hyphens of a word": (
        {"hyphenation": True},
        "the non-\nUN states, Franco-\nGerman talks, pages 12-\n18, COVID-\n19, a long-\nterm loan, "
        "a state-of-\nthe-art lab, a six-\nyear plan",
        "the non-UN states, Franco-German talks, pages 12-18, COVID-19, a long-term loan, "
        "a state-of-the-art lab, a six-year plan",
    ),
    "hyphens by the rest of the text": (
        {"hyphenation": True},
        "co-op and so-\nlution, CAPI-\nTAL; the co-\nop has a solution, the bare-\nfoot runner is barefoot",
        "co-op and solution, CAPITAL; the co-op has a solution, the barefoot runner is barefoot",
    ),
    "hyphens before a conjunction": (
        {"hyphenation": True},
        "pre-\nand post-war years, three-\nto five-year plans, Vor-\nund Nachteile, black-\nand-white; "
        "an island, the isl-\nand",
        "pre- and post-war years, three- to five-year plans, Vor- und Nachteile, black-and-white; "
        "an island, the island",
    ),
    "hyphens and joined lines": (
        {"hyphenation": True, "join_lines": True},
        "a sam-\nple of non-\nEU cit-\nies",
        "a sample of non-EU cities",
    ),
    "footnote marks": (
        {"footnote_marks": True},
        "Eva Roe¹ and Ida Kim²,³ of Acme™ met* in Oslo.[4][5] “Yes.”‡ An area of 5 km² and 10⁶ m³; *very* so",
        "Eva Roe and Ida Kim of Acme met in Oslo. “Yes.” An area of 5 km² and 10⁶ m³; *very* so",
    ),
    "stars of a censored word": (
        {"footnote_marks": True},
        "“F*** that,” said Ann Lee**.",
        "“F*** that,” said Ann Lee.",
    ),
    "pages": (
        {"pages": True},
        "The Daily Report\nThe first page ends within a\n1\n\fThe Daily Report\n\nsentence here.\n\n- 2 -\n"
        "\fThe Daily Report\n\nIn 1999\n1998 was over.\n3\n",
        "The first page ends within a\nsentence here.\n\nIn 1999\n1998 was over.",
    ),
    "two pages": ({"pages": True}, "Head\na\n1\n\fHead\nb\n2", "Head\na\n1\n\nHead\nb\n2"),
    "soft hyphenation": (
        {"soft_hyphens": False, "hyphenation": True},
        "hyphen\u00ad\nated",
        "hyphenated",
    ),
    "join_lines": (
        {"join_lines": True},
        "one\ntwo\n- item\n2. item\n\nthree\nfour",
        "one two\n- item\n2. item\n\nthree four",
    ),
}


@pytest.mark.parametrize(("options", "raw", "expected"), SWITCHED_ON.values(), ids=SWITCHED_ON)
def test_options_that_are_off_by_default(options, raw, expected):
    """Typography, directions, compatibility forms and wrapped lines change only if asked for."""
    if "\f" not in raw:  # a line end
        assert raw == clean(raw, soft_hyphens=False).text
    assert expected == clean(raw, **options).text


SWITCHED_OFF = {
    "encoding": "cafÃ©",
    "entities": "a &amp; b",
    "controls": "a\x01b",
    "zero_width": "a\u200bb",
    "soft_hyphens": "a\u00adb",
    "line_ends": "a\rb",
    "spaces": "a\u00a0b",
    "whitespace": " a  b\n\n\n\nc ",
}


@pytest.mark.parametrize(("option", "raw"), SWITCHED_OFF.items())
def test_every_step_can_be_switched_off(option, raw):
    """A step that is off leaves its characters in the text."""
    assert raw != clean(raw).text
    assert raw == clean(raw, **{option: False}).text


def test_unicode_normalization_can_be_switched_off():
    """With `unicode: none` a decomposed letter stays decomposed."""
    assert clean("e\u0301", unicode="none").text == "e\u0301"


def test_a_clean_document_is_returned_unchanged():
    """A clean text creates no new document."""
    doc = Document.from_text("Plain words.\n\n“Curly” words – and a café.")
    [outcome] = Clean(Clean.read_options({})).process([doc])
    assert outcome is doc


def test_edits_are_small():
    """The words around a repaired one are still copied."""
    doc = clean("one cafÃ© two &amp; three")
    for word in ("one", "caf", "two", "three"):
        start = doc.text.index(word)
        raw_start, raw_end = doc.alignment.to_raw(start, start + len(word))
        assert doc.raw[raw_start:raw_end] == word
    start = doc.text.index("é")
    raw_start, raw_end = doc.alignment.to_raw(start, start + 1)
    assert doc.raw[raw_start:raw_end] == "Ã©"


def test_cleaning_records_no_removals():
    """No edit of the stage is recorded as a removal."""
    assert clean("\ufeff a \u200b &amp; b  \r\n\r\n\r\n cafÃ© ").removed == ()


def test_options_are_checked():
    """An unknown normalization form, or an unknown option, is refused."""
    for options in ({"unicode": "NFX"}, {"qoutes": True}, {"quotes": "yes"}):
        with pytest.raises(ValidationError):
            Clean.read_options(options)


def test_every_option_is_described():
    """Each option has a description in the schema."""
    schema = Clean.Options.model_json_schema()["properties"]
    assert all(entry.get("description") for entry in schema.values())


def test_the_plugin_registers_the_stage():
    """The package registers the stage `clean`."""
    registrar = Registrar()
    hookline_register(registrar)
    assert registrar.components == [("stage", Clean)]


def test_what_goes_from_pages_is_recorded():
    """Page numbers, running heads and footnote marks are removed with their reasons; escapes are no text."""
    raw = "".join(f"REPORT 2019\n\n{'x' * n} says\u00b9 this.\n\n{n}\n\f" for n in range(8, 12))
    doc = clean(f"\x1b[1m{raw}", pages=True, footnote_marks=True)
    assert doc.text == "\n\n".join(f"{'x' * n} says this." for n in range(8, 12))
    reasons = [item.reason for item in doc.removed]
    assert reasons == ["running head", "footnote mark", "page number"] * 4

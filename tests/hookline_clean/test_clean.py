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
    "an entity inside an entity": ("fish &amp;amp; chips", "fish & chips"),
    "what only looks like an entity": ("AT&T &nosuch; &copy=1 &#0;", "AT&T &nosuch; &copy=1 &#0;"),
    "a decomposed letter": ("e\u0301te\u0301 a\u030a", "été å"),
    "decomposed hangul": ("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글"),
    "control characters": ("a\x00b\x1b[0m\x7f", "ab[0m"),
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
        "a hyphenated word\nA-\nB",
    ),
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

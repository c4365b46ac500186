"""Encodings: labels of the web, declarations of pages, and the option `encoding`."""

import pytest
import webencodings.labels

from hookline import Registry, SourceError, decode_page
from hookline.files.encodings import web_codec


def test_every_label_of_the_standard_names_a_codec():
    """Each label of the WHATWG Encoding Standard is known, but for those that it forbids to decode."""
    for label, name in webencodings.labels.LABELS.items():
        codec = web_codec(f" {label.upper()}\n")
        if name == "replacement":
            assert codec is None
        else:
            assert "<a>".encode(codec).decode(codec) == "<a>"
    assert web_codec("none") is None
    assert web_codec("punycode") is None


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("x-sjis", "市は橋の工事を始めた。①"),
        ("x-gbk", "市政府宣布修桥。"),
        ("iso-8859-8-i", "ראש העיר"),
        ("latin1", "“café” costs 3 €"),
        ("ks_c_5601-1987", "시장이 말했다"),
        ("cp1251", "мэр города"),
    ],
)
def test_a_page_is_decoded_by_its_label(label, text):
    """A label means what browsers take it for."""
    data = f'<meta charset="{label}"><p>{text}</p>'.encode(web_codec(label))
    assert text in decode_page(data).text


@pytest.mark.parametrize(
    ("data", "options", "text"),
    [
        (b"\xef\xbb\xbf<meta charset=latin1>\xc3\xa9", {"encoding": "cp1252"}, "é"),
        (b"<meta charset=utf-8>\xe9", {"header": "latin1"}, "é"),
        (b"<meta charset=koi8-r>\xd0", {"header": "none"}, "п"),
        (b'<meta charset="none">\xc3\xa9', {}, "é"),
        (b"<meta charset=none>\xe9", {"fallback": "cp1252"}, "é"),
        (b"<meta charset=utf-16>\xc3\xa9", {}, "é"),
        (b"<\x00p\x00>\x00\xe9\x00", {"header": "utf-16"}, "é"),
        (b"<meta charset=utf-8>\xe9", {"errors": "replace"}, "\ufffd"),
    ],
)
def test_the_first_declaration_that_is_known_applies(data, options, text):
    """Mark, option, header and page apply in this order; what is no label is passed over."""
    assert decode_page(data, **options).text.endswith(text)


def test_a_failure_names_the_label_that_was_passed_over():
    """Where a page is not in the fallback, its unknown label is a clue."""
    with pytest.raises(SourceError, match=r"not utf-8.*unknown encoding, 'utf-9'"):
        decode_page(b"<meta charset=utf-9>caf\xe9")
    page = decode_page("<p>Größe und Maß, über Flüsse</p>".encode("cp1252"), fallback="detect")
    assert page.guess
    assert "und Ma" in page.text


@pytest.mark.parametrize("source", ["text", "csv", "html", "warc"])
def test_the_option_takes_labels_and_names_of_python(project, source):
    """`x-sjis` and `utf_8` are known to every reader, a made-up name to none."""
    project.config(source=source, path="in.x")
    project.write("in.x", "")
    for name in ("x-sjis", "utf_8", "mac_latin2", "UTF-16"):
        result = project.call("check", "c.yaml", "--set", f"source.encoding={name}")
        assert "unknown encoding" not in result.out
    result = project.call("check", "c.yaml", "--set", "source.encoding=utf-9")
    assert "unknown encoding 'utf-9'" in result.out


def test_the_option_means_what_it_says(tmp_path):
    """`ascii` is not windows-1252 as on the web; `gb2312` reads the characters that were added to it."""
    path = tmp_path / "a.txt"
    read = Registry.discover().find("source", "text")
    for name, data, text in (
        ("ascii", b"\xe9", None),
        ("latin1", b"\xe9\x81", "é\x81"),
        ("gb2312", "镕".encode("gbk"), "镕"),
        ("utf-16", "é".encode("utf-16"), "é"),
        ("x-sjis", "①".encode("cp932"), "①"),
    ):
        path.write_bytes(data)
        (item,) = read(read.read_options({"path": str(path), "encoding": name})).read()
        assert getattr(item, "text", None) == text

"""What "the man" and "the baby" stand for, with the embedded model."""

import pytest

from hookline import Document, Pipeline


@pytest.fixture(scope="module")
def mentions():
    """Return a function that gives the mentions of each cluster of a text by its name."""
    with Pipeline.from_config({"stages": ["stanza", "coref"]}) as pipeline:

        def find(text):
            (doc,) = pipeline.stream([Document.from_text(text, id="d")])
            return {
                cluster.name: [text[item.start : item.end] for item in cluster.mentions]
                for cluster in doc.clusters
            }

        yield find


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Mr. Karim Bello, 42, spoke to the court on Monday. He said that he was sorry. The {} left "
            "the court on Tuesday.",
            "Karim Bello",
        ),
        (
            "Karim Bello, 42, of Accra was arrested on Monday. He was taken to a police station. The {} "
            "was charged on Friday.",
            "Karim Bello",
        ),
    ],
)
def test_a_noun_does_not_contradict_title_and_pronouns(mentions, text, name):
    """ "The man" can be the person that is "he"; "the woman" can not."""
    assert mentions(text.format("man"))[name][-1] == "The man"
    assert "The woman" not in mentions(text.format("woman"))[name]


def test_the_baby_is_nobody_whom_the_text_calls_no_child(mentions):
    """The baby that is mentioned beside a father is not the father."""
    text = (
        "Omar Sayed, a baker, taught his daughter himself. His daughter's condition grew worse, to the "
        "point that the baby spent all her energy battling the infections."
    )
    assert "the baby" not in mentions(text)["Omar Sayed"]

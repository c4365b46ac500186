"""Which words of a clause deny its event or leave it open, and how certain it is then."""

import pytest


def event_of(doc, trigger):
    return next(event for event in doc.events if doc.text[event.start : event.end] == trigger)


@pytest.mark.parametrize(
    ("tree", "trigger", "expected"),
    [
        (
            "Peru/PROPN/3/nsubj barely/ADV/3/advmod survived=survive/VERB:VBD/0/root",
            "survived",
            ("positive", "actual"),
        ),
        (
            "Not/PART/2/advmod surprisingly/ADV/5/advmod ,/PUNCT/5/punct Peru/PROPN/5/nsubj "
            "left=leave/VERB:VBD/0/root",
            "left",
            ("positive", "actual"),
        ),
        (
            "Peru/PROPN/4/nsubj did=do/AUX/4/aux not/PART/4/advmod leave/VERB:VB/0/root",
            "leave",
            ("negative", "actual"),
        ),
        (
            "Peru/PROPN/2/nsubj sold=sell/VERB:VBD/0/root few/ADJ:JJ/4/amod shares=share/NOUN:NNS/2/obj",
            "sold",
            ("positive", "actual"),
        ),
        (
            "Few/ADJ:JJ/2/amod people=people/NOUN:NNS/3/nsubj left=leave/VERB:VBD/0/root",
            "left",
            ("negative", "actual"),
        ),
        (
            "Fewer=few/ADJ:JJR/2/amod people=people/NOUN:NNS/3/nsubj left=leave/VERB:VBD/0/root",
            "left",
            ("positive", "actual"),
        ),
        (
            "Both/DET/2/det sides=side/NOUN:NNS/3/nsubj played=play/VERB:VBD/0/root "
            "with/ADP/5/case none=none/NOUN:NN/3/obl crossing=cross/VERB:VBG/5/acl "
            "the/DET/8/det line/NOUN/6/obj",
            "crossing",
            ("negative", "actual"),
        ),
        (
            "Ann/PROPN/2/nsubj insisted=insist/VERB:VBD/0/root that/SCONJ/5/mark Bob/PROPN/5/nsubj "
            "resign/VERB:VB/2/ccomp",
            "resign",
            ("positive", "required"),
        ),
        (
            "Ann/PROPN/2/nsubj insisted=insist/VERB:VBD/0/root that/SCONJ/5/mark Bob/PROPN/5/nsubj "
            "resigned=resign/VERB:VBD/2/ccomp",
            "resigned",
            ("positive", "actual"),
        ),
        (
            "Ann/PROPN/2/nsubj had=have/VERB:VBD/0/root to/PART/4/mark resign/VERB:VB/2/xcomp",
            "resign",
            ("positive", "actual"),
        ),
        (
            "Ann/PROPN/2/nsubj has=have/VERB:VBZ/0/root to/PART/4/mark resign/VERB:VB/2/xcomp",
            "resign",
            ("positive", "required"),
        ),
        (
            "Ann/PROPN/4/nsubj did=do/AUX:VBD/4/aux not/PART/4/advmod have/VERB:VB/0/root to/PART/6/mark "
            "resign/VERB:VB/4/xcomp",
            "resign",
            ("positive", "possible"),
        ),
        (
            "It/PRON/2/expl took=take/VERB:VBD/0/root years=year/NOUN:NNS/2/obj to/PART/5/mark "
            "build/VERB:VB/2/csubj it/PRON/5/obj",
            "build",
            ("positive", "actual"),
        ),
        (
            "Ann/PROPN/2/nsubj took=take/VERB:VBD/0/root steps=step/NOUN:NNS/2/obj to/PART/5/mark "
            "build/VERB:VB/2/advcl it/PRON/5/obj",
            "build",
            ("positive", "intended"),
        ),
        (
            "Ann/PROPN/3/nsubj 'd/AUX:MD/3/aux left=leave/VERB:VBN/0/root",
            "left",
            ("positive", "actual"),
        ),
        (
            "Ann/PROPN/3/nsubj 'd/AUX:MD/3/aux leave/VERB:VB/0/root",
            "leave",
            ("positive", "conditional"),
        ),
        (
            "Peru/PROPN/2/nsubj fired=fire/VERB:VBD/0/root under/ADP/5/case the/DET/5/det "
            "pretext/NOUN/2/obl that/SCONJ/8/mark Chile/PROPN/8/nsubj attacked=attack/VERB:VBD/5/acl",
            "attacked",
            ("positive", "possible"),
        ),
    ],
)
def test_words_that_deny_an_event_or_leave_it_open(document, relate, tree, trigger, expected):
    """Barely, few of the object and a comment deny nothing; what had to be done was done."""
    event = event_of(relate(document(tree)), trigger)
    assert (event.polarity, event.modality) == expected


def test_factuality_agrees_with_the_polarity(document, relate):
    """What is denied lies below what rarely happens, and neither can be certain."""
    denied, weak, unlikely = (
        event_of(relate(document(tree)), trigger).factuality
        for tree, trigger in (
            ("Ann/PROPN/3/nsubj never/ADV/3/advmod left=leave/VERB:VBD/0/root", "left"),
            ("Ann/PROPN/3/nsubj rarely/ADV/3/advmod left=leave/VERB:VBD/0/root", "left"),
            (
                "Ann/PROPN/4/nsubj may/AUX:MD/4/aux not/PART/4/advmod leave/VERB:VB/0/root",
                "leave",
            ),
        )
    )
    assert denied < weak == -1
    assert unlikely <= 0


def test_what_is_not_said_to_be_so_is_not_certain(document, relate):
    """Of what a text denies that it was said, nothing is more than half a step above open."""
    doc = relate(
        document(
            "Ann/PROPN/4/nsubj is=be/AUX:VBZ/4/cop not/PART/4/advmod sure/ADJ/0/root that/SCONJ/7/mark "
            "Bob/PROPN/7/nsubj left=leave/VERB:VBD/4/ccomp"
        )
    )
    assert event_of(doc, "left").factuality <= 0.5

"""Verse, speech, letters, times of live blogs, instructions and code stay, whatever their words."""

import pytest

from hookline import Document, Edit
from hookline_boilerplate import Boilerplate
from hookline_boilerplate.classifier.continued_lines import find_letter_lines
from hookline_boilerplate.lines import split_lines

PROSE = [
    "The council of Lundby voted on Tuesday to close the ferry to the island of Moen, which has "
    "run at a loss since the bridge was opened.",
    "Residents of the island said that they had not been asked about the plan, and that many of "
    "them had no car to drive over the bridge.",
]
POEM = """\
Follow me down to the harbour,
where the boats are asleep in the sand,
and the gulls, like letters unopened,
are waiting for somebody's hand.

Share with me bread and the silence,
and read to me out of the tide;
subscribe to the law of the water
that carries the dead to our side."""
MAILS = """\
Hi John,
With reference to Article 5, section 5.1 (b), are we going to propose an alternative date?
Thanks, Mike
All,
The meeting has been moved to Friday at ten, in the room on the third floor that we used last time.
Regards,
Debra Olsen
Ed,
They are taking delivery in Leeds and we need the papers before the end of the week.
Best wishes
Karen"""
LIVE_BLOG = f"""\
16:05
Protesters gather outside parliament
{PROSE[0]}
Share this post
15:48
Police close the bridge
{PROSE[1]}
15.20
Summary
Parliament passed the bill in its third reading by 84 votes to 30, and the king will sign it."""
CODE = """\
```
$ acme login
Password:
Log in
# Follow us
// Read more: https://acme.example
```"""
GUIDE = f"""\
Getting there
By plane
{PROSE[0]}
By train
{PROSE[1]}
By car
The A1 leads to Lisbon. Parking in the centre is dear.
By bus
Rede Expressos has buses from all large towns."""


def removed(text):
    [doc] = Boilerplate(Boilerplate.read_options({})).process([Document.from_text(text)])
    return [doc.raw[start:end] for start, end, *_ in doc.removed]


def around(*lines):
    return "\n".join([PROSE[0], *lines, PROSE[1]])


@pytest.mark.parametrize(
    ("text", "boilerplate"),
    [
        (POEM, []),
        (around(*POEM.splitlines()), []),
        (MAILS, []),
        ("Hi Tom,\n\nthe date on page 2 is wrong, it should be 14 May.\n\nBest,\n\nLena", []),
        (LIVE_BLOG, ["Share this post"]),
        (around(CODE), []),
        (GUIDE, []),
        (f"{GUIDE}\nBy Ann Lee\nSubscribe to our newsletter\n© 2026 Lundby Post",
         ["By Ann Lee", "Subscribe to our newsletter", "© 2026 Lundby Post"]),
    ],
)  # fmt: skip
def test_lines_of_something_longer_stay(text, boilerplate):
    """They are no labels, although each by itself reads like one."""
    assert removed(text) == boilerplate


@pytest.mark.parametrize(
    "line",
    [
        '"Got it."',
        "“Read more.”",
        "„Teilen.“",
        "« Lire la suite ? »",
        "‘Log out.’",
        "— Suscríbete.",
        "– Follow us!",
        "Share the batter between two tins.",
        "- Share the work between two people.",
        "Subscribe to the topic with the name that the form shows.",
    ],
)
def test_speech_and_instructions_stay(line):
    """A sentence in quotes or behind a dash is speech; what is shared may be a cake."""
    assert removed(around(line)) == []


@pytest.mark.parametrize(
    "line",
    [
        "Got it",
        "Read more",
        "Share the article.",
        "Sign up for the newsletter.",
        "– Read more",
        "“Lundby today”: subscribe to our newsletter",
        "Subscribe to the Lundby Briefing and get our best stories in your inbox.",
        "follow us, share, subscribe",
    ],
)
def test_calls_go(line):
    """Without quotes around it, or with a word for the page or its reader, a line is a call."""
    assert removed(around(line, "Related articles")) == [line, "Related articles"]


def test_an_address_is_no_salutation():
    """Several lines below each other that end with a comma are the address of the publisher."""
    address = "Ducart Suite,\nParkside,\nDublin Road,\nLimerick"
    assert find_letter_lines(list(split_lines(f"{address}\n{address}"))) == []
    assert find_letter_lines(list(split_lines("Ed,\nPlease call me.\nThanks\nBrenda"))) == [0, 2, 3]


def test_times_of_comments_go():
    """A time below a name or a date that goes is that of a comment."""
    comments = [part for time in ("10:14", "11:20", "12:31") for part in ("May 5, 2024", time)]
    assert removed(around("Leave a comment", *comments))[1:3] == ["May 5, 2024", "10:14"]


@pytest.mark.parametrize(("fence", "closed"), [("```", True), ("~~~", True), ("```", False)])
def test_a_fence_needs_its_end(fence, closed):
    """What stands behind a fence that nothing closes is no code."""
    lines = [f"{fence}sh", "Subscribe now", *[fence] * closed]
    assert ("Subscribe now" in removed(around(*lines))) is not closed


@pytest.mark.parametrize("share", [True, False])
def test_pre_elements_are_code_in_a_page(share):
    """Lines of a `pre` element stay, unless most of the page is in one, as in an archive of mails."""
    before, behind = (f"<p>{part}</p>" for part in PROSE)
    code = "<PRE class='x'>Subscribe now\nFollow us</pre>"
    raw = f"{before}{code}{behind}" if share else f"<pre>{PROSE[0]}\n{PROSE[1]}</pre>{code}"
    page = Document.from_text(raw).edit(_tags(raw))
    [doc] = Boilerplate(Boilerplate.read_options({})).process([page])
    assert ("Subscribe now" in doc.text) is share
    assert all(part in doc.text for part in PROSE)


def _tags(raw):
    """Return the edits that take the tags of a page away, and leave a line feed for each."""
    position = 0
    while (start := raw.find("<", position)) >= 0:
        position = raw.index(">", start) + 1
        yield Edit(start, position, "\n" if start else "")

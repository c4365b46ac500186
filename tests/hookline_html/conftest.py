"""A news page for the tests of extraction."""

import pytest

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Harbour opens | Example News</title>
<meta name="author" content="Ada Smith"><link rel="canonical" href="https://example.org/2024/harbour">
<meta property="article:published_time" content="2024-03-01T08:00:00Z">
<style>p { color: red }</style><script>var headline = "Harbour opens";</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Harbour opens</h1>
<p>The new <b>harb</b>our of Oslo &amp; Bergen opened on Friday,   the mayor&#8217;s office said,
after years of delay and a <a href="/cost">cost that doubled</a> since the plan was approved.</p>
<script>track("first");</script>
<p>More than 3&nbsp;000 people came to see the first ship, which had left Hamburg a day
before, and they stayed until the evening although it rained for most of the afternoon.</p>
<p>The port is expected to handle twice as many containers as the old one within ten years.</p>
</article>
<footer><p>Copyright 2024 Example News. All rights reserved.</p></footer></body></html>
"""


@pytest.fixture
def page() -> str:
    """Return a news page with furniture, character references, and tags inside words."""
    return PAGE

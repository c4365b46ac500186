"""Build the documentation: `sphinx-build -W docs out/docs`."""

import sys
from pathlib import Path

import hookline

sys.path.insert(0, str(Path(__file__).parent))
import components  # beside this file

project = "hookline"
author = "The hookline developers"
copyright = "the hookline developers"  # the name that Sphinx wants
version = release = hookline.__version__
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "sphinx_click",
]
html_theme = "furo"
html_title = f"hookline {version}"
exclude_patterns = ["examples/*"]
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]
autodoc_member_order = "bysource"
autodoc_typehints = "description"
suppress_warnings = ["myst.xref_missing", "ref.class", "ref.python"]

(Path(__file__).parent / "reference/components.md").write_text(components.page(), encoding="utf-8")

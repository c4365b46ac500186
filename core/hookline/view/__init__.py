"""Turn records into one self-contained HTML page."""

from hookline.view.page import page

__all__ = ["page"]

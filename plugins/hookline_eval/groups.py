"""Read which group, such as a region or a genre, each document belongs to."""

from __future__ import annotations

from collections.abc import Collection

from hookline import SourceError, shown

from .files import fault, numbered_lines

UNKNOWN = "(none)"


def read_groups(path: str | None, documents: Collection[str]) -> dict[str, str]:
    """
    Return the group of every document, `(none)` where the file does not list it.

    A line has the document first and its group last, parted by tabs; a header does no harm.

    Raises:
        SourceError: A line is no such line, or none of the documents is listed.
    """
    if path is None:
        return {}
    found: dict[str, str] = {}
    for number, line in numbered_lines(path):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) < 2:
            raise fault(path, number, f"expected a document, a tab and its group, found {line!r}")
        found[cells[0]] = cells[-1]
    if not any(document in found for document in documents):
        first = next(iter(documents), "none")
        raise SourceError(
            f"{shown(path)}: lists none of the documents of the annotated file, whose first is "
            f"`{first}`; a comment `# newdoc id = NAME` or `-DOCSTART-` marks where one begins"
        )
    return {document: found.get(document, UNKNOWN) for document in documents}

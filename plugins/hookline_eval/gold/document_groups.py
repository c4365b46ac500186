"""Read a table that assigns documents to groups, such as regions or genres."""

from __future__ import annotations

from collections.abc import Collection

from hookline import SourceError, shown
from hookline_eval.gold.lines import line_error, numbered_lines

NO_GROUP = "(none)"


def read_document_groups(path: str | None, document_ids: Collection[str]) -> dict[str, str]:
    """
    Return the group of every document, `(none)` for a document that the file does not list.

    The first column of the tab-separated file is the document id, the last the group. A header line
    needs no special treatment. Without a path the result is empty.

    Raises:
        SourceError: A line has fewer than two columns, a document has two groups, or none of the
            documents is listed.
    """
    if path is None:
        return {}
    groups: dict[str, str] = {}
    for number, line in numbered_lines(path):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) < 2:
            message = f"expected a document, a tab and its group, found {line!r}"
            raise line_error(path, number, message)
        if groups.setdefault(cells[0], cells[-1]) != cells[-1]:
            message = (
                f"expected one group of `{cells[0]}`, found {groups[cells[0]]} and {cells[-1]}"
            )
            raise line_error(path, number, message)
    if not any(document_id in groups for document_id in document_ids):
        first_id = next(iter(document_ids), "none")
        raise SourceError(
            f"{shown(path)}: lists none of the documents of the annotated file, whose first is "
            f"`{first_id}`; a comment `# newdoc id = NAME` or `-DOCSTART-` marks the start of a "
            "document"
        )
    return {document_id: groups.get(document_id, NO_GROUP) for document_id in document_ids}

"""The stage `lists`: names of the user's own lists as entities."""

from __future__ import annotations

import hashlib
import os
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Literal

from pydantic import Field, field_validator

from hookline import Document, Entity, ModelError, Stage, open_input
from hookline_lists.reading import FIELDS

__all__ = ["Lists"]

_Field = Literal["name", "aliases", "label", "id"]


class Lists(Stage):
    """Find the names of lists, with their labels and ids, beside the entities that are there."""

    name = "lists"
    provides = ("entities",)
    cost = "cpu"
    optional: ClassVar[Mapping[str, str]] = {"ahocorasick_rs": "hookline[lists]"}

    class Options(Stage.Options):
        """The lists, and how their names are found."""

        paths: tuple[str, ...] = Field(
            min_length=1,
            description="Files with the names: CSV or TSV with a first line of column names, JSON "
            "lines, or YAML, compressed or not.",
        )
        label: str = Field("", description="Label of the names that have none in the file.")
        columns: dict[_Field, str] = Field(
            default_factory=dict,
            description=f"The files' names for {', '.join(FIELDS)}, where they are others.",
        )
        separator: str = Field(
            "|", min_length=1, description="What separates aliases in one cell or string."
        )
        case: Literal["exact", "ignore"] = Field(
            "exact", description="Whether upper and lower case must be as in the list."
        )
        words: bool = Field(
            True, description="Whether a name must begin and end where a word does."
        )
        precedence: Literal["list", "model", "longest"] = Field(
            "longest",
            description="Which is kept of a name and of an entity that overlap: the name of the "
            "list, the entity, or the longer one and the name where both are equal.",
        )
        shortest: int = Field(2, ge=1, description="The least number of characters of a name.")
        homonyms: bool = Field(
            False, description="Whether a name may have several ids; it is found without one then."
        )

        @field_validator("paths")
        @classmethod
        def _check_paths(cls, paths: tuple[str, ...]) -> tuple[str, ...]:
            for path in paths:
                if "://" not in path and not os.path.isfile(path):
                    raise ValueError(f"expected files that are there, found no file {path!r}")
            return paths

    def __init__(self, options: Options) -> None:
        from hookline_lists.names import NameIndex
        from hookline_lists.reading import read_entries

        super().__init__(options)
        columns: dict[str, str] = {str(key): value for key, value in options.columns.items()}
        self._names = NameIndex(
            ((path, read_entries(path, columns, options.separator)) for path in options.paths),
            options.label,
            options.case == "ignore",
            options.words,
            options.shortest,
            options.homonyms,
        )

    @classmethod
    def model_digest(cls, options: Options) -> str:
        """Return a digest of the lists, so that a changed list is noticed."""
        digest = hashlib.blake2b(digest_size=16)
        for path in options.paths:
            try:
                with open_input(path) as file:
                    while block := file.read(1 << 20):
                        digest.update(block)
            except OSError as error:
                raise ModelError(f"{path}: cannot read this list of names: {error}") from error
            digest.update(b"\0")
        return digest.hexdigest()

    def process(self, docs: Sequence[Document]) -> Iterable[Document]:
        """Return each document with the names in it as entities."""
        return map(self._with_names, docs)

    def _with_names(self, doc: Document) -> Document:
        old = doc.entities or ()
        starts = [entity.start for entity in old]
        ends = [entity.end for entity in old]
        replaced: dict[int, int] = {}  # by old entity, the number of the match in its place
        added: list[Entity] = []
        for match in self._names.matches(doc.text):
            first = bisect_right(ends, match.start)
            last = bisect_left(starts, match.end)
            template = Entity(match.start, match.end, match.label)
            if first < last:
                if not self._wins(match.start, match.end, old[first:last]):
                    continue
                template = old[first]
                for number in range(first, last):
                    replaced.setdefault(number, len(added))
            added.append(
                template._replace(
                    start=match.start, end=match.end, label=match.label, id=match.id, value=None
                )
            )
        kept = [number for number in range(len(old)) if number not in replaced]
        entities = sorted([*(old[number] for number in kept), *added])
        index = {entity.start: number for number, entity in enumerate(entities)}
        indexes = {number: index[old[number].start] for number in kept}
        indexes |= {number: index[added[match].start] for number, match in replaced.items()}
        return doc.with_replaced("entities", entities, indexes)

    def _wins(self, start: int, end: int, entities: Sequence[Entity]) -> bool:
        """Tell whether a name of the list is kept rather than the entities that it overlaps."""
        if self.options.precedence != "longest":
            return bool(self.options.precedence == "list")
        return all(end - start >= entity.end - entity.start for entity in entities)

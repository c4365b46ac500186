"""A shard: a run that reads one of N disjoint parts of the input, and the names of its files."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from hookline.errors import ConfigError, Problem
from hookline.files.storage import stem

__all__ = ["Shard"]

NAMED = re.compile(r"(?P<stem>.+)\.(?P<index>\d+)-of-(?P<count>\d+)(?P<ending>(\.[^/]*)?)")


@dataclass(frozen=True, slots=True)
class Shard:
    """A shard: number `index` (from 1) of `count`."""

    index: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """
        Return the shard that `I/N` names.

        Raises:
            ConfigError: The text is not two numbers with 1 <= I <= N.
        """
        match = re.fullmatch(r"([0-9]{1,9})/([0-9]{1,9})", text)
        shard = cls(*map(int, match.groups())) if match else None
        if shard is None or not 1 <= shard.index <= shard.count:
            what = f"expected I/N with I from 1 to N, such as 1/4; found {text!r}"
            hint = ""
            if shard and not shard.index:
                hint = "shards are counted from 1: add 1 to the number of a task that starts at 0"
            raise ConfigError(Problem(what, "--shard", hint=hint))
        return shard

    @classmethod
    def of(cls, path: str) -> tuple[str, Shard] | None:
        """Return the output of the whole run and the shard that the name of an output gives."""
        match = NAMED.fullmatch(path)
        if match is None:
            return None
        return match["stem"] + match["ending"], cls(int(match["index"]), int(match["count"]))

    def __str__(self) -> str:
        return f"{self.index}/{self.count}"

    def path(self, path: str) -> str:
        """
        Return the name of this shard's file for a file of the whole run.

        The second of four shards writes `out/news.2-of-4.jsonl.gz` for `out/news.jsonl.gz`. Numbers
        are padded with zeros, so that names sort in the order of shards.
        """
        if path == "-":
            return path
        folder, name = os.path.split(path.rstrip("/"))
        first = stem(name)
        return os.path.join(folder, f"{first}.{self._suffix}{name[len(first) :]}")

    @property
    def _suffix(self) -> str:
        return f"{str(self.index).zfill(len(str(self.count)))}-of-{self.count}"

    @staticmethod
    def siblings(path: str) -> list[str]:
        """Return the names of the files of all shards, and of the whole run, for that of one shard."""
        match = NAMED.fullmatch(path)
        if match is None:
            return []
        shards = [
            Shard(number, int(match["count"])) for number in range(1, int(match["count"]) + 1)
        ]
        names = [f"{match['stem']}.{shard._suffix}{match['ending']}" for shard in shards]
        return [match["stem"] + match["ending"], *names]

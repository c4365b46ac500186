"""Stages that do not behave."""

import ctypes
import os
import signal
import time
import warnings
from pathlib import Path

from pydantic import Field, SecretStr

from hookline import (
    Document,
    Drop,
    Entity,
    Stage,
    TransientError,
)


class Poison(Stage):
    """Do what the text says: raise, hang, exit, crash, eat memory, or pass."""

    name = "poison"

    def process(self, docs):
        for doc in docs:
            if "PRINT" in doc.text:
                print("noise")
            if "RAISE" in doc.text:
                raise ValueError("poison")
            if "HALF" in doc.text:
                raise ValueError("\ud800")
            if "HANG" in doc.text:
                time.sleep(60)
            if "LEAVE" in doc.text:
                raise SystemExit(0)
            if "EXIT" in doc.text:
                os._exit(7)
            if "CRASH" in doc.text:
                ctypes.string_at(0)
            if "KILL" in doc.text:
                os.kill(os.getpid(), signal.SIGKILL)
            if "EAT" in doc.text:
                held = []
                while True:
                    held.append(bytearray(20_000_000))
        return docs


class Odd(Stage):
    """Return what the text says that no stage may return."""

    name = "odd"

    def process(self, docs):
        for doc in docs:
            if "NOTHING" in doc.text:
                yield None
            elif "REASONLESS" in doc.text:
                yield Drop(None)
            elif "SURROGATE" in doc.text:
                yield Drop("\ud800")
            elif "OUTSIDE" in doc.text:
                yield doc.with_layers(entities=[Entity(0, 999, "X")])
            elif "REPLACED" in doc.text:
                yield Document.from_text("other", doc.id, place=doc.place)
            else:
                yield doc

    def close(self):
        raise RuntimeError("cannot close")


class Talkative(Stage):
    """Say its password in errors: in `process` when told to, and in opening when it has no host."""

    name = "talkative"

    class Options(Stage.Options):
        """Options of the stage."""

        password: SecretStr = Field(description="what nobody else should know")
        host: str | None = Field("here", description="where the service is")

    def __init__(self, options):
        super().__init__(options)
        if not options.host:
            raise OSError(
                13, "refused", f"https://user:{options.password.get_secret_value()}@nowhere"
            )

    def process(self, docs):
        for doc in docs:
            if "TELL" in doc.text:
                password = self.options.password.get_secret_value()
                try:
                    raise KeyError(password)
                except KeyError as error:
                    raise ValueError(f"cannot log in with {password!r}") from error
        return [self._outcome(doc, self.options.password.get_secret_value()) for doc in docs]

    def _outcome(self, doc, password):
        if "LEAVE" in doc.text:
            raise GeneratorExit(password)
        if "WARN" in doc.text:
            warnings.warn(f"cannot log in with {password}", UserWarning, stacklevel=2)
        return Drop(f"cannot log in with {password}") if "DROP" in doc.text else doc


class Caller(Stage):
    """Fail with the address that it calls."""

    name = "caller"

    class Options(Stage.Options):
        url: str = Field(description="the address of the service")

    def process(self, docs):
        raise ValueError(f"no answer from {self.options.url}")


class Lossy(Stage):
    """Lose the last document of every batch."""

    name = "lossy"

    def process(self, docs):
        return docs[:-1]


class Sneaky(Stage):
    """Edit the text without having said so."""

    name = "sneaky"

    def process(self, docs):
        for doc in docs:
            yield doc.with_text(doc.text + "!")


class Flaky(Stage):
    """Fail with a transient error the first time that it is called."""

    name = "flaky"

    class Options(Stage.Options):
        marker: str = Field(description="a file that remembers the first call")

    def process(self, docs):
        marker = Path(self.options.marker)
        if not marker.exists():
            marker.touch()
            raise TransientError("try again")
        return docs

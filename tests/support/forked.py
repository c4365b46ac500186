"""Run the command line in a forked process, which is quick to start and may be killed anywhere."""

import gc
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from zlib import crc32

from hookline.cli import main

DEAD = 99  # exit code of a process that died where it was told to


def fork(*arguments: str, before: Callable[[], object] = lambda: None) -> int:
    """Start the command line in a fork of this process; return its number."""
    _import_everything()
    gc.freeze()  # a collection in the fork would copy the memory of this process
    pid = os.fork()
    if pid:
        gc.unfreeze()
        return pid
    code = 70
    try:
        silent = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(silent, number)
        before()
        main(list(arguments))
    except SystemExit as stopped:
        code = stopped.code
    finally:
        os._exit(code)


@cache
def _import_everything() -> None:
    """Load what every fork needs before the first, so that none has to."""
    import structlog

    import hookline.cli.run
    import hookline.runner.run

    structlog.get_logger()
    hookline.Registry.discover()


def wait(pid: int) -> int:
    """Wait for a fork and return its exit code."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def die_at(point: int, folder: str | Path | None = ".") -> None:
    """
    End this process without warning at the n-th point of its way to durable state.

    There is a point before and one after every write of an output, every synchronization, every
    commit to the checkpoint, every creation of a dead-letter file, and every renaming and removal,
    if the files of a folder are others than at the point before: all that is left of a killed process
    are its files. Without a folder, for outputs elsewhere, the rest are points as well.
    """
    from hookline.files import file_sink
    from hookline.runner.checkpoint import Checkpoint
    from hookline.runner.dead_letters import DeadLetters

    number, before = 0, None

    def step() -> None:
        nonlocal number, before
        files = None if folder is None else frozenset(_files(folder))
        if files is None or files != before:
            number, before = number + 1, files
            if number == point:
                os._exit(DEAD)

    def mortal(call):
        def guarded(*arguments, **options):
            step()
            result = call(*arguments, **options)
            step()
            return result

        return guarded

    os.fsync = mortal(os.fsync)
    os.replace = mortal(os.replace)
    os.unlink = mortal(os.unlink)
    Path.rename = mortal(Path.rename)
    os.rmdir = mortal(os.rmdir)
    Checkpoint._store = mortal(Checkpoint._store)
    Checkpoint.clear = mortal(Checkpoint.clear)
    DeadLetters._create = mortal(DeadLetters._create)
    DeadLetters._open = mortal(DeadLetters._open)
    file_sink.FileSink._write = mortal(file_sink.FileSink._write)


def _files(top: str | Path) -> Iterator[tuple[str, int, int]]:
    """
    Yield the path, the identity and the checksum of everything in a folder.

    This takes the locks of a checkpoint from the process, which no other waits for.
    """
    for folder, folders, names in os.walk(top):
        for path in (os.path.join(folder, name) for name in (*folders, *names)):
            with suppress(FileNotFoundError):  # a worker has just removed it
                content = b"" if os.path.isdir(path) else Path(path).read_bytes()
                yield path, os.stat(path).st_ino, crc32(content)


def kill(pid: int) -> int:
    """Kill a fork at once and return its exit code, which says whether it had ended before."""
    os.kill(pid, signal.SIGKILL)
    return wait(pid)

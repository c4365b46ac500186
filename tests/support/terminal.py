"""Run the command line in a terminal, and read what is on its screen."""

import fcntl
import os
import pty
import re
import struct
import sys
import termios

UNWANTED = ("COLUMNS", "LINES", "NO_COLOR", "CI")
CONTROL = re.compile(r"\x1b\[(\??[\d;]*)([A-Za-z])")


class Screen:
    """The lines of a terminal: text, line ends, and moves and erasures of the cursor's line."""

    def __init__(self) -> None:
        self.lines = [""]
        self.row = self.column = 0

    def feed(self, text: str) -> None:
        """Take the output of a program."""
        position = 0
        while position < len(text):
            if match := CONTROL.match(text, position):
                self._control(match[1], match[2])
                position = match.end()
                continue
            self._put(text[position])
            position += 1

    def _put(self, char: str) -> None:
        if char == "\r":
            self.column = 0
        elif char == "\n":
            self.row += 1
            self.lines += [""] * (self.row + 1 - len(self.lines))
        elif char.isprintable():
            line = self.lines[self.row].ljust(self.column)
            self.lines[self.row] = line[: self.column] + char + line[self.column + 1 :]
            self.column += 1

    def _control(self, argument: str, kind: str) -> None:
        if kind == "A":
            self.row -= int(argument or 1)
        elif kind == "K" and argument == "2":
            self.lines[self.row] = ""
        elif kind == "K":
            self.lines[self.row] = self.lines[self.row][: self.column]


class Terminal:
    """A program in a terminal of a width; everything it has shown is in `written`."""

    def __init__(self, *arguments: str, columns: int = 80) -> None:
        self.pid, self._file = pty.fork()
        if not self.pid:
            environment = {
                name: value for name, value in os.environ.items() if name not in UNWANTED
            }
            environment |= {"PYTHONPATH": os.pathsep.join(sys.path), "TERM": "xterm"}
            command = [sys.executable, "-m", "hookline", *arguments]
            os.execve(sys.executable, command, environment)  # readline sets COLUMNS behind Python
        size = struct.pack("HHHH", 24, columns, 0, 0)
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, size)
        self.written = ""
        self.screen = Screen()

    def read_until(self, words: str) -> None:
        """Read until the program has shown these words."""
        while words not in self.written:
            assert self._read(), f"the program ended: {self.written!r}"

    def press(self, keys: str) -> None:
        """Send keys to the program."""
        os.write(self._file, keys.encode())

    def wait(self) -> int:
        """Read to the end, and return the exit code of the program."""
        while self._read():
            pass
        os.close(self._file)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def _read(self) -> bool:
        try:
            data = os.read(self._file, 65536)
        except OSError:  # the program has ended
            return False
        text = data.decode("utf-8", "replace")
        self.written += text
        self.screen.feed(text)
        return bool(data)

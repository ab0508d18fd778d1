"""The interactive Python that readers have, in a terminal, with nothing installed but the wheel."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import venv
from pathlib import Path

import pexpect

from tests.site.built import link_numpy

PROMPTS = re.compile(r"^(?:>>> |\.\.\. )+", re.MULTILINE)
STACK = re.compile(r"(Traceback \(most recent call last\):\n)(?: .*\n)+")
PATH = "/usr/bin:/bin"
# What an interpreter writes when it wants pastes marked (as 3.13 does), and when it has read one.
WANTS_MARKS, READ = "\x1b[?2004h", "\x1b[?2004l\x1b[?1l\x1b>"
PASTE, PASTED = "\x1b[200~", "\x1b[201~"


def install_wheel(wheel: Path, folder: Path) -> Path:
    """Make an environment that holds the wheel and NumPy; return its Python."""
    venv.create(folder)
    python = folder / "bin" / "python"
    (libraries,) = folder.glob("lib/python*/site-packages")
    link_numpy(libraries)
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    subprocess.run([*pip, "--disable-pip-version-check", "--no-deps", wheel], check=True)
    return python


class Terminal:
    """A running `python` that gets blocks pasted and gives back what it prints.

    Until 3.12 the interpreter reads a paste line by line, as if typed. From 3.13 on it asks the
    terminal to mark a paste, takes it as a whole and shows the last value alone.
    """

    def __init__(self, python: Path) -> None:
        self.marks = sys.version_info >= (3, 13)
        term = "xterm" if self.marks else "dumb"
        self.child = pexpect.spawn(
            str(python),
            ["-q"],
            env={"NO_COLOR": "1", "TERM": term, "PATH": PATH},
            # Without echo the plain terminal shows prompts and output only, however fast one types.
            echo=self.marks,
            dimensions=(50, 200),
            encoding="utf-8",
            timeout=300,
        )
        self.child.delaybeforesend = None
        self.child.expect_exact(WANTS_MARKS if self.marks else ">>> ")

    def paste(self, code: str) -> str:
        """Paste a block and return everything that was printed, prompts removed."""
        text = self._paste_marked(code) if self.marks else self._type(code)
        return one_line_stacks(text.replace("\r\n", "\n"))

    def _type(self, code: str) -> str:
        self.child.send(code.rstrip("\n") + "\n\nprint('the' + ' end')\n")
        self.child.expect_exact("the end\r\n")
        text = self.child.before
        self.child.expect_exact(">>> ")
        return PROMPTS.sub("", text.replace("\r\n", "\n"))

    def _paste_marked(self, code: str) -> str:
        """Paste, and press Enter until the interpreter begins, as one does at a `...`."""
        self.child.send(PASTE + code + PASTED)
        while True:
            self.child.expect_exact("\x1b[?25h")  # the cursor is shown: all that came is drawn
            self.child.send("\r")
            if self.child.expect_exact([READ, pexpect.TIMEOUT], timeout=0.2) == 0:
                break
        self.child.expect_exact(WANTS_MARKS)
        return self.child.before

    def close(self) -> None:
        """End the process, without the rests in which others may end by themselves."""
        self.child.ptyproc.delayafterclose = 0
        self.child.kill(signal.SIGKILL)
        self.child.wait()
        self.child.close()


def one_line_stacks(text: str) -> str:
    """Show the stack of a traceback as the pages do: which lines it names is no matter."""
    return STACK.sub(r"\1    ...\n", text)

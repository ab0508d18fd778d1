"""An interactive Python in a terminal, with nothing installed but the package's wheel."""

from __future__ import annotations

import re
import subprocess
import sys
import venv
from pathlib import Path

import pexpect

from tests.site.built import link_numpy

PROMPTS = re.compile(r"^(?:>>> |\.\.\. )+", re.MULTILINE)
STACK = re.compile(r"(Traceback \(most recent call last\):\n)(?: .*\n)+")
# 3.13 brought a new terminal and colours; the plain one is what every version has.
PLAIN = {"PYTHON_BASIC_REPL": "1", "NO_COLOR": "1", "TERM": "dumb", "PATH": "/usr/bin:/bin"}


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
    """A running `python` that gets blocks pasted and gives back what it prints."""

    def __init__(self, python: Path) -> None:
        # Without echo the terminal shows prompts and output only, however fast one types.
        self.child = pexpect.spawn(
            str(python), ["-q"], env=PLAIN, echo=False, encoding="utf-8", timeout=300
        )
        self.child.delaybeforesend = None
        self.child.expect_exact(">>> ")

    def paste(self, code: str) -> str:
        """Paste a block and return everything that was printed, prompts removed."""
        self.child.send(code.rstrip("\n") + "\n\nprint('the' + ' end')\n")
        self.child.expect_exact("the end\r\n")
        text = self.child.before.replace("\r\n", "\n")
        self.child.expect_exact(">>> ")
        return one_line_stacks(PROMPTS.sub("", text))

    def close(self) -> None:
        """End the process."""
        self.child.close(force=True)


def one_line_stacks(text: str) -> str:
    """Show the stack of a traceback as the pages do: which lines it names is no matter."""
    return STACK.sub(r"\1    ...\n", text)


def run_script(python: Path, code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run code as one script, in a folder of its own."""
    script = folder / "page.py"
    script.write_text(code, "utf-8")
    return subprocess.run(
        [python, script], cwd=folder, env=PLAIN, capture_output=True, text=True, check=False
    )

"""Searches longer than the tests do: `python -m tests.package.fuzzing 1000` pairs a target."""

import contextlib
import io
import os
import sys
import tempfile

from tests.package.fuzzing.search import Fuzz

os.chdir(tempfile.mkdtemp())
fuzz = Fuzz(pairs=int(sys.argv[1]) if len(sys.argv) > 1 else 200)
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    fuzz.run()
print(*sorted(fuzz.findings.values()), sep="\n")
print(f"{fuzz.calls} calls of {len(fuzz.known)} targets, {len(fuzz.findings)} findings")

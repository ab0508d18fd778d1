"""Networks in files: layer sizes, parameters and the names of the activations, in an `.npz`.

A file can come from anywhere, so nothing in it is believed: what an array's header announces is
checked before its data is read, and no more is read than that.
"""

from __future__ import annotations

import io
import math
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, BinaryIO, NamedTuple, TypeAlias

import numpy as np

from xorbook._validation import Floats, as_floats, describe
from xorbook.activations import Activation, identity, relu, sigmoid, softmax, step, tanh
from xorbook.parameters import Parameters, checked_sizes, n_parameters

if TYPE_CHECKING:
    import zipfile

File: TypeAlias = str | os.PathLike[str] | BinaryIO
KNOWN = {known.name: known for known in (step, identity, sigmoid, tanh, relu, softmax)}
ENTRIES = ("sizes", "theta", "activations")
STORED, DEFLATED, ENCRYPTED = 0, 8, 1  # as zip files say it
# NumPy reads no header longer than 10 000 bytes; before it stand up to 12.
HEADER = 10_012
# Trained parameters hardly compress at all: what unpacks to more than this is a trap.
EXPANSION = 10
ALWAYS_SMALL = 2**16


def write(
    file: File, sizes: Sequence[int], theta: Floats, activations: Sequence[Activation]
) -> None:
    """Write a network to an `.npz` file, if `read` will be able to bring it back."""
    _check_file(file, "write")
    for activation in activations:
        if activation not in KNOWN.values():
            raise ValueError(
                f"activations must be among {', '.join(KNOWN)} to be saved, got {activation!r}"
            )
    names = [activation.name for activation in activations]
    np.savez(file, sizes=sizes, theta=as_floats(theta, "theta"), activations=names)


def read(file: File) -> tuple[Parameters, list[Activation]]:
    """Read what `write` wrote; anything else is a ValueError, unless the system cannot read it."""
    _check_file(file, "read")
    if not isinstance(file, str | os.PathLike):
        return _read(file)
    with open(file, "rb") as opened:
        return _read(opened)


def _check_file(file: object, method: str) -> None:
    """Refuse what is neither the path of a file nor one that was opened for bytes."""
    if isinstance(file, str | os.PathLike):
        if "\0" in os.fsdecode(file):
            raise ValueError(f"file must be a path without a null character, got {describe(file)}")
    elif not hasattr(file, method) or isinstance(file, io.TextIOBase):
        raise TypeError(f"file must be a path or an open binary file, got {describe(file)}")


def _read(file: BinaryIO) -> tuple[Parameters, list[Activation]]:
    with _entries(file) as entries:
        sizes = checked_sizes(_values(entries["sizes"], "integers", "iu"))
        names = _values(entries["activations"], "names", "U")
        if len(names) != len(sizes) - 1:
            raise ValueError(
                f"activations must hold one per layer ({len(sizes) - 1}), got {len(names)}"
            )
        if not set(names) <= set(KNOWN):
            raise ValueError(f"activations must be among {', '.join(KNOWN)}, got {describe(names)}")
        theta = entries["theta"]
        shape = (n_parameters(sizes),)
        if theta.shape != shape:
            raise ValueError(f"theta must have shape {shape}, got {theta.shape}")
        if theta.dtype.newbyteorder("=") != np.float64:
            raise ValueError(f"theta must be of float64, got {theta.dtype}")
        return Parameters(sizes, theta.data()), [KNOWN[name] for name in names]


class _Entry(NamedTuple):
    """An array of the file: what its header announces, and where its data comes from."""

    name: str
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    size: int
    start: bytes
    rest: IO[bytes]

    def data(self) -> np.ndarray[Any, Any]:
        """Read exactly as many bytes as were announced; with the last, the checksum is compared."""
        count = math.prod(self.shape)
        if count * self.dtype.itemsize != self.size:
            raise _refusal(f"one whose {self.name} is not as long as it says")
        with _damage():
            data = self.start + self.rest.read(self.size - len(self.start))
            return np.frombuffer(data, self.dtype, count)


def _values(entry: _Entry, kind: str, letters: str) -> list[Any]:
    """Return what a one-dimensional array holds."""
    if entry.dtype.kind not in letters or len(entry.shape) != 1:
        shown = f"{entry.dtype} of shape {entry.shape}"
        raise ValueError(f"{entry.name} must be {kind} in one dimension, got {shown}")
    data = entry.data()
    with _damage():  # not every number is a character
        return list(data.tolist())


@contextmanager
def _entries(file: BinaryIO) -> Iterator[dict[str, _Entry]]:
    """Open the arrays of a file; of none more is read yet than its header."""
    import zipfile  # slow to load, and only needed here

    with _damage():
        length = file.seek(0, os.SEEK_END)
        file.seek(0)
        magic = file.read(len(np.lib.format.MAGIC_PREFIX))
    if magic == np.lib.format.MAGIC_PREFIX:
        raise _refusal("a single array")
    with _damage():
        archive = zipfile.ZipFile(file)
    with archive:
        infos = archive.infolist()
        _check_names([info.filename for info in infos])
        for info in infos:
            _check_packing(info, length)
        with _damage():
            opened = [_opened(archive, info) for info in infos]
        yield {entry.name: entry for entry in opened}


def _check_names(found: list[str]) -> None:
    names = [name.removesuffix(".npy") for name in found]
    if missing := [name for name in ENTRIES if name not in names]:
        raise _refusal(f"one without {', '.join(missing)}")
    if len(names) > len(ENTRIES):
        raise _refusal(f"one with {describe(names)}")


def _check_packing(info: zipfile.ZipInfo, length: int) -> None:
    """Refuse an array that is packed as `write` never packs, or unpacks to far too much."""
    name = info.filename.removesuffix(".npy")
    if info.flag_bits & ENCRYPTED:
        raise _refusal(f"one whose {name} is encrypted")
    if info.compress_type not in (STORED, DEFLATED):
        raise _refusal(f"one whose {name} is compressed by method {info.compress_type}")
    if info.file_size > max(EXPANSION * length, ALWAYS_SMALL):
        raise _refusal(f"{length} bytes whose {name} unpacks to {info.file_size}")


def _opened(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> _Entry:
    """Read the header of an array, and no further than the longest one would reach."""
    name, rest = info.filename.removesuffix(".npy"), archive.open(info)
    start = io.BytesIO(rest.read(min(info.file_size, HEADER)))
    readers = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }
    shape, _, dtype = readers[np.lib.format.read_magic(start)](start)
    return _Entry(name, shape, dtype, info.file_size - start.tell(), start.read(), rest)


def _refusal(came: str) -> ValueError:
    return ValueError(f"file must be an .npz that Network.save wrote, got {came}")


@contextmanager
def _damage() -> Iterator[None]:
    """Say of damaged bytes that they are: the libraries raise, and warn, whatever comes up."""
    import errno

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            yield
    except Exception as error:
        # A place before the file's beginning is damage too; any other trouble is the system's.
        if isinstance(error, OSError) and error.errno != errno.EINVAL:
            raise
        raise _refusal("no readable .npz") from None

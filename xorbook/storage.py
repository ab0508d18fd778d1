"""Networks in files."""

from os import PathLike
from typing import TYPE_CHECKING, BinaryIO, Self, TypeAlias, cast

import numpy as np

from xorbook._validation import describe
from xorbook.activations import identity, relu, sigmoid, softmax, step, tanh
from xorbook.parameters import Parameters, checked_sizes

if TYPE_CHECKING:
    from xorbook.network import Network

File: TypeAlias = str | PathLike[str] | BinaryIO
KNOWN = {known.name: known for known in (step, identity, sigmoid, tanh, relu, softmax)}
ENTRIES = ("sizes", "theta", "activations")


class Storable:
    """What can be written to a file and read back."""

    def save(self, file: File) -> None:
        """Write sizes, parameters and the names of the activations to an `.npz` file.

        Parameters
        ----------
        file : str, path-like or binary file
            NumPy adds `.npz` to a name that does not end in it.

        Raises
        ------
        TypeError
            If `file` is neither a path nor a file.
        ValueError
            If an activation is not one of this package's, which a name could not bring back.
        OSError
            If the file cannot be written.

        Examples
        --------
        >>> import io
        >>> from xorbook import Network, worked_example
        >>> file = io.BytesIO()
        >>> worked_example().save(file)
        >>> Network.load(io.BytesIO(file.getvalue()))
        Network(2-2-1, sigmoid sigmoid, 9 parameters)
        """
        net = cast("Network", self)
        check_file(file, "write")
        for activation in net.activations:
            if KNOWN.get(activation.name) is not activation:
                raise ValueError(
                    f"activations must be among {', '.join(KNOWN)} to be saved, got {activation!r}"
                )
        names = [activation.name for activation in net.activations]
        np.savez(file, sizes=net.sizes, theta=net.theta, activations=names)

    @classmethod
    def load(cls, file: File) -> Self:
        """Read what `save` wrote; no code in the file is run.

        Parameters
        ----------
        file : str, path-like or binary file

        Raises
        ------
        TypeError
            If `file` is neither a path nor a file.
        ValueError
            If it is not such a file, or its parts do not fit together.
        OSError
            If the file cannot be read.

        Examples
        --------
        >>> import io
        >>> from xorbook import Network
        >>> Network.load(io.BytesIO(b"text"))
        Traceback (most recent call last):
            ...
        ValueError: file must be an .npz that Network.save wrote, got no readable .npz
        """
        entries = _read(file)
        sizes = checked_sizes(entries["sizes"].tolist())
        names = entries["activations"].tolist()
        if not set(names) <= set(KNOWN):
            raise ValueError(f"activations must be among {', '.join(KNOWN)}, got {describe(names)}")
        parameters = Parameters(sizes, entries["theta"])
        pairs = list(zip(parameters.W.values(), parameters.b.values(), strict=True))
        build = cast("type[Network]", cls)
        return cast(Self, build(pairs, [KNOWN[name] for name in names]))


def check_file(file: object, method: str) -> None:
    """Refuse what is neither the name of a file nor an open one."""
    if not isinstance(file, str | PathLike) and not hasattr(file, method):
        raise TypeError(f"file must be a path or an open file, got {describe(file)}")


def _read(file: File) -> dict[str, np.ndarray]:
    import zipfile  # slow to load, and only needed here

    check_file(file, "read")
    wrong = "file must be an .npz that Network.save wrote, got"
    try:
        archive = np.load(file, allow_pickle=False)
        if not isinstance(archive, np.lib.npyio.NpzFile):
            raise ValueError(f"{wrong} a single array")
        with archive:
            if missing := [entry for entry in ENTRIES if entry not in archive]:
                raise ValueError(f"{wrong} one without {', '.join(missing)}")
            return {entry: archive[entry] for entry in ENTRIES}
    except (zipfile.BadZipFile, EOFError, ValueError, AttributeError) as error:
        if str(error).startswith(wrong):
            raise
        raise ValueError(f"{wrong} no readable .npz") from None

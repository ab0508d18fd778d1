"""Files that are nearly networks: damaged, forged, or made to fill the memory."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

import numpy as np

import xorbook as xb

ENTRIES = ("sizes", "theta", "activations")
NETS = [
    xb.worked_example(),
    xb.Network.random((1, 1), rng=0, activations=[xb.identity]),
    xb.Network.random((3, 5, 4, 2), rng=1, activations=[xb.relu, xb.tanh, xb.softmax]),
]
BOMB = 16 * 2**20  # what a bomb would unpack to


def saved(net: xb.Network) -> bytes:
    file = io.BytesIO()
    net.save(file)
    return file.getvalue()


def npy(array: np.ndarray, *, allow_pickle: bool = True) -> bytes:
    file = io.BytesIO()
    np.lib.format.write_array(file, array, allow_pickle=allow_pickle)
    return file.getvalue()


def npy_with_header(header: str, data: bytes = b"", version: int = 1) -> bytes:
    text = header.encode("latin1" if version < 3 else "utf8")
    length = struct.pack("<H" if version == 1 else "<I", len(text))
    return b"\x93NUMPY" + bytes([version, 0]) + length + text + data


def arrays(net: xb.Network) -> dict[str, bytes]:
    names = np.array([activation.name for activation in net.activations])
    return {
        "sizes": npy(np.array(net.sizes)),
        "theta": npy(np.array(net.theta)),
        "activations": npy(names),
    }


def packed(entries: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, data in entries.items():
            archive.writestr(f"{name}.npy", data)
    return file.getvalue()


def flipped(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def cut(data: bytes, rng: random.Random) -> bytes:
    start, end = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    kind = rng.randrange(5)
    part = data[start:end]
    between = (b"", part + part, bytes(len(part)), rng.randbytes(len(part)), b"")[kind]
    return data[:start] if kind == 4 else data[:start] + between + data[end:]


FIELDS = [  # where 2 or 4 bytes in a local or central header of a zip say something
    *((b"PK\x03\x04", offset, size) for offset, size in ((4, 2), (6, 2), (8, 2), (14, 4), (18, 4))),
    *((b"PK\x03\x04", offset, size) for offset, size in ((22, 4), (26, 2), (28, 2))),
    *(
        (b"PK\x01\x02", offset, size)
        for offset, size in ((6, 2), (8, 2), (10, 2), (16, 4), (20, 4))
    ),
    *((b"PK\x01\x02", offset, size) for offset, size in ((24, 4), (28, 2), (30, 2), (42, 4))),
    *(
        (b"PK\x05\x06", offset, size)
        for offset, size in ((8, 2), (10, 2), (12, 4), (16, 4), (20, 2))
    ),
]
NUMBERS = (0, 1, 2, 8, 9, 12, 14, 20, 45, 63, 64, 93, 95, 99, 128, 2**11, 2**14, 2**15, 2**16 - 1)


def told_otherwise(data: bytes, rng: random.Random) -> bytes:
    """Let the zip say another number: a flag, a method, a version, a length, a place."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 3))):
        magic, offset, size = rng.choice(FIELDS)
        number = rng.choice((*NUMBERS, 2**31, 2**32 - 1) if size == 4 else NUMBERS)
        places = [at for at in range(len(data)) if data.startswith(magic, at)]
        for at in places if rng.random() < 0.5 else [rng.choice(places)]:
            struct.pack_into("<I" if size == 4 else "<H", changed, at + offset, number)
    return bytes(changed)


def repacked(net: xb.Network, change: Callable[[bytes, random.Random], bytes], rng: random.Random):
    """Damage one array and give it the right checksum, so that it is looked at."""
    entries = arrays(net)
    name = rng.choice(ENTRIES)
    entries[name] = change(entries[name], rng)
    return packed(entries, rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))


def other_arrays() -> Iterator[np.ndarray]:
    numbers = np.array([2.0, 2.0, 1.0])
    for dtype in "?bBhHiIlLefdgFDGSUVOmM":
        yield np.zeros(3, dtype) if dtype in "SUVmM" else numbers.astype(dtype)
    yield numbers.astype(">f8")
    yield np.array([2, 2, 1], dtype=">i4")
    yield from (np.array(0.5), np.zeros(0), np.zeros((0, 3)), np.zeros((1, 9)), np.zeros((9, 1)))
    yield np.asfortranarray(np.arange(9.0).reshape(3, 3))
    yield np.array([(1.0, 2)], dtype=[("a", "f8"), ("b", "i4")])
    yield from (np.array([2**63], dtype=np.uint64), np.array([10**6] * 9), np.array([-2, 1]))
    yield from (
        np.array(["sigmoid"]),
        np.array(["sigmoid"] * 3),
        np.array(["os.system", "sigmoid"]),
    )
    yield from (np.array([b"sigmoid", b"sigmoid"]), np.array([print, None]), np.full(9, np.nan))


HEADERS = [
    "{'descr': '<f8', 'fortran_order': False, 'shape': (9,), }",
    "{'descr': '>f8', 'fortran_order': True, 'shape': (9,), }",
    *(
        f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}"
        for shape in (
            "(-9,)",
            "(10**9,)",
            "(1000000000000000000000,)",
            "(9",
            "9",
            "(9.0,)",
            "(9L,)",
        )
    ),
    *(
        f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}"
        for shape in ("(3, -3)", "(-1, -9)", "(True,)", "()", "(0,)", "(2**63,)", "(134217728,)")
    ),
    *(
        f"{{'descr': {descr}, 'fortran_order': False, 'shape': (9,), }}"
        for descr in ("'|O'", "'<U0'", "'<U999999999'", "'<U9'", "'|V8'", "'<M8[ns]'", "'8f8'", "7")
    ),
    *(
        f"{{'descr': {descr}, 'fortran_order': False, 'shape': (9,), }}"
        for descr in ("[('a', '<f8')]", "[('a',)]", "('<f8', (3,))", "('<f8', -1)", "'\\d'", "[]")
    ),
    "{'descr': '<f8', 'fortran_order': 0, 'shape': (9,), }",
    "{'descr': '<f8', 'shape': (9,), }",
    "[1, 2]",
    "(" * 2000,
    "-" * 2000 + "1",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (9,), }" + " " * 12_000,
    "'",
    "'''\n",
    "\x00",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (9,), 9: __import__('os')}",
]


def forged() -> Iterator[bytes]:
    """Give other arrays, or other headers, where the three arrays of a network should be."""
    whole = arrays(NETS[0])
    zeros = bytes(8 * 9)
    others = [npy(array) for array in other_arrays()]
    others += [
        npy_with_header(header, zeros, version) for header in HEADERS for version in (1, 2, 3)
    ]
    others += [b"", b"\x93NUMPY", b"\x93NUMPY\x09\x00" + zeros, b"\x93NUMPY\x02\x00" + b"\xff" * 9]
    others += list(whole.values())
    for name in ENTRIES:
        yield from (packed({**whole, name: other}) for other in others)
        yield packed({key: data for key, data in whole.items() if key != name})
    yield packed({**whole, "more": whole["theta"]})
    yield from (packed(whole, method) for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
    yield packed({name.upper(): data for name, data in whole.items()})
    yield from (b"", b"PK", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), npy(np.zeros(9)), b"text")


def doubled() -> bytes:
    file = io.BytesIO(packed(arrays(NETS[0])))
    with zipfile.ZipFile(file, "a") as archive:
        archive.fp.seek(0, io.SEEK_END)
        archive.filelist.append(archive.filelist[1])
        archive._didModify = True
    return file.getvalue()


def bombs() -> Iterator[bytes]:
    """Unpack to far more than the file holds: said openly, or with a small size beside it."""
    zeros = bytes(BOMB)
    units = BOMB // 16 - 1
    theta = npy_with_header(
        f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({2 * units + 1},), }}"
    )
    whole = arrays(NETS[0])
    honest = {**whole, "sizes": npy(np.array([units, 1, units])), "theta": theta + zeros}
    yield packed(honest, zipfile.ZIP_DEFLATED)
    yield packed({**whole, "sizes": npy(np.zeros(BOMB, dtype=np.int8))}, zipfile.ZIP_DEFLATED)
    long_header = b"\x93NUMPY\x02\x00" + struct.pack("<I", BOMB) + zeros
    for name in ENTRIES:
        openly = packed({**whole, name: long_header}, zipfile.ZIP_DEFLATED)
        yield openly
        yield from understated(openly, len(long_header), len(whole[name]))
        yield from understated(packed({**whole, name: zeros}, zipfile.ZIP_DEFLATED), BOMB, 9000)


def understated(data: bytes, size: int, said: int) -> Iterator[bytes]:
    """Say a smaller size where the true one stands, with either checksum."""
    yield data.replace(struct.pack("<I", size), struct.pack("<I", said))
    checksum = struct.pack("<I", zlib.crc32(bytes(said)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        true = struct.pack("<I", next(i.CRC for i in archive.infolist() if i.file_size == size))
    yield data.replace(struct.pack("<I", size), struct.pack("<I", said)).replace(true, checksum)


def damaged_files(seed: int, rounds: int) -> Iterator[bytes]:
    """Yield all of them; `rounds` says how many of the random ones."""
    rng = random.Random(seed)
    yield from forged()
    yield doubled()
    yield from bombs()
    files = [saved(net) for net in NETS] + [
        packed(arrays(net), zipfile.ZIP_DEFLATED) for net in NETS
    ]
    for _ in range(rounds):
        yield flipped(rng.choice(files), rng)
        yield cut(rng.choice(files), rng)
        yield told_otherwise(rng.choice(files), rng)
        yield repacked(rng.choice(NETS), flipped, rng)
        yield repacked(rng.choice(NETS), cut, rng)

"""What frameworks draw from seeds: `python -m tests.frameworks.starts` stores it anew."""

from collections.abc import Callable, Iterator
from pathlib import Path

import xorbook as xb
from xorbook import studies
from xorbook.studies.results import as_text
from xorbook.studies.seeds import SEEDS_FILE, seed_line

SEEDS = (*range(100), 777)


def from_torch(seed: int) -> xb.Network:
    """Draw the start of the slides' listing in PyTorch: its two layers in their order."""
    import torch
    from torch import nn

    torch.manual_seed(seed)
    return xb.from_torch(
        nn.Sequential(nn.Linear(2, 2), nn.Sigmoid(), nn.Linear(2, 1), nn.Sigmoid())
    )


DRAWN: dict[str, tuple[Callable[[int], xb.Network], tuple[int, ...]]] = {
    "slides, PyTorch": (from_torch, SEEDS),
}


def lines() -> Iterator[dict[str, str]]:
    """Draw every stored start again, as lines of the file."""
    for listing, (draw, seeds) in DRAWN.items():
        for seed in seeds:
            yield seed_line(listing, seed, draw(seed))


if __name__ == "__main__":
    file = Path(studies.__file__).with_name(SEEDS_FILE)
    file.write_text(as_text([*lines()]), encoding="utf-8")

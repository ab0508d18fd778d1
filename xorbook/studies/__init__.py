"""How often training solves XOR: a study of random starts, its results, and what made them.

`load` and `load_gradient_norms` read the stored results; `try_starts` and `gradient_norms` compute
them; `TABLES` and `DEPTHS` say for which settings. `python -m xorbook.studies FOLDER` makes the
files anew. `load_seeded_starts` reads what frameworks drew.

>>> from xorbook import studies
>>> list(studies.load("width"))
['2-2-1', '2-3-1', '2-4-1', '2-6-1', '2-10-1']
"""

from xorbook.studies.depth import gradient_norms
from xorbook.studies.outcomes import Outcome, try_starts
from xorbook.studies.plateau import plateaus
from xorbook.studies.results import load, load_gradient_norms
from xorbook.studies.seeds import load_seeded_starts
from xorbook.studies.settings import DEPTHS, SEED, STARTS, TABLES, Setting
from xorbook.studies.share import Share

__all__ = [
    "DEPTHS",
    "SEED",
    "STARTS",
    "TABLES",
    "Outcome",
    "Setting",
    "Share",
    "gradient_norms",
    "load",
    "load_gradient_norms",
    "load_seeded_starts",
    "plateaus",
    "try_starts",
]

"""`python -m benchmarks` measures, prints and writes results.md and results.json."""

import os

# One thread for all, said before anything counts the cores.
os.environ.update(
    OMP_NUM_THREADS="1",
    OPENBLAS_NUM_THREADS="1",
    MKL_NUM_THREADS="1",
    XLA_FLAGS="--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
)

from benchmarks.run import main

main()

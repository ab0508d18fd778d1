"""Where and with what the numbers were made."""

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import xorbook as xb

PACKAGES = ("numpy", "torch", "jax", "scikit-learn", "micrograd")


def described() -> dict[str, str]:
    """Return processor, system and versions; what is not installed is absent."""
    cpu = _cpu()
    found = {
        "processor": cpu.get("model name", platform.machine()),
        "cores": str(os.cpu_count()),
        "AVX-512": "yes" if has_avx512() else "no",
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        "cc": _compiler(),
        "xorbook": xb.__version__,
    }
    return found | {package: _version(package) for package in PACKAGES}


def has_avx512() -> bool:
    """Tell whether NumPy can use the instructions that its exponential has a fast way for."""
    return "avx512f" in _cpu().get("flags", "").split()


def _cpu() -> dict[str, str]:
    file = Path("/proc/cpuinfo")
    if not file.exists():
        return {}
    pairs = [line.partition(":") for line in file.read_text(encoding="utf-8").splitlines()]
    return {key.strip(): value.strip() for key, _, value in pairs}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"


def _compiler() -> str:
    try:
        done = subprocess.run(["cc", "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "absent"
    return done.stdout.splitlines()[0]

"""What an installed xorbook brings along: itself, its types, and nothing but NumPy."""

import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

import xorbook as xb

ROOT = Path(__file__).parents[2]


def run(*arguments: str, cwd: Path = ROOT) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def loaded_by(statement: str, module: str) -> str:
    return run("-c", f"import sys; {statement}; print({module!r} in sys.modules)").strip()


@pytest.mark.parametrize("module", ["matplotlib", "xorbook.figures"])
def test_the_package_loads_no_figures(module: str):
    assert loaded_by("import xorbook", module) == "False"
    assert loaded_by("import xorbook.figures", "xorbook.figures") == "True"


@pytest.mark.parametrize("module", ["xorbook.studies", "xorbook.practice"])
def test_the_package_loads_no_study_and_no_practice(module: str):
    assert loaded_by("import xorbook", module) == "False"


@pytest.mark.parametrize("module", ["torch", "keras"])
def test_the_package_loads_no_framework(module: str, tmp_path: Path):
    """Not even where it is installed: here is one that would be found, and is when asked for."""
    (tmp_path / f"{module}.py").write_text("")
    found = f"sys.path.insert(0, {str(tmp_path)!r})"
    assert loaded_by(f"{found}; import xorbook", module) == "False"
    assert loaded_by(f"{found}; import xorbook, {module}", module) == "True"


def test_the_package_loads_what_its_classes_need_and_no_more():
    """zipfile alone would cost a tenth of NumPy's own import."""
    needed = "numpy.typing, __future__, copy, dataclasses"
    listed = f"import sys, {needed}; before = set(sys.modules); import xorbook; print(*sorted(\
        name for name in set(sys.modules) - before if not name.startswith(('xorbook', 'numpy._'))))"
    assert run("-c", listed).split() == []


@pytest.mark.parametrize("module", ["torch", "keras"])
def test_an_absent_framework_is_named_with_the_extra_to_install(module, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ImportError, match=rf"must be installed \(pip install 'xorbook\[{module}\]"):
        getattr(xb, f"to_{module}")(xb.worked_example())
    with pytest.raises(TypeError, match=f"must be a {module}."):
        getattr(xb, f"from_{module}")(None)


def test_no_module_but_the_figures_and_the_plot_of_a_history_mentions_them():
    modules = [*(ROOT / "xorbook").rglob("*.py")]
    others = [module for module in modules if module.parent.name != "figures"]
    assert len(others) > 25
    for module in others:
        text = module.read_text(encoding="utf-8")
        assert ("matplotlib" in text) == (module.name == "history.py"), module
        assert "xorbook.figures" not in text, module


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run("-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_package_with_its_types_and_nothing_else(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    folders = {name.partition("/")[0] for name in names}
    assert folders == {"xorbook", f"{'-'.join(wheel.name.split('-')[:2])}.dist-info"}
    assert "xorbook/py.typed" in names
    modules = {str(path.relative_to(ROOT)) for path in (ROOT / "xorbook").rglob("*.py")}
    assert modules <= set(names)
    tables = {f"xorbook/studies/{name}.csv" for name in ("random_starts", "gradient_norms")}
    assert tables <= set(names)
    assert not [name for name in names if "__pycache__" in name or "test" in name]


def test_the_wheel_asks_for_numpy_alone(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
        lines = archive.read(metadata).decode().splitlines()
    required = [line for line in lines if line.startswith("Requires-Dist:")]
    assert required == [
        "Requires-Dist: numpy>=2.0",
        "Requires-Dist: matplotlib>=3.9; extra == 'figures'",
        "Requires-Dist: keras>=3; extra == 'keras'",
        "Requires-Dist: tqdm; extra == 'progress'",
        "Requires-Dist: torch==2.13.0; extra == 'torch'",
    ]
    assert "Requires-Python: >=3.11" in lines


def test_the_wheel_runs_with_numpy_alone(wheel: Path, tmp_path: Path):
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    installed = Path(np.__file__).parent.parent
    for name in ("numpy", "numpy.libs"):
        if (installed / name).exists():
            (site / name).symlink_to(installed / name, target_is_directory=True)
    program = f"""import sys; sys.path.append({str(site)!r})
import xorbook as xb
print(xb.worked_example().forward([1, 0]).output, xb.__file__)
"""
    # -I and -S: no site-packages, no folder of this checkout.
    output = run("-I", "-S", "-c", program, cwd=tmp_path)
    assert output.split() == ["[0.93315612]", str(site / "xorbook" / "__init__.py")]

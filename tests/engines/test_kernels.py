"""Compiled kernels: the cache notices every change of what is compiled into them."""

from pathlib import Path

import pytest

from egnatia.engines.fingerprint import kernels as fingerprint
from egnatia.engines.kernels import Compiler
from egnatia.engines.names import compiling as names


@pytest.mark.parametrize(
    ("module", "told_by"),
    [(fingerprint, "fingerprint.kernels import"), (names, "names.compiling import")],
    ids=["fingerprint", "names"],
)
def test_every_file_with_kernels_names_the_cache(module, told_by) -> None:
    """A kernel in a file that isn't listed would be run as it was before its constants changed."""
    folder = Path(module.__file__).parent
    using = {path.name for path in folder.glob("*.py") if told_by in path.read_text(encoding="utf-8")}
    assert using and using <= set(module.COMPILER.sources)
    assert Path(module.__file__).name in module.COMPILER.sources


def test_a_change_of_any_source_compiles_anew(tmp_path) -> None:
    (tmp_path / "constants.py").write_text("LIMIT = 1")
    before = Compiler(tmp_path, ["constants.py"], reorders=False)
    (tmp_path / "constants.py").write_text("LIMIT = 2")
    assert Compiler(tmp_path, ["constants.py"], reorders=False)._cache_folder != before._cache_folder

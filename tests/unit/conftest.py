"""What several unit tests begin with."""

from pathlib import Path

import pytest

from tests.unit.extract_on_disk import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "extract")

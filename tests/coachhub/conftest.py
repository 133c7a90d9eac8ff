from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def static_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Collected once by the first installation that starts, for all of them."""
    return tmp_path_factory.mktemp("collected") / "static"

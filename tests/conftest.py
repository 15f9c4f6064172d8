"""What tests share: words and models, a browser with the accessibility checks of axe-core; no test is timed."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import settings

from hedui.flow import Tools, load_tools

# A loaded machine needs longer than the 200 ms an example may take by default; all else stays as set (in CI, too).
settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def tools() -> Tools:
    """Words and models, loaded once for all tests."""
    return load_tools()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="playwright is an extra: pip install '.[browser]'")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def serious() -> Callable[[Any], list[str]]:
    """What axe-core calls a serious or critical violation on a page: rule and place."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is an extra: '.[browser]'")

    def violations(page: Any) -> list[str]:
        found = axe.Axe().run(page).response["violations"]
        return [
            f"{rule['id']} {node['target']} {node['failureSummary']}"
            for rule in found
            if rule["impact"] in ("serious", "critical")
            for node in rule["nodes"]
        ]

    return violations

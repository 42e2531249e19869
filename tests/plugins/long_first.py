"""Files that mostly wait for processes of their own begin first: last, they kept one core waiting for the other."""

import pytest

LONG = ("test_setup_image.py", "test_embedded.py", "test_bench.py", "test_setup_ci.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))

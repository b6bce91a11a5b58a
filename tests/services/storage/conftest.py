"""Object stores of their own for these tests."""

import pytest

from vanban.services.objectstore import pipeline_store
from vanban.services.objectstore_alone import object_store


@pytest.fixture(scope="session")
def weed(tmp_path_factory):
    with object_store(tmp_path_factory.mktemp("weed")) as running:
        yield running


@pytest.fixture
def pipeline(weed):
    return pipeline_store(weed.installation)

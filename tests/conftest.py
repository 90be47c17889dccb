"""What every test may ask for."""

import pytest
from django.conf import settings
from hypothesis import settings as hypothesis_settings

from closedloop.workdays import loading, selectors

# The same examples on every run and every machine: a red run can be had again.
hypothesis_settings.register_profile("house", deadline=None, derandomize=True, database=None)
hypothesis_settings.load_profile("house")


@pytest.fixture
def official(db):
    """The notices of 2024–2026 are loaded; the calendar that they make."""
    loading.load(settings.FIXTURES_DIR)
    return selectors.current()

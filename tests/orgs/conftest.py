"""The reference data for the desks that show it."""

import pytest

from tests.measures import make


@pytest.fixture
def lists(db):
    """The two lists, their law, the agencies and the calendar."""
    make.reference()

"""The reference data for every test of the lists that asks for it."""

import pytest

from tests.measures import make


@pytest.fixture
def lists(db):
    """The two lists, their law, the agencies and the calendar, as load_reference loads them."""
    make.reference()

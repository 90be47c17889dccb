"""What every test may ask for."""

import pytest
from django.conf import settings
from hypothesis import settings as hypothesis_settings

from closedloop.workdays import loading, selectors
from tests import protection
from tests.measures import make

# The same examples on every run and every machine: a red run can be had again.
hypothesis_settings.register_profile("house", deadline=None, derandomize=True, database=None)
hypothesis_settings.load_profile("house")
TAKEN_OFF = pytest.StashKey()


@pytest.fixture
def official(db):
    """The notices of 2024–2026 are loaded; the calendar that they make."""
    loading.load(settings.FIXTURES_DIR)
    return selectors.current()


@pytest.fixture(scope="session")
def reference(django_db_setup, django_db_blocker):
    """The reference data, committed once for a whole run: whoever asks for `lists` undoes only what the test itself did."""
    with django_db_blocker.unblock():
        make.reference()


@pytest.fixture
def lists(reference, db):
    """The two lists, their law, the agencies and the calendar, as load_reference loads them."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """First the tests that begin with an empty database, then those that empty it themselves, last those that stand on the lists."""
    items.sort(key=lambda item: 2 * ("lists" in item.fixturenames) + ("transactional_db" in item.fixturenames))


@pytest.fixture
def transactional_db(request, _django_db_helper, django_db_blocker):
    """Rows that other connections see. Emptied afterwards, append-only tables too: their triggers are off while Django flushes."""
    yield
    request.node.stash[TAKEN_OFF] = (django_db_blocker, protection.take_off())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """Puts the triggers back once everything else of the test is undone."""
    try:
        return (yield)
    finally:
        blocker, statements = item.stash.get(TAKEN_OFF, (None, []))
        if blocker is not None and nextitem is not None:  # after the last test the database itself is gone
            with blocker.unblock():
                protection.put_back(statements)

"""Whatever is sent, nothing breaks, and every answer is one that the document names; in this process, by schemathesis."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from closedloop.workdays import clock
from closedloop.wsgi import application
from tests.measures import callers, make

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 8


@pytest.fixture
def one_connection(lists):
    """The application would close the connection on which the test's own transaction runs, as Django's test client prevents too."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def document(one_connection):
    return schemathesis.openapi.from_wsgi("/api/v1/schema/", application)


@pytest.fixture
def office(lists):
    """A draft of the food office, and keys of those who may act on it."""
    draft = make.change("repeal", on=clock.today())
    return [callers.at(code).headers for code in ("HZ-FOOD", "HZ-LEGAL")], {"id": str(draft.pk), "code": "company_law"}


@pytest.mark.req("R40")
@pytest.mark.fault("F47")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_request_breaks_an_endpoint_and_every_answer_is_in_the_document(document, office, mode):
    keys, real = office

    sent = sum(_try(found.ok(), mode, keys, real) for found in document.get_all_operations())

    assert sent > 150


def _try(operation, mode, keys, real):
    """How many requests were sent: every second one to a record that is there."""
    sent = []

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case):
        sent.append(case)
        if len(sent) % 2:
            case.path_parameters = {name: real.get(name, value) for name, value in (case.path_parameters or {}).items()}
        case.call_and_validate(headers=keys[len(sent) // 2 % 2], checks=CHECKS)

    send()
    return len(sent)

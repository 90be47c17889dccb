"""Who may do what with cases by API: every address × method × role × office, compared with one table (R30)."""

import base64

import pytest
from django.db import transaction

from closedloop.workdays import clock
from subjects import services
from tests import authorisation
from tests.authorisation import ROLES, differences
from tests.rest.make import BASE
from tests.subjects import make
from tests.subjects.files import PDF, PNG
from tests.subjects.penalties import TITLES, cells, row, text_of
from tests.subjects.test_reviews import FILE
from tests.subjects.who import OFFICES, TABLE

pytestmark = [pytest.mark.req("R30", "R33"), pytest.mark.clause("C3.2"), pytest.mark.fault("F44")]
# an answer that is kept for a key would keep the identifier
WITHOUT_KEY = ("subjects/<uuid:id>/reveal/",)
PENALTIES = text_of([TITLES, cells(row())]).encode()


def body(*subjects):
    decided = {"decided_on": clock.today().isoformat()}
    return make.body(*subjects, cause=make.cause(**decided))


def imported(content, **options):
    """A file that the city's enforcement sent."""
    taken = services.take_file([content], name="测.csv", actor=make.actor("HZ-ENF"), **options)
    return services.store_rows(taken.pk)


@pytest.fixture
def samples(lists, settings, tmp_path):
    """A draft, a draft that is consulted about, a pushed case that waits for its anchor, its document, a legal review of a file."""
    settings.DATA_DIR = tmp_path
    enforcement, today = make.actor("HZ-ENF"), clock.today()
    draft, consulted, sent = (
        services.draft_case(body(make.person(code)), actor=enforcement, on=today).case for code in ("CJ-029", "CJ-029", "CJ-030")
    )
    consultation = services.consult(consulted.pk, invite=["HZ-DRUG"], question="是否适用？", actor=enforcement, on=today)
    pushed = services.push_case(sent.pk, actor=enforcement, on=today)
    attachment = services.add_attachment(pushed.pk, name="测试决定书", content=PDF, actor=enforcement, on=today)
    review = services.remind_of_measures(FILE, actor=make.actor("HZ-LEGAL"), on=today)
    sanction = pushed.sanctions.get()
    return {
        "draft": draft,
        "consulted": consulted,
        "consultation": consultation,
        "pushed": pushed,
        "sanction": sanction,
        "subject": sanction.subject,
        "attachment": attachment,
        "review": review,
        "trial": imported(PENALTIES, dry_run=True),
        "import": imported(PENALTIES),
    }


@pytest.fixture
def cast(lists):
    return authorisation.cast(OFFICES)


def sample_of(route, samples):
    """What a route names."""
    kinds = {"consultations": "consultation", "sanctions": "sanction", "subjects": "subject", "legal-reviews": "review"}
    kinds |= {"attachments": "attachment"}
    first, last = route.split("/")[0], route.rstrip("/").split("/")[-1]
    if first == "imports":
        return samples["trial" if last == "accept" else "import"]
    if first != "cases":
        return samples[kinds[first]]
    if last in ("revise", "push", "withdraw", "consult"):
        return samples["draft"]
    return samples["consulted" if last == "conclude" else "pushed"]


def body_of(route, samples):
    """What a POST there says."""
    document = samples["pushed"].cause.document_no
    bodies = {
        "cases/": lambda: body(make.person("CJ-029")),
        "cases/suggest/": lambda: body(make.person()),
        "cases/<str:case_no>/revise/": lambda: body(make.person("CJ-012")),
        "cases/<str:case_no>/correct/": lambda: body(make.person("CJ-029")),
        "cases/<str:case_no>/return/": lambda: {"reason": "请补充"},
        "cases/<str:case_no>/withdraw/": lambda: {"reason": "有误"},
        "cases/<str:case_no>/consult/": lambda: {"invite": ["HZ-LEGAL"], "question": "是否适用？"},
        "cases/<str:case_no>/conclude/": lambda: {"conclusion": "适用"},
        "cases/<str:case_no>/attachments/": lambda: {"name": "测.png", "content_base64": base64.b64encode(PNG).decode()},
        "consultations/<uuid:id>/opinions/": lambda: {"text": "适用"},
        "sanctions/<uuid:id>/anchor/": lambda: {"anchor_on": "2026-10-01"},
        "subjects/<uuid:id>/reveal/": lambda: {"purpose": "核对"},
        "legal-reviews/": lambda: FILE | {"file_no": "测案〔2026〕2号"},
        "legal-reviews/<uuid:id>/link/": lambda: {"document_no": document},
    }
    return bodies.get(route, dict)()


def answer(caller, method, route, samples):
    """What a caller is told; whatever it did is undone."""
    named = "<" in route
    key = str(sample_of(route, samples).pk) if named else ""
    address = BASE + route.replace("<uuid:id>", key).replace("<str:case_no>", key)
    with transaction.atomic():
        if method == "get":
            response = caller.get(address)
        elif route == "cases/import/":
            response = caller.upload(address, PENALTIES, key="k-1")
        else:
            response = caller.post(address, body_of(route, samples), key="" if route in WITHOUT_KEY else "k-1")
        transaction.set_rollback(True)
    return response


def test_every_caller_is_answered_as_the_table_says(samples, cast):
    assert differences(TABLE, cast, lambda caller, method, route: answer(caller, method, route, samples)) == []


def test_a_list_of_cases_shows_nobody_what_is_not_theirs(samples, cast):
    overseers = ("city credit", "city legal", "credit_supervision", "legal_affairs")
    seen = {"producer": 3, "receiver": 1, "invited": 1} | dict.fromkeys(overseers, 3)

    shown = {name: len(answer(cast[name], "get", "cases/", samples).json()["results"]) for name in (*ROLES, *OFFICES)}

    assert shown == {name: seen.get(name, 0) for name in (*ROLES, *OFFICES)}

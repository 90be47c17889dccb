"""The table of who may do what with cases by API; whoever is not known gets 401 everywhere."""

from tests.authorisation import ROLES

OFFICES = {
    "producer": "HZ-ENF",
    "receiver": "HZ-FOOD",
    "invited": "HZ-DRUG",
    "other office": "HZ-IP",
    "city credit": "HZ-CREDIT",
    "city legal": "HZ-LEGAL",
    "county enforcement": "SC-ENF",
    "county business": "SC-BIZ",
    "county credit": "SC-CREDIT",
    "county legal": "SC-LEGAL",
}
KNOWN = (*ROLES, *OFFICES)
# credit supervision and legal affairs of the city see every case
OVERSEERS = ("city credit", "credit_supervision", "city legal", "legal_affairs")
PRODUCERS = ("producer", "county enforcement", "enforcement", "approval_authority")
REVIEWERS = ("city legal", "county legal", "legal_affairs")


def everybody(status=200):
    """Whoever is known."""
    return dict.fromkeys(KNOWN, status)


def seen_by(*who, may=(), status=200):
    """Those who see it are refused, those who may act get the status; to everybody else it is not there."""
    return everybody(404) | dict.fromkeys(who, 403) | dict.fromkeys(may, status)


OF_DRAFT = ("producer", *OVERSEERS)
OF_CONSULTED = (*OF_DRAFT, "invited")
OF_PUSHED = (*OF_DRAFT, "receiver")
OF_REVIEW = ("producer", *OVERSEERS)
BY_PRODUCER, BY_RECEIVER = seen_by(*OF_DRAFT, may=["producer"]), seen_by(*OF_PUSHED, may=["receiver"])
TABLE = {
    "cases/": {"get": everybody(), "post": everybody(403) | dict.fromkeys(PRODUCERS, 201)},
    "cases/suggest/": {"post": everybody()},
    "cases/<str:case_no>/": {"get": seen_by(may=OF_PUSHED)},
    "cases/<str:case_no>/timeline/": {"get": seen_by(may=OF_PUSHED)},
    "cases/<str:case_no>/revise/": {"post": BY_PRODUCER},
    "cases/<str:case_no>/push/": {"post": BY_PRODUCER},
    "cases/<str:case_no>/withdraw/": {"post": BY_PRODUCER},
    "cases/<str:case_no>/consult/": {"post": BY_PRODUCER},
    "cases/<str:case_no>/conclude/": {"post": seen_by(*OF_CONSULTED, may=["producer"])},
    "cases/<str:case_no>/correct/": {"post": seen_by(*OF_PUSHED, may=["producer"], status=201)},
    "cases/<str:case_no>/receive/": {"post": BY_RECEIVER},
    "cases/<str:case_no>/return/": {"post": BY_RECEIVER},
    "cases/<str:case_no>/attachments/": {
        "get": seen_by(may=OF_PUSHED),
        "post": seen_by(*OF_PUSHED, may=["producer"], status=201),
    },
    "attachments/<uuid:id>/": {"get": seen_by(may=OF_PUSHED)},
    "cases/import/": {"post": everybody(403) | dict.fromkeys(PRODUCERS, 202)},
    "imports/": {"get": everybody()},
    "imports/<uuid:id>/": {"get": seen_by(may=["producer"])},
    "imports/<uuid:id>/rows/": {"get": seen_by(may=["producer"])},
    "imports/<uuid:id>/rejected/": {"get": seen_by(may=["producer"])},
    "imports/<uuid:id>/accept/": {"post": seen_by(may=["producer"])},
    "imports/<uuid:id>/draft/": {"post": seen_by(may=["producer"])},
    "consultations/<uuid:id>/": {"get": seen_by(may=OF_CONSULTED)},
    "consultations/<uuid:id>/opinions/": {"post": seen_by(*OF_CONSULTED, may=["invited"], status=201)},
    "sanctions/": {"get": everybody()},
    "sanctions/<uuid:id>/": {"get": seen_by(may=OF_PUSHED)},
    "sanctions/<uuid:id>/anchor/": {"post": seen_by(*OF_PUSHED, may=["producer"])},
    "subjects/<uuid:id>/reveal/": {"post": seen_by(may=OF_PUSHED)},
    "legal-reviews/": {"get": everybody(), "post": everybody(403) | dict.fromkeys(REVIEWERS, 201)},
    "legal-reviews/<uuid:id>/": {"get": seen_by(may=OF_REVIEW)},
    "legal-reviews/<uuid:id>/link/": {"post": seen_by(may=OF_REVIEW)},
}

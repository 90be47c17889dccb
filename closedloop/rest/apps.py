from django.apps import AppConfig


class RestConfig(AppConfig):
    """How the product speaks JSON: problems, pages, keys, idempotency, the Endpoint base. No business words."""

    name = "closedloop.rest"
    label = "rest"
    verbose_name = "接口"

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Messages on their way out, and the signs of life of worker and beat."""

    name = "closedloop.outbox"
    label = "outbox"
    verbose_name = "消息与运行"

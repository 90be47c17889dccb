"""States move along their arrows only; opinions are never changed (R15, R25)."""

from django.db import migrations

from closedloop.journal.append_only import operation as append_only
from closedloop.journal.arrows import operation as arrows


class Migration(migrations.Migration):
    dependencies = [("subjects", "0001_initial")]
    operations = [
        append_only("subjects_opinion"),
        arrows(
            "subjects_case",
            first=("draft",),
            arrows=(
                ("draft", "pushed"),
                ("pushed", "received"),
                ("pushed", "returned"),
                ("received", "returned"),
                ("draft", "withdrawn"),
                ("pushed", "withdrawn"),
            ),
        ),
        arrows("subjects_sanction", first=("proposed",), arrows=(("proposed", "withdrawn"),)),
    ]

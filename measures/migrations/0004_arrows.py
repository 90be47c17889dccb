"""A change request moves along its arrows only (R15)."""

from django.db import migrations

from closedloop.journal.arrows import operation


class Migration(migrations.Migration):
    dependencies = [("measures", "0003_append_only")]
    operations = [
        operation(
            "measures_measurechange",
            first=("draft",),
            arrows=(
                ("draft", "submitted"),
                ("returned", "submitted"),
                ("submitted", "approved"),
                ("submitted", "draft"),
                ("submitted", "returned"),
                ("draft", "withdrawn"),
                ("submitted", "withdrawn"),
                ("returned", "withdrawn"),
            ),
        ),
    ]

"""What is written here is never changed (R25)."""

from django.db import migrations

from closedloop.journal.append_only import operation


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0002_initial")]
    operations = [
        operation("deadlines_deadlinemove"),
    ]

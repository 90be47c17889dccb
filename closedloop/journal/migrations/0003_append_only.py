"""What is written here is never changed (R25)."""

from django.db import migrations

from closedloop.journal.append_only import operation


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_initial")]
    operations = [
        operation("journal_entry"),
        operation("journal_link"),
    ]

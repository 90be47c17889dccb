"""What is written here is never changed (R25)."""

from django.db import migrations

from closedloop.journal.append_only import operation


class Migration(migrations.Migration):
    dependencies = [("measures", "0002_initial")]
    operations = [
        operation("measures_measureversion"),
        operation("measures_measureversion_matters"),
        operation("measures_basis"),
        operation("measures_changereview"),
        operation("measures_listconfirmation"),
    ]

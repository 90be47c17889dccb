#!/usr/bin/env python
"""Django's command line, on the embedded profile unless DJANGO_SETTINGS_MODULE says otherwise."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "closedloop.settings.dev")
    execute_from_command_line(sys.argv)

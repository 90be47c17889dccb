"""Measurements on this machine: `make bench`. Each prints what it measured and how often; none passes or fails."""

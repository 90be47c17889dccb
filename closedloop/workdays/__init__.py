"""The working-day calendar: which days count, and why the others do not."""

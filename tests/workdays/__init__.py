"""Which days count as working days, why, and what today is."""

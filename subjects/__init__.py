"""Subjects, causes, cases, sanctions: from a decision to a received case (C2.2, C2.3a)."""

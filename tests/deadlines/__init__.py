"""Deadlines: opened by a rule, closed once, moved with a reason, counted again when a notice is loaded."""

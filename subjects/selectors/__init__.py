"""Questions about subjects, causes and cases."""

from .cases import case_for, cases_for, push_deadline, refusal_of, rule_of, transitions_for, whole

__all__ = ["case_for", "cases_for", "push_deadline", "refusal_of", "rule_of", "transitions_for", "whole"]

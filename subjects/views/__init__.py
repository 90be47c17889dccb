"""The pages of cases, split by noun."""

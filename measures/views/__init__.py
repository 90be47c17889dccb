"""The pages of the two lists, split by subject."""

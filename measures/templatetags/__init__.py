"""Words of the lists for templates."""

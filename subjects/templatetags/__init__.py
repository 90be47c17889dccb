"""Words of cases for templates."""

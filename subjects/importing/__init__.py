"""The import of penalty files in the national 双公示 layout: from a file to a verdict per row. No database, no clock (C2.2a)."""

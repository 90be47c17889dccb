"""Cases by API (api.md "Cases")."""

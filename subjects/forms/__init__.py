"""What the pages of cases read from a person, and where a service's refusal is shown."""

"""What the pages of the lists read from the address and from the person, and where a service's refusal is shown."""

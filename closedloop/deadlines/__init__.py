"""Until when somebody must act, and how that stands: the lights, the moves, and the calendar that moves them."""

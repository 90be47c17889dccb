"""The project package: the ground floor and the roof of the closed loop."""

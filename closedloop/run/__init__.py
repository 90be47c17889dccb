"""`make run`: prepares the data, then keeps web, worker and beat together as one thing that starts and stops."""

"""Reviews: stored once, held when odd, counted or rejected with a reason, answered by the unit."""

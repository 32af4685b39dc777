"""What points may be redeemed for: items, requests, their approval and pick-up. Boards and levels never notice."""

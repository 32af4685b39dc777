"""Who was there: codes that change on the trainer's screen, lists, and the closing of a session."""

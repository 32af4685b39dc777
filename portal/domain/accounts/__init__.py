"""Who may enter: credentials, sign-in sessions, second factor, one-time links."""

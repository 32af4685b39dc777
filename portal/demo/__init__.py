"""The demo data: a year of work in four agencies, and people to sign in as."""

"""Visit slips: single-use proof that somebody was really served."""

"""The readiness pulse: five questions before and after, answers without an author."""

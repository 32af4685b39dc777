"""Points given or taken by people: proposed with a reason, approved by another, open to objection."""

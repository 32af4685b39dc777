"""Taking part in planning: drafts open for proposals and votes, and an answer to each proposal."""

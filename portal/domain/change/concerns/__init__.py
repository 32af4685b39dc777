"""The box for concerns: words without an author, answers by name, questions that were asked before."""

"""Which of the further parts of rewards an agency uses."""

"""What is won: badges and levels."""

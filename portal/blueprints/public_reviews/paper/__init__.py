"""What is printed and hung up or handed out: posters and visit slips, as PDF."""

"""What the work is. Nothing below this folder knows that a browser exists."""

"""What a unit promises to do about its weakest elements."""

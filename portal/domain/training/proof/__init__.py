"""What a training did: what people thought of it, learned, do differently, and what came of it (Kirkpatrick 1-4)."""

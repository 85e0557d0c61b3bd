"""The exhibits of Teach it your things."""

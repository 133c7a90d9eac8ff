"""The API of what we say about a version."""

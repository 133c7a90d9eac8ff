"""The API of who writes what, when; also what every part of the API shares (pages, throttles, filters)."""

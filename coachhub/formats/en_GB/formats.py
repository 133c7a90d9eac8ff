"""Times of day from 00:00 to 23:59, where Django writes "3:30 p.m."; the admin shows times by these."""

TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j M Y, H:i"
DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"

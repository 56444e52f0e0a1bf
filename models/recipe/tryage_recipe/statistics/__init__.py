"""Pure functions on arrays: metrics, intervals, separation, reading grade; and numbers as text."""

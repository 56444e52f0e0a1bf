"""REPORT.md and its sections."""

"""Reads that cross tables, ready for a page."""

"""How long somebody waits for what has to come."""

PATIENCE_S = 180.0
"""Longer than anything takes on a busy machine, and on one that stands still for a minute."""

"""Brings jobs to their end: claims what is due and runs one step of it."""

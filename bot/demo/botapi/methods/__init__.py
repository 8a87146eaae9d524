"""The methods, grouped by what they are about."""

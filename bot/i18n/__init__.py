"""The words: Fluent catalogues, and the one function that turns a notice into text."""

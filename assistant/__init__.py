"""Aan boord: answers from one article and its framework, every sentence with a passage to check."""

__version__ = "0.1.0"

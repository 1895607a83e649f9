"""The page: thin, over every other room."""

"""The store of kept answers: rows and words, the search, the file they travel in, and what departments are told."""

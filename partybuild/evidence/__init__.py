"""The evidence store: files checked by content, kept by digest, served only in reach."""

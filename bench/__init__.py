"""What is measured, beside the limit it is held against (docs: design, Performance)."""

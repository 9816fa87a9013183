"""Self-assessment: one item after the other, saved as one goes, sent when nothing is missing."""

"""初评、复核、审定: each tier scores beside the others, returns items, passes on."""

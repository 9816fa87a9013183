"""One case: plan, measures, progress, closing item by item, acceptance, look-back."""

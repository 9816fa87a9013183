"""参评条件: what the live register says of a Party organization before and after the work."""

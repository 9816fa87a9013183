"""Rounds of rating: who takes part, by which chain, in which windows."""

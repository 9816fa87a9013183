"""Stars from scores, gates and caps; publicity, objections, decision; 双强."""

"""两关口三同步: sync rules, verdicts, waivers."""

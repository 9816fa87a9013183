"""How far a round is, which stars it gave, where points were lost."""

"""What is seen of all cases: board, ledger, counts."""

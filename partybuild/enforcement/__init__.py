"""What follows an inspection: orders, interviews, lists, penalties, cancellation."""

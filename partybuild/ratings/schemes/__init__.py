"""Rating schemes as data: drafted, checked, published, exchanged as workbooks."""

"""Writing workbooks and CSV in official layout. Generic: knows no feature."""

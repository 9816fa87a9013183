"""The monthly return and its workbook."""

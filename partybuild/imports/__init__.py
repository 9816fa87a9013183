"""Bringing in workbooks: the gate, reading in a child process, matching headings, parsing cells."""

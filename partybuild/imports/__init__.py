"""Bringing in workbooks: the gate, reading in a child process, matching headings, parsing cells.

    kind = KINDS["organizations"]                     # columns
    with read(path, filename) as workbook:            # reading: gate, then a child process
        heads = find_heads(kind, workbook, take)      # heads; heads.ambiguous wants answers
        rows = Rows(heads)
        for row in rows:                              # rows: row.values, row.errors, row.inferred
            lacking = missing(kind, row)              # only if the row turns out to be new
        notes = [*heads.notes, *rows.notes]           # what the preview says; after the walk
        write_error_workbook(workbook, heads, errors, out)
    write_template(kind, path)

Everything above needs no database and raises only `RuleBroken`.
"""

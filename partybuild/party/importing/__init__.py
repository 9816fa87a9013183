"""The four import kinds of this room, each a `plans.Checker` (contract.md, Import workbooks).

findings  errors, warnings and outcomes by row
wishes    what a file says of one Party organization; settling says which one it means
drafting  wish + register → statements, links, newcomers; assembling → one draft of the file
entering  writes a draft, set-based, inside the import's command
"""

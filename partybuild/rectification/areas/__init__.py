"""Lagging areas: 通报, 约谈, 挂牌督办 of a unit over named figures."""

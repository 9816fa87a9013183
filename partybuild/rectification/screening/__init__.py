"""Screening: rules as policy, proposals that say why, accepted or dismissed by people."""

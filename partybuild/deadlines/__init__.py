"""Clocks on cases, the calendar they run by, the reminder ladder, and what is to be done."""

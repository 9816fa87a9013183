"""Annual inspection: campaigns, who is expected, conclusion and Party-building evaluation together."""

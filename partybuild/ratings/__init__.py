"""评星晋级、争创双强: schemes, self-assessment, reviews, publicity, stars."""

"""Schedule: dates, planned works, delivery ratings, forecast, legal procedure."""

"""Money: by kind and firmness, goals, foreign investment, site cost, and built against sold and running."""

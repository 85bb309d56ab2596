"""The forecast: what older complexes took, and what would follow for the 15 if they went the same way."""

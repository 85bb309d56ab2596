"""Money and support: investment by kind, goals, foreign investment, site cost; support measures."""

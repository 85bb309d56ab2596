"""Green and governance: the smart-and-green plan, living conditions, the legal procedure, who decides."""

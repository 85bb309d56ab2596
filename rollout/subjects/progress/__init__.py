"""Progress of the programme: where each complex stands, what changed, what comes next, area and money."""

"""The schedule: what is late against the first and the latest plan, the delivery rating, every plan and how it moved."""

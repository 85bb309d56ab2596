"""The map: complexes in their country, coloured by what the regional accounts say.

Zones, programmes and older complexes around them.
"""

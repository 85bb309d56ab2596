"""The map: complexes in their country, coloured by what the regional accounts say; zones, programmes and older
complexes around them.
"""

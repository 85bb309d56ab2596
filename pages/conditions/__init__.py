"""Conditions: the map, talent, selection and comparative advantage, green and living conditions."""

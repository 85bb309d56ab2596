"""Talent programmes.

Who trains whom, where and for what; what each complex has within reach; seats against published demand.
"""

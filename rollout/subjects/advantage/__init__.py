"""Selection and comparative advantage.

How the 15 were chosen, how strong their hosts are, what stands for each stage of the life cycle.
"""

"""The pages: each a package with render(viewer), so that a cold deep link runs the entry script first."""

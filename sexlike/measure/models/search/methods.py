"""How the costs of galaxies are minimised."""

from ..minimiser import Method

METHOD = Method(damping=1e-3, most_iterations=60, least_gain=5e-2, least_step=1e-10, relaxation=0.1)
ROUGH = METHOD._replace(least_gain=1.0)  # while it is not known yet which minimum is the lowest
LAST = METHOD._replace(damping=1e-5)  # near the lowest one

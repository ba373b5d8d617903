"""Where the cost of a spheroid and a disk may be low: the spheroid alone is fitted, and disks are tried with it."""

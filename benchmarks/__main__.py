"""All measurements, one after the other."""

from benchmarks import help_start, republish

help_start.main()
republish.main()

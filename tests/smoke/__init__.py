"""What every Python and every set of packages must do: `pytest -m smoke`, the whole way in half a minute."""

"""From an order to a list: the policy, the draw, the choice and what a list is."""

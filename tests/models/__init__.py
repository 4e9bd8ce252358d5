"""The first floor: labels, splits, rankers, figures, explanations, cards."""

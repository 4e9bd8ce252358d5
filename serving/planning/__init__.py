"""The planner's week: from a list that was made to visits, outcomes and the list after."""

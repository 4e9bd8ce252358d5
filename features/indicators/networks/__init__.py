"""What an employer's ties to others say: boards, addresses, contacts, sites, agents, staff."""

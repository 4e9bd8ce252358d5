"""Final outcomes among the other clients of an employer's agent."""

from __future__ import annotations

from features.feature import Aggregate, Feature, Measure, View, part, smoothed
from features.indicators.networks.outcomes import MATURE, SUPERVISION
from features.registers.ties import AGENTS
from features.vocabulary import Direction, Flag

__all__ = ["AGENT"]

# Between the two authorities' rates of prohibitions and fees (see `neighbours`).
BASE = 0.10

# Clients are judged by the visits of the tax agency and the work-environment authority while
# the agent acted for them. A client counts once, however often visited. The sums of each agent
# are made first and one's own part taken away: pairs of clients would be far too many.
AGENT_CLIENTS = View(
    "agent_clients",
    (AGENTS, *SUPERVISION),
    f"""
    WITH {MATURE},
    judged AS (
        SELECT agents.agent_key, agents.employer, max(mature.found) AS found
        FROM agents JOIN mature ON mature.employer = agents.employer
         AND mature.authority <> 'employment' AND agents.from_on <= mature.happened
         AND (agents.to_on IS NULL OR agents.to_on >= mature.happened)
        GROUP BY agents.agent_key, agents.employer),
    sums AS (
        SELECT agent_key, count(*) AS tried, sum(found) AS found FROM judged
        GROUP BY agent_key),
    present AS (
        SELECT DISTINCT employer, agent_key FROM agents
        WHERE to_on IS NULL OR to_on >= :as_of)
    SELECT present.employer,
           sums.tried - CASE WHEN own.employer IS NULL THEN 0 ELSE 1 END AS tried,
           sums.found - coalesce(own.found, 0) AS found
    FROM present JOIN sums ON sums.agent_key = present.agent_key
    LEFT JOIN judged own ON own.agent_key = present.agent_key
     AND own.employer = present.employer
    """,
)

CONDITION = (
    "Guilt by association: whose agent is used too by companies with outcomes that stand;"
    " own outcomes left out; reviewed with and without."
)

AGENT = (
    Feature(
        "agent_clients_looked_at",
        Aggregate(AGENT_CLIENTS, Measure.TOTAL, "tried"),
        sv="Ombudets övriga kunder som fått tillsynsbesök",
        en="Other clients of its agent that an authority has visited",
        unit="företag",
        flag=Flag.GUARDED,
        condition=CONDITION,
        ref="F96",
    ),
    part("agent_clients_found", Aggregate(AGENT_CLIENTS, Measure.TOTAL, "found")),
    Feature(
        "agent_clients_rate",
        smoothed("agent_clients_found", "agent_clients_looked_at", base=BASE),
        sv="Ombudets övriga kunder: förbud och avgifter som står fast, utjämnat",
        en="Other clients of its agent: prohibitions and fees that stand, smoothed",
        unit="andel",
        direction=Direction.RAISES,
        flag=Flag.GUARDED,
        condition=CONDITION,
        ref="F96",
    ),
)

"""What authorities have held against an employer in permit cases, and for unlawful work."""

from __future__ import annotations

from features.feature import Aggregate, Feature, Measure, View, smoothed
from features.registers.employers import EMPLOYERS
from features.registers.migration import EMPLOYER_ASSESSMENTS, PERMITS
from features.registers.police import UNLAWFUL_EMPLOYMENT
from features.vocabulary import Direction, Flag

__all__ = ["EMPLOYER_ASSESSED"]

RAISES = Direction.RAISES
# Assessments that go against an employer where nothing else is known (assumption).
USUALLY_NEGATIVE = 0.1
# An address or contact of more firms than this is an office hotel or an agent and ties nobody.
MOST_AT_ADDRESS = 50

# A person refused at one employer and applied for by another within six months, where both had
# the same registered address or the same telephone and e-mail: as each of them was registered
# on the day of its own decision.
RELODGED = View(
    "relodged_permits",
    (PERMITS, EMPLOYERS),
    f"""
    WITH pairs AS (
        SELECT again.permit_no, again.employer, again.decided_on, refused.employer AS former,
               max(refused.decided_on) AS refused_on
        FROM permits again JOIN permits refused
          ON refused.person_key = again.person_key AND refused.employer <> again.employer
         AND refused.decision = 'refused' AND again.decision <> 'revoked'
         AND refused.decided_on < again.decided_on
         AND again.decided_on <= refused.decided_on + INTERVAL 6 MONTH
        GROUP BY again.permit_no, again.employer, again.decided_on, refused.employer),
    tenants AS (
        SELECT address_key, count(DISTINCT employer) AS firms FROM employers
        GROUP BY address_key),
    callers AS (
        SELECT contact_key, count(DISTINCT employer) AS firms FROM employers
        WHERE contact_key IS NOT NULL GROUP BY contact_key),
    here AS (
        SELECT pairs.permit_no, pairs.former,
               max({{'h': e.valid_from, 'a': e.address_key}}).a AS address_key,
               max({{'h': e.valid_from, 'c': e.contact_key}}).c AS contact_key
        FROM pairs JOIN employers e
          ON e.employer = pairs.employer AND e.valid_from <= pairs.decided_on
        GROUP BY pairs.permit_no, pairs.former),
    there AS (
        SELECT pairs.permit_no, pairs.former,
               max({{'h': e.valid_from, 'a': e.address_key}}).a AS address_key,
               max({{'h': e.valid_from, 'c': e.contact_key}}).c AS contact_key
        FROM pairs JOIN employers e
          ON e.employer = pairs.former AND e.valid_from <= pairs.refused_on
        GROUP BY pairs.permit_no, pairs.former)
    SELECT DISTINCT pairs.permit_no, pairs.employer, pairs.decided_on AS happened
    FROM pairs
    JOIN here ON here.permit_no = pairs.permit_no AND here.former = pairs.former
    JOIN there ON there.permit_no = pairs.permit_no AND there.former = pairs.former
    LEFT JOIN tenants
      ON tenants.address_key = here.address_key AND here.address_key = there.address_key
    LEFT JOIN callers
      ON callers.contact_key = here.contact_key AND here.contact_key = there.contact_key
    WHERE tenants.firms <= {MOST_AT_ADDRESS} OR callers.firms <= {MOST_AT_ADDRESS}
    """,
    happened="happened",
)

EMPLOYER_ASSESSED = (
    Feature(
        "employer_assessments_36m",
        Aggregate(
            EMPLOYER_ASSESSMENTS, Measure.COUNT, where="kind <> 'order'", months=36, missing=0
        ),
        sv="Bedömningar av arbetsgivaren i tillståndsärenden, 36 mån",
        en="Assessments of the employer in permit cases, 36 months",
        unit="bedömningar",
        flag=Flag.GUARDED,
        condition="Exposure to read the rate by, never a sign in itself: who sponsors permits"
        " is assessed oftener.",
        ref="F63",
    ),
    Feature(
        "negative_assessments_36m",
        Aggregate(
            EMPLOYER_ASSESSMENTS, Measure.COUNT, where="kind = 'negative'", months=36, missing=0
        ),
        sv="Negativa bedömningar av arbetsgivaren i tillståndsärenden, 36 mån",
        en="Negative assessments of the employer in permit cases, 36 months",
        unit="bedömningar",
        direction=RAISES,
        ref="F63",
    ),
    Feature(
        "negative_assessment_rate",
        smoothed(
            "negative_assessments_36m",
            "employer_assessments_36m",
            base=USUALLY_NEGATIVE,
            strength=5,
        ),
        sv="Andel negativa bedömningar i tillståndsärenden, utjämnad, 36 mån",
        en="Share of negative assessments in permit cases, smoothed, 36 months",
        unit="andel",
        direction=RAISES,
        ref="F63",
    ),
    Feature(
        "unanswered_orders_36m",
        Aggregate(
            EMPLOYER_ASSESSMENTS,
            Measure.COUNT,
            where="kind = 'order' AND answered_on IS NULL AND deadline_on < :as_of",
            months=36,
            missing=0,
        ),
        sv="Obesvarade förelägganden om anställningsvillkor, 36 mån",
        en="Unanswered orders to state terms of employment, 36 months",
        unit="förelägganden",
        direction=RAISES,
        ref="F63",
    ),
    Feature(
        "relodged_after_refusal_36m",
        Aggregate(RELODGED, Measure.COUNT, months=36, missing=0),
        sv="Ansökningar efter avslag hos företag med samma adress, 36 mån",
        en="Applications after refusal at a company of the same address, 36 months",
        unit="ansökningar",
        direction=RAISES,
        ref="F62",
    ),
    Feature(
        "unlawful_employment_60m",
        Aggregate(UNLAWFUL_EMPLOYMENT, Measure.COUNT, months=60, missing=0),
        sv="Slutligt ansvar för olovlig anställning, 60 mån",
        en="Final liability for unlawful employment, 60 months",
        unit="avgöranden",
        direction=RAISES,
        ref="F69",
    ),
)

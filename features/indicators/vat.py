"""What VAT returns say: margins unlike others', labour sold without wages, sales of nought."""

from __future__ import annotations

from features.feature import Aggregate, Expression, Feature, Measure, Peer, View, part
from features.registers.tax import DECLARATION_TOTALS, VAT
from features.vocabulary import Direction

__all__ = ["VAT_RETURNS"]

# Runs of returns that state no sales though there was something: pay declared for the same
# months, or purchases. A return that states sales, or one without any sign of life, ends the
# run. Only those who have such a return are looked at further.
ZERO_RUNS = View(
    "zero_runs",
    (VAT, DECLARATION_TOTALS),
    """
    WITH recent AS (
        SELECT employer, period, period_months, turnover_ore, purchases_ore FROM vat
        WHERE period >= :as_of - INTERVAL 24 MONTH),
    quiet AS (
        SELECT r.employer, r.period, r.purchases_ore > 0 OR count(t.period) > 0 AS alive
        FROM recent r LEFT JOIN declaration_totals t
          ON t.employer = r.employer AND t.gross_pay_ore > 0 AND t.period >= r.period
         AND t.period < r.period + to_months(CAST(r.period_months AS INTEGER))
        WHERE r.turnover_ore = 0 GROUP BY r.employer, r.period, r.purchases_ore),
    silent AS (SELECT DISTINCT employer FROM quiet WHERE alive),
    told AS (
        SELECT r.employer, r.period, r.period_months,
               CASE WHEN quiet.alive THEN 1 ELSE 0 END AS zero
        FROM recent r JOIN silent ON silent.employer = r.employer
        LEFT JOIN quiet ON quiet.employer = r.employer AND quiet.period = r.period),
    runs AS (
        SELECT employer, period_months, zero,
               sum(1 - zero) OVER (PARTITION BY employer ORDER BY period) AS run
        FROM told)
    SELECT employer, sum(zero * period_months) AS months FROM runs GROUP BY employer, run
    """,
)

# A stand-in for a percentile, since peers give a distance: nought for a wage share three robust
# deviations above the peers' median, a half at the median, one at three below.
WAGES_BELOW_PEERS = "least(1, greatest(0, (3 - wage_share_peers) / 6))"

VAT_RETURNS = (
    part("longest_zero_run", Aggregate(ZERO_RUNS, Measure.HIGHEST, "months", missing=0)),
    part("vat_purchases_24m", Aggregate(VAT, Measure.TOTAL, "purchases_ore", months=24)),
    part(
        "gross_margin",
        Expression("(vat_turnover_24m - vat_purchases_24m) / nullif(vat_turnover_24m, 0)"),
    ),
    Feature(
        "gross_margin_peers",
        Peer("gross_margin"),
        sv="Marginal mellan försäljning och inköp jämfört med liknande",
        en="Margin between sales and purchases against similar employers",
        unit="robusta standardavvikelser",
        ref="F27",
    ),
    Feature(
        "gross_margin_apart",
        # Too low may be false invoices, too high hidden purchases of labour.
        Expression("abs(gross_margin_peers)"),
        sv="Marginalens avstånd från liknande arbetsgivares, uppåt eller nedåt",
        en="Distance of the margin from similar employers', up or down",
        unit="robusta standardavvikelser",
        direction=Direction.RAISES,
        ref="F27",
    ),
    Feature(
        "reverse_charge_gap",
        # Least and greatest pass over NULL, and would make an unknown place a low one.
        Expression(
            "CASE WHEN wage_share_peers IS NOT NULL"
            f" THEN reverse_charge_share * {WAGES_BELOW_PEERS} END"
        ),
        sv="Byggarbete med omvänd moms i kombination med låg löneandel",
        en="Building work under reverse charge together with a low wage share",
        unit="andel",
        direction=Direction.RAISES,
        ref="F29",
    ),
    Feature(
        "vat_zero_streak",
        # Without a VAT return in two years there is nothing to tell.
        Expression("CASE WHEN vat_turnover_24m >= 0 THEN longest_zero_run END"),
        sv="Längsta tid utan redovisad försäljning trots aktivitet, 24 mån",
        en="Longest time without sales declared in spite of activity, 24 months",
        unit="månader",
        direction=Direction.RAISES,
        ref="F31",
    ),
)

"""What each record of the log tells of, in a few words."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Words

__all__ = ["EVENT_WORDS"]

_W = Words

EVENT_WORDS: Mapping[str, Words] = {
    "event.list_made": _W("Lista gjord", "List made"),
    "event.list_compared": _W(
        "Lista jämförd med förra veckans", "List compared with last week's"
    ),
    "event.lists_found": _W("Listor sökta", "Lists looked up"),
    "event.list_read": _W("Lista läst", "List read"),
    "event.list_exported": _W("Lista tagen som fil", "List taken as a file"),
    "event.export_asked": _W("Fil begärd", "File asked for"),
    "event.export_made": _W("Fil gjord", "File made"),
    "event.brief_read": _W("Underlag läst", "Brief read"),
    "event.entry_read": _W("Rad läst", "Entry read"),
    "event.explanation_read": _W("Förklaring läst", "Explanation read"),
    "event.centres_read": _W("Center lästa", "Centres read"),
    "event.plan_opened": _W("Plan påbörjad", "Plan begun"),
    "event.plan_locked": _W("Plan låst", "Plan locked"),
    "event.plan_done": _W("Plan avslutad", "Plan closed"),
    "event.plan_read": _W("Plan läst", "Plan read"),
    "event.decision_made": _W("Beslut fattat", "Decision made"),
    "event.place_added": _W("Arbetsställe tillagt", "Workplace added"),
    "event.visit_moved": _W("Besök flyttat", "Visit moved"),
    "event.place_rested": _W("Arbetsställe undantaget", "Workplace left out"),
    "event.rest_lifted": _W("Undantag avslutat", "Exclusion ended"),
    "event.rests_read": _W("Undantag lästa", "Exclusions read"),
    "event.cases_read": _W("Kontrollärenden lästa", "Control cases read"),
    "event.people_read": _W("Personer lästa", "People read"),
    "event.outcome_recorded": _W("Resultat registrerat", "Outcome recorded"),
    "event.outcomes_read": _W("Resultat lästa", "Outcomes read"),
    "event.draft_saved": _W("Utkast sparat", "Draft saved"),
    "event.draft_read": _W("Utkast läst", "Draft read"),
    "event.workplace_read": _W("Arbetsställe läst", "Workplace read"),
    "event.follow_up_read": _W("Uppföljning läst", "Follow-up read"),
    "event.follow_up_exported": _W("Uppföljning tagen som fil", "Follow-up taken as a file"),
    "event.model_read": _W("Modellkort läst", "Model's card read"),
    "event.model_submitted": _W("Modell inlämnad", "Model handed in"),
    "event.model_voted": _W("Modell godkänd av en granskare", "Model approved by a reviewer"),
    "event.model_stopped": _W("Modell stoppad", "Model stopped"),
    "event.model_promoted": _W("Modell tagen i bruk", "Model put to use"),
    "event.model_used": _W("Listor gjorda med modell", "Lists made with a model"),
    "event.model_refused": _W("Modell nekad", "Model refused"),
    "event.review_commented": _W("Skrivet i granskning", "Written in a review"),
    "event.review_read": _W("Granskning läst", "Review read"),
    "event.review_exported": _W("Granskning tagen som fil", "Review taken as a file"),
    "event.cases_drawn": _W("Fall dragna till granskning", "Cases drawn for a review"),
    "event.case_shown": _W("Fall visat blint", "Case shown blind"),
    "event.case_judged": _W("Fall besvarat", "Case answered"),
    "event.outcomes_delivered": _W(
        "Resultat lämnade till träning", "Outcomes given to training"
    ),
    "event.reason_answered": _W("Skäl bedömt på plats", "Reason judged on site"),
    "event.fact_disputed": _W("Rättelse begärd", "Correction asked for"),
    "event.corrections_read": _W("Rättelser lästa", "Corrections read"),
    "event.correction_answered": _W("Rättelse besvarad", "Correction answered"),
    "event.rescoring_asked": _W("Ny bedömning begärd", "Rescoring asked for"),
    "event.rescoring_made": _W("Ny bedömning gjord", "Rescoring made"),
    "event.rescoring_read": _W("Ny bedömning läst", "Rescoring read"),
    "event.referral_made": _W("Regionkoordinator tillfrågad", "Regional coordinator asked"),
    "event.referral_answered": _W("Regionkoordinator svarade", "Regional coordinator answered"),
    "event.case_opened": _W("Kontrollärende öppnat", "Control case opened"),
    "event.case_closed": _W("Kontrollärende avslutat", "Control case closed"),
    "event.user_saved": _W("Person uppdaterad", "Person taken down"),
    "event.signed_in": _W("Inloggning", "Sign-in"),
    "event.sign_in_refused": _W("Inloggning nekad", "Sign-in refused"),
    "event.signed_out": _W("Utloggning", "Sign-out"),
    "event.purpose_given": _W("Ändamål angivet", "Purpose given"),
    "event.access_refused": _W("Åtkomst nekad", "Access refused"),
    "event.answer_repeated": _W("Svar givet en gång till", "Answer given once more"),
    "event.token_made": _W("Nyckel skapad", "Token made"),
    "event.token_revoked": _W("Nyckel återkallad", "Token withdrawn"),
    "event.account_read": _W("Eget konto läst", "Own account read"),
    "event.log_read": _W("Logg läst", "Log read"),
    "event.head_sealed": _W("Logg signerad", "Log signed"),
    "event.log_exported": _W("Logg tagen som fil", "Log taken as a file"),
    "event.rows_removed": _W("Rader gallrade", "Rows removed"),
    "event.records_removed": _W("Loggposter gallrade", "Records removed"),
    "event.store_copied": _W("Säkerhetskopia gjord", "Copy of the store made"),
    "event.store_restored": _W("Lagret återställt", "Store put back"),
}

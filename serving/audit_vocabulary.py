"""Everything that is recorded, and when: the vocabulary of the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

__all__ = ["EventType", "events_table"]


class EventType(StrEnum):
    """Everything that is recorded."""

    LIST_MADE = "list_made"
    LIST_COMPARED = "list_compared"
    LISTS_FOUND = "lists_found"
    LIST_READ = "list_read"
    LIST_EXPORTED = "list_exported"
    EXPORT_ASKED = "export_asked"
    EXPORT_MADE = "export_made"
    BRIEF_READ = "brief_read"
    ENTRY_READ = "entry_read"
    EXPLANATION_READ = "explanation_read"
    CENTRES_READ = "centres_read"
    PLAN_OPENED = "plan_opened"
    PLAN_LOCKED = "plan_locked"
    PLAN_DONE = "plan_done"
    PLAN_READ = "plan_read"
    DECISION_MADE = "decision_made"
    PLACE_ADDED = "place_added"
    VISIT_MOVED = "visit_moved"
    PLACE_RESTED = "place_rested"
    REST_LIFTED = "rest_lifted"
    RESTS_READ = "rests_read"
    CASES_READ = "cases_read"
    PEOPLE_READ = "people_read"
    OUTCOME_RECORDED = "outcome_recorded"
    OUTCOMES_READ = "outcomes_read"
    DRAFT_SAVED = "draft_saved"
    DRAFT_READ = "draft_read"
    WORKPLACE_READ = "workplace_read"
    FOLLOW_UP_READ = "follow_up_read"
    FOLLOW_UP_EXPORTED = "follow_up_exported"
    MODEL_READ = "model_read"
    MODEL_SUBMITTED = "model_submitted"
    MODEL_VOTED = "model_voted"
    MODEL_STOPPED = "model_stopped"
    MODEL_PROMOTED = "model_promoted"
    MODEL_USED = "model_used"
    MODEL_REFUSED = "model_refused"
    REVIEW_COMMENTED = "review_commented"
    REVIEW_READ = "review_read"
    REVIEW_EXPORTED = "review_exported"
    CASES_DRAWN = "cases_drawn"
    CASE_SHOWN = "case_shown"
    CASE_JUDGED = "case_judged"
    OUTCOMES_DELIVERED = "outcomes_delivered"
    REASON_ANSWERED = "reason_answered"
    FACT_DISPUTED = "fact_disputed"
    CORRECTIONS_READ = "corrections_read"
    CORRECTION_ANSWERED = "correction_answered"
    RESCORING_ASKED = "rescoring_asked"
    RESCORING_MADE = "rescoring_made"
    RESCORING_READ = "rescoring_read"
    REFERRAL_MADE = "referral_made"
    REFERRAL_ANSWERED = "referral_answered"
    CASE_OPENED = "case_opened"
    CASE_CLOSED = "case_closed"
    USER_SAVED = "user_saved"
    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGNED_OUT = "signed_out"
    PURPOSE_GIVEN = "purpose_given"
    ACCESS_REFUSED = "access_refused"
    ANSWER_REPEATED = "answer_repeated"
    TOKEN_MADE = "token_made"
    TOKEN_REVOKED = "token_revoked"
    ACCOUNT_READ = "account_read"
    LOG_READ = "log_read"
    HEAD_SEALED = "head_sealed"
    LOG_EXPORTED = "log_exported"
    ROWS_REMOVED = "rows_removed"
    RECORDS_REMOVED = "records_removed"
    STORE_COPIED = "store_copied"
    STORE_RESTORED = "store_restored"


_MEANINGS: Mapping[EventType, str] = {
    EventType.LIST_MADE: "A list was made and stored, in the same transaction as this record.",
    EventType.LIST_COMPARED: "Why a list is not as the week before's was worked out and kept.",
    EventType.LISTS_FOUND: "Lists of a centre or a week were looked up, without their entries.",
    EventType.LIST_READ: "Entries of a list were shown, with their reasons.",
    EventType.LIST_EXPORTED: "A list left the service as a file.",
    EventType.EXPORT_ASKED: "A file of a list was asked for, to be made in its turn.",
    EventType.EXPORT_MADE: "A file that was asked for was made, or could not be.",
    EventType.BRIEF_READ: "The printable brief of a list was shown.",
    EventType.ENTRY_READ: "One entry was shown.",
    EventType.EXPLANATION_READ: "One entry's frozen explanation was shown.",
    EventType.CENTRES_READ: "The centres and their latest lists were shown.",
    EventType.PLAN_OPENED: "Work on a list began: its plan is a draft.",
    EventType.PLAN_LOCKED: "A plan was locked; nothing in it changes from here on.",
    EventType.PLAN_DONE: "A locked plan was closed, its outcomes recorded.",
    EventType.PLAN_READ: "A plan was shown, or a decision in it.",
    EventType.DECISION_MADE: "A person decided on a place: include, wait, decline or undo.",
    EventType.PLACE_ADDED: "A person put a place on a plan, or it was carried over.",
    EventType.VISIT_MOVED: "A visit was given its day and time of day, or taken off the week.",
    EventType.PLACE_RESTED: "A workplace was excluded or snoozed until a date.",
    EventType.REST_LIFTED: "An exclusion or snooze ended before its date.",
    EventType.RESTS_READ: "The exclusions and snoozes of a centre were shown.",
    EventType.PEOPLE_READ: "The people of a centre were shown to its administrator.",
    EventType.CASES_READ: "The open control cases of a centre were shown.",
    EventType.OUTCOME_RECORDED: "An authority's outcome of a visit was recorded.",
    EventType.OUTCOMES_READ: "The outcomes of a visit were shown.",
    EventType.DRAFT_SAVED: "What someone has begun to write of a visit was kept, or let go.",
    EventType.DRAFT_READ: "Someone was shown what they had begun to write of a visit.",
    EventType.WORKPLACE_READ: "A workplace was shown: facts, decisions, what visits found.",
    EventType.FOLLOW_UP_READ: "How often a centre's visits found something was shown.",
    EventType.FOLLOW_UP_EXPORTED: "Those figures left the service as a file.",
    EventType.MODEL_READ: "What a model is and is worth was shown; it tells of no workplace.",
    EventType.MODEL_SUBMITTED: "A model was handed in for review, its checks having been run.",
    EventType.MODEL_VOTED: "A reviewer approved a model, with or without conditions.",
    EventType.MODEL_STOPPED: "A reviewer stopped a model: it makes no list from here on.",
    EventType.MODEL_PROMOTED: "A model became the one that lists are made with.",
    EventType.MODEL_USED: "Lists were made with a model, on the approval that is named.",
    EventType.MODEL_REFUSED: "A model without a valid approval was to be used, and was not.",
    EventType.REVIEW_COMMENTED: "Someone wrote in a model's review.",
    EventType.REVIEW_READ: "A model's review was shown, or which model made a list.",
    EventType.REVIEW_EXPORTED: "A model's review left the service as a file.",
    EventType.CASES_DRAWN: "Workplaces were drawn for reviewers to look at blind.",
    EventType.CASE_SHOWN: "A reviewer was shown such a workplace, under no name.",
    EventType.CASE_JUDGED: "A reviewer said whether they would visit it.",
    EventType.OUTCOMES_DELIVERED: "What visits found was written as registers for training.",
    EventType.REASON_ANSWERED: "Someone told whether a reason held on site.",
    EventType.FACT_DISPUTED: "A fact behind a reason was said to be wrong.",
    EventType.CORRECTIONS_READ: "Disputed facts were shown to the authority that owns them.",
    EventType.CORRECTION_ANSWERED: "The owner of a disputed fact answered.",
    EventType.RESCORING_ASKED: "It was asked what a corrected fact would mean for its place.",
    EventType.RESCORING_MADE: "What it would mean was worked out, or could not be.",
    EventType.RESCORING_READ: "What it would mean was shown, or how far that has come.",
    EventType.REFERRAL_MADE: "The regionkoordinator was asked to take part.",
    EventType.REFERRAL_ANSWERED: "The regionkoordinator answered.",
    EventType.CASE_OPENED: "A control case was opened.",
    EventType.CASE_CLOSED: "A control case was closed; it is a ground for reading no longer.",
    EventType.USER_SAVED: "A person was taken down as their provider tells of them.",
    EventType.SIGNED_IN: "A person signed in.",
    EventType.SIGN_IN_REFUSED: "A sign-in was refused, with the rule that refused it.",
    EventType.SIGNED_OUT: "A person signed out, here or everywhere.",
    EventType.PURPOSE_GIVEN: "A person said for which centre, case and ground they read.",
    EventType.ACCESS_REFUSED: "Someone asked for what they have no right to.",
    EventType.ANSWER_REPEATED: "The answer to an earlier request was given once more: a retry.",
    EventType.TOKEN_MADE: "A person made an API token.",
    EventType.TOKEN_REVOKED: "An API token was withdrawn.",
    EventType.ACCOUNT_READ: "A person looked at their own account, tokens or sign-ins.",
    EventType.LOG_READ: "Records of this log were shown.",
    EventType.HEAD_SEALED: "The log's newest digest was signed.",
    EventType.LOG_EXPORTED: "The log was written out as JSON lines.",
    EventType.ROWS_REMOVED: "Retention removed rows; the objects are the class and what went.",
    EventType.RECORDS_REMOVED: "Retention removed the oldest records, up to number and digest.",
    EventType.STORE_COPIED: "A copy of the store was made.",
    EventType.STORE_RESTORED: "The store was put back from a copy.",
}


def events_table() -> str:
    """The table of `serving/README.md`, made of the declarations above."""
    rows = [f"| `{one}` | {_MEANINGS[one]} |" for one in EventType]
    return "\n".join(["| event | when |", "|---|---|", *rows]) + "\n"

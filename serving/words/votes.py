"""The sentences of votes, of talk, and of cases that are read blind."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Words

__all__ = ["VOTE_WORDS"]

_W = Words

VOTE_WORDS: Mapping[str, Words] = {
    # Voting
    "vote.title": _W("Ditt beslut", "Your decision"),
    "vote.choice": _W("Beslut", "Decision"),
    "vote.approve": _W("Godkänn", "Approve"),
    "vote.approve_with_conditions": _W("Godkänn med villkor", "Approve with conditions"),
    "vote.stop": _W("Stoppa modellen", "Stop the model"),
    "vote.conditions": _W(
        "Villkor (krävs när du godkänner med villkor)",
        "Conditions (needed to approve with them)",
    ),
    "vote.comment": _W("Motivering (krävs när du stoppar)", "Reason (needed to stop)"),
    "vote.until": _W("Gäller till", "Holds until"),
    "vote.until.how": _W("Senast {day}.", "{day} at the latest."),
    "vote.sign": _W("Signera beslut", "Sign the decision"),
    "vote.how": _W(
        "Ditt namn står kvar vid beslutet för alltid.",
        "Your name stays with the decision for ever.",
    ),
    "vote.given": _W("Du har sagt: {decision}.", "You said: {decision}."),
    "vote.then_stop": _W("Stoppa modellen ändå", "Stop the model after all"),
    "vote.closed": _W(
        "Granskningen är stoppad. Modellen kan lämnas in på nytt.",
        "The review was stopped. The model can be handed in again.",
    ),
    "vote.none": _W(
        "Granskare fattar beslutet. Du kan läsa och kommentera.",
        "Reviewers decide. You may read and comment.",
    ),
    "vote.saved": _W("Beslutet är signerat.", "The decision is signed."),
    "vote.fault.decision": _W("Välj ett beslut.", "Choose a decision."),
    "vote.fault.conditions": _W("Skriv villkoren.", "Write the conditions."),
    "vote.fault.stop": _W("Skriv varför modellen stoppas.", "Say why the model is stopped."),
    "vote.fault.unclean": _W(
        "Alla kontroller är inte uppfyllda. Godkänn med villkor och säg varför modellen får"
        " användas ändå.",
        "Not all checks are met. Approve with conditions and say why the model may be used all"
        " the same.",
    ),
    "vote.fault.public": _W(
        "Den offentliga sidan har tomma fält. Modellen kan inte godkännas förrän de är ifyllda"
        " och den har lämnats in på nytt.",
        "The public page has empty fields. The model cannot be approved until they are filled"
        " in and it has been handed in again.",
    ),
    "vote.fault.until": _W(
        "Välj en dag efter i dag och senast {day}.",
        "Choose a day after today, {day} at the latest.",
    ),
    "vote.fault.long": _W(
        "Texten är för lång: högst 4 000 tecken.",
        "The text is too long: 4,000 characters at most.",
    ),
    "vote.fault.needless": _W(
        "Villkor hör till Godkänn med villkor. Välj det, eller ta bort villkoren.",
        "Conditions go with Approve with conditions. Choose that, or take them out.",
    ),
    "vote.fault.number": _W(
        "Texten innehåller något som ser ut som ett personnummer eller organisationsnummer."
        " Ta bort det.",
        "The text holds what looks like a personal or employer number. Take it out.",
    ),
    "vote.fault.own": _W(
        "Den som har tränat eller lämnat in modellen, eller är analytiker, godkänner den inte."
        " Be en annan granskare. Stoppa den kan du.",
        "Whoever trained the model or handed it in, or is an analyst, does not approve it. Ask"
        " another reviewer. Stop it you may.",
    ),
    "vote.fault.late": _W(
        "Någon hann före, eller så har du redan röstat. Så här står granskningen nu.",
        "Someone was first, or you have voted already. This is how the review stands.",
    ),
    # Workplaces looked at blind
    "cases.title": _W("Fall att läsa blint", "Cases to read blind"),
    "cases.back": _W("Till granskningen", "To the review"),
    "cases.lead": _W(
        "Arbetsställen ur hela landet, några som modellen hade listat och några som den inte"
        " hade listat. Du ser skälen, men inte namn, prioritet eller vad andra har svarat,"
        " förrän du har svarat själv.",
        "Workplaces from all the country, some that the model would list and some that it would"
        " not. You see the reasons, but no name, priority or answer of others until you have"
        " answered yourself.",
    ),
    "cases.none": _W(
        "Inga fall är dragna för granskningen än (lykta reviews cases).",
        "No cases have been drawn for the review yet (lykta reviews cases).",
    ),
    "cases.done": _W("{done} av {count} besvarade.", "{done} of {count} answered."),
    "cases.next": _W("Nästa fall", "Next case"),
    "cases.number": _W("Fall {number}", "Case {number}"),
    "cases.unanswered": _W("Inte besvarat", "Not answered"),
    "cases.figures": _W("Vad dina svar säger", "What your answers say"),
    "cases.of_listed": _W(
        "Av dem som modellen hade listat skulle du besöka {would} av {count}.",
        "Of those the model would list you would visit {would} of {count}.",
    ),
    "cases.of_unlisted": _W(
        "Av dem som den inte hade listat skulle du besöka {would} av {count}.",
        "Of those it would not list you would visit {would} of {count}.",
    ),
    "cases.figures.how": _W(
        "Fallen är dragna jämnt över prioriteterna. Talen säger hur du och modellen skiljer er,"
        " inte hur ofta brister finns.",
        "The cases are drawn evenly over the priorities. The figures say how you and the model"
        " differ, not how often there are faults.",
    ),
    "case.blind": _W(
        "Namn, prioritet och andras svar visas inte.",
        "Name, priority and others' answers are not shown.",
    ),
    "case.answered": _W("Ditt svar är sparat.", "Your answer is saved."),
    "case.why": _W("Vad registren säger", "What the registers say"),
    "case.question": _W("Skulle du besöka arbetsstället?", "Would you visit the workplace?"),
    "case.visit": _W("Ja, besöka", "Yes, visit"),
    "case.leave": _W("Nej, inte besöka", "No, not visit"),
    "case.cannot_say": _W("Går inte att säga av skälen", "Cannot be said from the reasons"),
    "case.comment": _W("Varför", "Why"),
    "case.answer": _W("Svara", "Answer"),
    "case.once": _W("Svaret ges en gång, med ditt namn.", "The answer is given once, by name."),
    "case.own": _W("Du svarade: {said}.", "You answered: {said}."),
    "case.talk": _W("Samtal om fallet", "Talk about the case"),
    "case.wrote": _W("{name} skrev den {day}.", "{name} wrote on {day}."),
    "case.write": _W("Skriv till de andra granskarna", "Write to the other reviewers"),
    "case.talk.how": _W(
        "Syns för den som själv har svarat. Skriv inget som pekar ut ett arbetsställe eller en"
        " person.",
        "Seen by who has answered too. Write nothing that points out a workplace or a person.",
    ),
    "case.other": _W("{name} svarade: {said}.", "{name} answered: {said}."),
    "case.listed": _W("Modellen hade listat det.", "The model would list it."),
    "case.unlisted": _W("Modellen hade inte listat det.", "The model would not list it."),
    "case.fault.said": _W("Välj ett svar.", "Choose an answer."),
    # What has happened, and talk
    "events.title": _W("Händelser", "Events"),
    "events.handed": _W("{name} lämnade in modellen.", "{name} handed the model in."),
    "events.approve": _W("{name} godkände.", "{name} approved."),
    "events.approve_with_conditions": _W(
        "{name} godkände med villkor.", "{name} approved with conditions."
    ),
    "events.stop": _W("{name} stoppade modellen.", "{name} stopped the model."),
    "events.comment": _W("{name} skrev:", "{name} wrote:"),
    "events.hidden.one": _W(
        "1 röst eller kommentar visas när du själv har röstat.",
        "1 vote or comment is shown once you have voted yourself.",
    ),
    "events.hidden.many": _W(
        "{count} röster och kommentarer visas när du själv har röstat.",
        "{count} votes and comments are shown once you have voted yourself.",
    ),
    "comment.label": _W("Skriv i granskningen", "Write in the review"),
    "comment.how": _W(
        "Skriv inget som pekar ut ett arbetsställe eller en person.",
        "Write nothing that points out a workplace or a person.",
    ),
    "comment.send": _W("Skicka", "Send"),
    "comment.saved": _W("Kommentaren är sparad.", "The comment is saved."),
    "comment.fault": _W(
        "Skriv något, högst 4 000 tecken.", "Write something, 4,000 characters at most."
    ),
}

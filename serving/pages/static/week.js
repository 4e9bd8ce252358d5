// Moves a visit to another day by dragging its card. The card's own form is filled in and sent:
// what is refused comes back as it does without this script, by the form or from the keyboard.
"use strict";
(() => {
  if (!matchMedia("(pointer: fine)").matches) return; // a finger scrolls; it has the form
  const cards = [...document.querySelectorAll(".visit")].filter((one) => one.querySelector("form"));
  let held = null;

  for (const card of cards) {
    card.draggable = true;
    card.querySelectorAll("a").forEach((link) => { link.draggable = false; }); // the card goes, not its link
    card.addEventListener("dragstart", (event) => {
      held = card;
      card.classList.add("held");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.id); // some browsers drag nothing without
    });
    card.addEventListener("dragend", () => {
      card.classList.remove("held");
      held = null;
      document.querySelectorAll(".day.over").forEach((day) => day.classList.remove("over"));
    });
  }
  if (cards.length) document.getElementById("dra")?.removeAttribute("hidden");

  for (const day of document.querySelectorAll(".day[data-day]")) {
    day.addEventListener("dragover", (event) => {
      if (!held || day.contains(held)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "move";
      day.classList.add("over");
    });
    day.addEventListener("dragleave", (event) => {
      if (!day.contains(event.relatedTarget)) day.classList.remove("over");
    });
    day.addEventListener("drop", (event) => {
      if (!held || day.contains(held)) return;
      event.preventDefault();
      const form = held.querySelector("form");
      const part = form.elements.when.value.split(":")[1] || "morning"; // it keeps its time of day
      form.elements.when.value = day.dataset.day ? `${day.dataset.day}:${part}` : "";
      form.requestSubmit();
    });
  }
})();

// Betters what works without it: marks all rows, and keeps the place when a filter is used.
"use strict";

document.querySelectorAll("[data-marks-all]").forEach(show);
document.addEventListener("htmx:afterSettle", () => {
  document.querySelectorAll("[data-marks-all]").forEach(show);
});

function show(box) {
  box.closest("[hidden]")?.removeAttribute("hidden");
}

document.addEventListener("change", (event) => {
  const box = event.target;
  if (!box.matches("[data-marks-all]")) return;
  document.querySelectorAll('input[name="place"][form="flera"]').forEach((one) => {
    one.checked = box.checked;
  });
});

// A row that was exchanged has lost the focus with its button: it goes to the button's successor.
document.addEventListener("htmx:afterSwap", (event) => {
  const row = document.getElementById(event.detail.target?.id ?? "");
  if (!row?.matches(".entry") || row.contains(document.activeElement)) return;
  const next = row.querySelector("[aria-invalid]") ?? row.querySelector('[id^="gor-"]');
  (next ?? row).focus({ preventScroll: true });
});

// Keeps a draft of what is being written, on the server alone: nothing stays in the browser.
// Without this script the page works the same; the button "Spara utkast" does what this does.
"use strict";
(() => {
  const form = document.getElementById("resultat");
  const told = document.getElementById("kept");
  const WAIT = 4000; // ms after the last keystroke: seldom enough for the log to stay readable
  let timer = 0;
  let dirty = false;

  const say = (what) => { told.textContent = what ? told.dataset[what] : ""; };

  async function keep() {
    const body = new URLSearchParams(new FormData(form));
    body.set("act", "draft");
    dirty = false;
    say("saving");
    try {
      const answer = await fetch(form.action, {
        method: "POST", body, redirect: "manual", keepalive: true, credentials: "same-origin",
      });
      if (answer.type === "opaqueredirect") { say("saved"); return; }
      dirty = true;
      say(answer.status === 401 || answer.status === 403 ? "signedOut" : "refused");
    } catch {
      dirty = true;
      say("offline");
      timer = setTimeout(keep, 2 * WAIT);
    }
  }

  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT);
  });
  form.addEventListener("submit", () => { dirty = false; clearTimeout(timer); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && dirty) { clearTimeout(timer); keep(); }
  });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
})();

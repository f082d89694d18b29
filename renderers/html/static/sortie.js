// The quick exit: the page is blank before anything is sent, three presses of Shift in a row do the same, and a page that
// the browser had put aside is never shown again as it was. Other tabs of this site leave too.
// The manner is that of the pattern "Exit this page" of the GOV.UK Design System. Without script the button works alone.
"use strict";

const EXIT_PRESSES = 3;
const EXIT_WITHIN = 5000;

function blankPage() {
  document.title = "Page";
  document.body.hidden = true;
}

class Exit {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-exit-status]");
    this.presses = 0;
    this.tabs = "BroadcastChannel" in window ? new BroadcastChannel("sortie") : null;
    this.tellHow();
    this.listen();
  }

  tellHow() {
    const how = this.form.querySelector("#sortie-aide");
    how.hidden = false;
    this.form.querySelector("button").setAttribute("aria-describedby", how.id);
  }

  listen() {
    document.addEventListener("submit", (event) => {
      if (!event.target.matches("[data-exit]")) return;
      this.tabs?.postMessage("sortie");
      blankPage(); // a form that can't be seen is sent all the same
    });
    this.tabs?.addEventListener("message", () => {
      blankPage();
      location.replace("about:blank");
    });
    document.addEventListener("keydown", (event) => this.pressed(event));
    document.addEventListener("keyup", (event) => this.released(event));
    document.addEventListener("pointerdown", () => this.forget());
  }

  // Shift counts when pressed alone: not for a capital, nor with the keys that change a keyboard's language.
  pressed(event) {
    const alone = event.key === "Shift" && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!alone) this.forget();
    else if (!event.repeat) this.waiting = true;
  }

  released(event) {
    if (event.key !== "Shift" || !this.waiting) return;
    this.waiting = false;
    if (this.presses === 0) this.timer = setTimeout(() => this.tooLate(), EXIT_WITHIN);
    this.presses += 1;
    const left = EXIT_PRESSES - this.presses;
    if (left === 0) this.form.requestSubmit();
    else this.status.textContent = left === 1 ? this.form.dataset.one : this.form.dataset.two;
  }

  tooLate() {
    this.forget();
    this.status.textContent = this.form.dataset.late;
  }

  forget() {
    clearTimeout(this.timer);
    this.waiting = false;
    this.presses = 0;
    this.status.textContent = "";
  }
}

const exitForm = document.querySelector("form[data-exit]");
if (exitForm) new Exit(exitForm);

// Asked anew, by its address alone: a page that was posted would otherwise ask whether to send it again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  blankPage();
  location.replace(location.pathname + location.search);
});

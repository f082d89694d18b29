// Warns before the session ends, lets it be prolonged, and says when it is over. The server alone knows and decides: this only
// counts down from what the page was told, and asks. What goes on in one tab counts for the others.
"use strict";

const WARNING = 5 * 60 * 1000;

class Session {
  constructor(line) {
    this.line = line;
    this.shared = "shared" in line.dataset;
    const found = line.querySelector("template").content.cloneNode(true);
    this.warning = found.querySelector("[data-warning]");
    this.over = found.querySelector("[data-over]");
    if (!this.warning.showModal) return; // an old browser: the sentence stays
    document.body.append(this.warning, this.over);
    this.tabs = "BroadcastChannel" in window ? new BroadcastChannel("session") : null;
    this.listen();
    const left = Number(line.dataset.session) * 1000;
    this.lasts(left, line.querySelector("[data-session-end]").textContent);
    this.tabs?.postMessage({ left, end: this.end });
  }

  listen() {
    this.tabs?.addEventListener("message", ({ data }) => {
      if (data.over) this.ended();
      else this.lasts(data.left, data.end);
    });
    this.warning.querySelector("[data-stay]")?.addEventListener("click", () => this.prolong());
    for (const dialog of [this.warning, this.over]) {
      dialog.querySelector("[data-close]")?.addEventListener("click", () => dialog.close());
      // Where somebody else uses the device, what the dialog covers stays covered.
      dialog.addEventListener("cancel", (event) => this.shared && event.preventDefault());
    }
    document.addEventListener("submit", (event) => {
      if (event.target.matches("[data-logout]")) this.tabs?.postMessage({ over: true });
    });
    // A device that slept counted nothing.
    document.addEventListener("visibilitychange", () => this.look());
  }

  // The session goes on for `left` milliseconds, until the time `end` as people read it.
  lasts(left, end) {
    if (this.isOver) return;
    this.until = Date.now() + left;
    this.warns = this.until - Math.min(WARNING, left / 2);
    this.end = end;
    for (const part of [this.line, this.warning])
      for (const place of part.querySelectorAll("[data-session-end]")) place.textContent = end;
    if (this.warning.open) this.warning.close();
    this.look();
  }

  look() {
    clearTimeout(this.timer);
    if (this.isOver) return;
    const now = Date.now();
    if (now >= this.until) {
      this.ended();
      return;
    }
    const early = now < this.warns;
    if (!early && !this.warned) this.warn();
    this.warned = !early;
    this.timer = setTimeout(() => this.look(), (early ? this.warns : this.until) - now);
  }

  warn() {
    this.warning.querySelector("[data-failed]").hidden = true;
    this.warning.showModal();
  }

  async prolong() {
    const failed = this.warning.querySelector("[data-failed]");
    failed.hidden = true;
    try {
      const answer = await fetch(this.line.dataset.extend, {
        method: "POST",
        body: new URLSearchParams({ jeton: this.line.dataset.token }),
        headers: { Accept: "application/json" },
        redirect: "error",
      });
      if (answer.status === 401 || answer.status === 403) {
        this.ended();
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const { fin, secondes } = await answer.json();
      this.lasts(secondes * 1000, fin);
      this.tabs?.postMessage({ left: secondes * 1000, end: fin });
    } catch {
      failed.hidden = false;
    }
  }

  ended() {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.timer);
    if (this.warning.open) this.warning.close();
    this.line.querySelector("[data-session-line]").hidden = true;
    this.line.querySelector("[data-session-over]").hidden = false;
    const keeps = !this.shared && this.isWritten();
    if (this.shared) document.querySelector("main").replaceChildren();
    for (const part of this.over.querySelectorAll("[data-kept]")) part.hidden = !keeps;
    for (const part of this.over.querySelectorAll("[data-nothing]")) part.hidden = keeps;
    this.over.showModal();
  }

  // Whether there is something on this page that may be sent.
  isWritten() {
    return document.querySelector("main form :is(input:not([type=hidden]), select, textarea)") !== null;
  }
}

const sessionLine = document.querySelector("[data-session]");
if (sessionLine) new Session(sessionLine);

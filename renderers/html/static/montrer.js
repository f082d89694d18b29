// A button beside each password shows what is typed; it is hidden again before it is sent, or browsers keep it as a word.
"use strict";

for (const box of document.querySelectorAll("input[type=password][data-show]")) {
  const button = document.createElement("button");
  const about = document.createElement("span");
  button.type = "button";
  button.className = box.dataset.button;
  button.textContent = box.dataset.show;
  about.className = box.dataset.hidden;
  about.textContent = ` – ${box.dataset.label}`;
  button.append(about);
  button.setAttribute("aria-controls", box.id);
  const show = (visible) => {
    box.type = visible ? "text" : "password";
    button.setAttribute("aria-pressed", String(visible));
  };
  show(false);
  button.addEventListener("click", () => show(box.type === "password"));
  box.form?.addEventListener("submit", () => show(false));
  window.addEventListener("pageshow", () => show(false));
  box.after(button);
}

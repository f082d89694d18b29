// After a refused page, the summary of errors takes the focus: it is read first, and Tab goes on from it.
"use strict";

for (const summary of document.querySelectorAll("[data-focus]")) {
  summary.setAttribute("tabindex", "-1");
  summary.focus();
}

// A link to a control also gives it the focus, even where the browser would only scroll.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-focus] a[href^='#']");
  const control = link && document.getElementById(link.hash.slice(1));
  if (!control) return;
  event.preventDefault();
  // The label and the message come into sight with the control, unless too much stands between them.
  (control.closest("[data-block]") || control).scrollIntoView();
  control.focus({ preventScroll: true });
  if (control.getBoundingClientRect().bottom > window.innerHeight) control.scrollIntoView({ block: "end" });
});

// Starts the kit's components. Pages work without this file; it adds comfort.
import { initAll, isSupported } from "./kit.js";

if (isSupported()) {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  initAll();
}

// What htmx brings in needs the kit as well.
document.body.addEventListener("htmx:load", (event) => {
  if (isSupported() && event.detail.elt !== document.body) initAll({ scope: event.detail.elt });
});

// "Print this page": a button that only exists where it can work.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Submit a form as soon as a choice is made, where the page says so; the button stays for everyone else.
for (const control of document.querySelectorAll("[data-submit-on-change]")) {
  control.addEventListener("change", () => control.form.requestSubmit());
}

// "Add another": shows one more of the spare boxes that the page already carries.
for (const group of document.querySelectorAll("[data-repeated]")) {
  const spare = [...group.querySelectorAll("[data-repeated-item]")].filter((item, index) => index > 0 && !item.querySelector("input").value);
  const button = group.querySelector("[data-repeated-add]");
  if (!button || spare.length === 0) continue;
  for (const item of spare) item.hidden = true;
  button.hidden = false;
  button.addEventListener("click", () => {
    const next = spare.shift();
    next.hidden = false;
    next.querySelector("input").focus();
    button.hidden = spare.length === 0;
  });
}

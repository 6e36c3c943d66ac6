// Starts the kit's components. Pages work without this file; it adds comfort.
import { initAll } from "./kit.js";

// The kit styles and starts its components only below this class; a browser that runs modules can run them all.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// What htmx brings in needs the kit as well.
document.body.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) initAll({ scope: event.detail.elt });
});

// A menu of the masthead closes when the focus leaves it, on Escape, and on a click elsewhere.
for (const menu of document.querySelectorAll("details.eg-menu")) {
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

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

// Prints larger and smaller, both panes together; the sizes stand in the style sheet.
const ZOOM_STEPS = 4;
for (const area of document.querySelectorAll("[data-zoom-area]")) {
  const step = (change) => {
    const next = Math.min(ZOOM_STEPS, Math.max(1, Number(area.dataset.zoom ?? 1) + change));
    area.dataset.zoom = String(next);
  };
  for (const [name, change] of [["in", 1], ["out", -1]]) {
    const button = area.querySelector(`[data-zoom-${name}]`);
    if (!button) continue;
    button.hidden = false;
    button.addEventListener("click", () => step(change));
  }
}

// A list that came while somebody typed is there again on the way back: the entry of the history keeps what leads to it, sealed.
if (document.querySelector("#found") && !location.search && history.state?.look) {
  location.replace(`?look=${encodeURIComponent(history.state.look)}`);
}
document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "found") return;
  history.replaceState({ look: event.detail.target.querySelector("[data-keeps-list]")?.value }, "", location.pathname);
});

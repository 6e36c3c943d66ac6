// The examiner's desk: zoom by keyboard, the same place in both prints, marks on and off. The page's own script has the buttons
// for larger and smaller; without any script both prints are shown whole.

const WHOLE = "1";

for (const area of document.querySelectorAll("[data-zoom-area]")) {
  const views = [...area.querySelectorAll("[data-print-view]")];
  const larger = area.querySelector("[data-zoom-in]");
  const smaller = area.querySelector("[data-zoom-out]");
  zoomByKeyboard(area, larger, smaller);
  keepMiddles(area, moveTogether(views));
  switchMarks(area, area.querySelector("[data-print-marks]"));
}

// + and - inside a print, 0 for the whole of it.
function zoomByKeyboard(area, larger, smaller) {
  area.addEventListener("keydown", (event) => {
    if (!event.target.matches("[data-print-view]") || event.ctrlKey || event.metaKey) return;
    if (event.key === "+" || event.key === "=") larger.click();
    else if (event.key === "-") smaller.click();
    else if (event.key === "0") area.dataset.zoom = WHOLE;
    else return;
    event.preventDefault();
  });
}

// One print follows the other by the same way; with Shift held it moves alone, to bring prints that lie differently into line.
function moveTogether(views) {
  const states = new Map(views.map((view) => [view, { left: 0, top: 0, middle: [0.5, 0.5], expected: false }]));
  let alone = false;
  for (const kind of ["keydown", "keyup", "pointerdown", "wheel"]) {
    document.addEventListener(kind, (event) => (alone = event.shiftKey), { passive: true });
  }
  for (const view of views) {
    view.addEventListener("scroll", () => {
      const state = states.get(view);
      const [right, down] = [view.scrollLeft - state.left, view.scrollTop - state.top];
      const mayFollow = !state.expected && !alone;
      remember(view, state);
      if (!mayFollow) return;
      for (const other of views.filter((one) => one !== view)) {
        states.get(other).expected = true;
        other.scrollBy(right, down);
      }
    });
  }
  return states;
}

function remember(view, state) {
  state.left = view.scrollLeft;
  state.top = view.scrollTop;
  state.expected = false;
  state.middle = [
    (view.scrollLeft + view.clientWidth / 2) / view.scrollWidth,
    (view.scrollTop + view.clientHeight / 2) / view.scrollHeight,
  ];
}

// What was in the middle of a print is there again after a zoom.
function keepMiddles(area, states) {
  const restore = () => {
    for (const [view, state] of states) {
      const [across, down] = state.middle;
      state.expected = true;
      view.scrollTo(across * view.scrollWidth - view.clientWidth / 2, down * view.scrollHeight - view.clientHeight / 2);
    }
  };
  new MutationObserver(restore).observe(area, { attributeFilter: ["data-zoom"] });
}

function switchMarks(area, button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(shown));
    for (const group of area.querySelectorAll("[data-marks]")) group.setAttribute("visibility", shown ? "visible" : "hidden");
  });
}

// The examiner's desk: zoom, the same place in both prints, marks on and off. Without this file the page shows both prints whole.
const STEPS = 4;

for (const area of document.querySelectorAll("[data-zoom-area]")) {
  const views = [...area.querySelectorAll("[data-print-view]")];
  const larger = area.querySelector("[data-print-larger]");
  const smaller = area.querySelector("[data-print-smaller]");
  const marks = area.querySelector("[data-print-marks]");
  let step = 1;

  // The middle of what is seen stays in the middle.
  const zoomTo = (wanted) => {
    const next = Math.min(STEPS, Math.max(1, wanted));
    if (next === step) return;
    const middles = views.map((view) => [
      (view.scrollLeft + view.clientWidth / 2) / view.scrollWidth,
      (view.scrollTop + view.clientHeight / 2) / view.scrollHeight,
    ]);
    step = next;
    area.dataset.zoom = String(step);
    views.forEach((view, index) => {
      view.scrollLeft = middles[index][0] * view.scrollWidth - view.clientWidth / 2;
      view.scrollTop = middles[index][1] * view.scrollHeight - view.clientHeight / 2;
    });
    larger.disabled = step === STEPS;
    smaller.disabled = step === 1;
  };

  const showMarks = (shown) => {
    for (const group of area.querySelectorAll("[data-marks]")) group.setAttribute("visibility", shown ? "visible" : "hidden");
    marks.setAttribute("aria-pressed", String(shown));
  };

  larger.addEventListener("click", () => zoomTo(step + 1));
  smaller.addEventListener("click", () => zoomTo(step - 1));
  marks.addEventListener("click", () => showMarks(marks.getAttribute("aria-pressed") !== "true"));
  for (const button of [larger, smaller, marks]) button.hidden = false;
  smaller.disabled = true;

  // Both prints move together: by the same way, so that prints lying differently on their sheets can first be set apart with Shift.
  let apart = false;
  let following = false;
  area.addEventListener("keydown", (event) => {
    apart = event.shiftKey;
    if (!event.target.matches("[data-print-view]")) return;
    if (event.key === "+" || event.key === "=") zoomTo(step + 1);
    else if (event.key === "-") zoomTo(step - 1);
    else if (event.key === "0") zoomTo(1);
    else return;
    event.preventDefault();
  });
  area.addEventListener("keyup", (event) => (apart = event.shiftKey));

  const places = new Map(views.map((view) => [view, [0, 0]]));
  for (const view of views) {
    view.addEventListener("scroll", () => {
      const [left, top] = places.get(view);
      places.set(view, [view.scrollLeft, view.scrollTop]);
      if (apart || following) return;
      following = true;
      for (const other of views.filter((one) => one !== view)) {
        other.scrollLeft += view.scrollLeft - left;
        other.scrollTop += view.scrollTop - top;
        places.set(other, [other.scrollLeft, other.scrollTop]);
      }
      requestAnimationFrame(() => (following = false));
    });
  }
}

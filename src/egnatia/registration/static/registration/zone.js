// A document reader types the lines of a zone and stops: they are read then. Without this file the button does it.
const PAUSE = 500; // milliseconds; between two keys of a reader there are a few
const WHOLE = [[30, 30, 30], [36, 36], [44, 44], [90], [72], [88]];

const isWhole = (text) => {
  const lengths = text.trim().split(/\s*[\r\n]+\s*/).map((line) => line.length);
  return WHOLE.some((wanted) => wanted.length === lengths.length && wanted.every((length, at) => length === lengths[at]));
};

for (const box of document.querySelectorAll("[data-zone]")) {
  const button = box.form.querySelector("[name=read]");
  let read = box.value;
  let pause;
  box.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      if (box.value === read || !isWhole(box.value)) return;
      read = box.value;
      box.form.requestSubmit(button);
    }, PAUSE);
  });
}

// What isn't kept needs no saving while somebody types; and a save under way would meet the reading in the same draft.
for (const part of document.querySelectorAll("[data-not-kept]")) {
  part.addEventListener("change", (event) => event.stopPropagation());
}

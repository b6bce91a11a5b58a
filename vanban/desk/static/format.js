"use strict";
// The form of a draft: fetched after the page, each warning with its place drawn over the page image.

const panel = document.getElementById("format");

function drawn(button, severity) {
  const sheet = document.querySelector(`#page-${button.dataset.page} svg`);
  if (!sheet || !button.dataset.width) { return null; }
  const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  rect.setAttribute("class", `format-place ${severity}`);
  ["x", "y", "width", "height"].forEach((name) => rect.setAttribute(name, button.dataset[name]));
  rect.setAttribute("rx", "2");
  sheet.append(rect);
  return rect;
}

function point(item, rect, button, move) {
  document.querySelectorAll(".format li.here, rect.format-place.here").forEach((one) => one.classList.remove("here"));
  item.classList.add("here");
  if (rect) { rect.classList.add("here"); }
  const place = rect || document.getElementById(`page-${button.dataset.page}`);
  if (move && place) { place.scrollIntoView({ block: rect ? "center" : "start" }); }
}

function wire() {
  panel.querySelectorAll(".format li").forEach((item) => {
    const button = item.querySelector("button");
    const rect = drawn(button, item.className);
    button.addEventListener("click", () => point(item, rect, button, true));
    item.addEventListener("mouseenter", () => point(item, rect, button, false));
  });
}

// Above the form, so that the clerk sees it before the button that registers.
function hint() {
  const note = document.getElementById("format-hint");
  const count = panel.querySelectorAll(".format li").length;
  if (!note || !count) { return; }
  const link = note.querySelector("a");
  link.textContent = link.dataset.words.replace("{n}", String(count));
  note.hidden = false;
}

async function check() {
  try {
    const answer = await fetch(panel.dataset.from, { headers: { Accept: "text/html" }, redirect: "error" });
    if (!answer.ok) { throw new Error(String(answer.status)); }
    const told = new DOMParser().parseFromString(await answer.text(), "text/html").body;
    panel.replaceChildren(...told.childNodes);
    wire();
    hint();
  } catch {
    panel.querySelector("p").textContent = panel.dataset.failed;
  }
}

if (panel) { check(); }

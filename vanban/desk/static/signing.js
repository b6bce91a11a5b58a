"use strict";
// Looking through a list before it is approved: documents change in place, so that a typed PIN and the scroll stay.

const line = document.getElementById("line");
const offline = document.getElementById("offline");
const pinForm = document.querySelector("form.pin");
const links = () => Array.from(document.querySelectorAll(".lines a"));
const sheets = () => Array.from(line.querySelectorAll(".page"));
const OFFLINE_WORDS = offline.firstChild.textContent;

function tell(ended) {
  offline.firstChild.textContent = ended ? `${offline.dataset.ended} ` : OFFLINE_WORDS;
  offline.hidden = false;
}

// null when the server cannot be reached or nobody is logged in any more.
async function ask(address, headers = {}) {
  try {
    const answer = await fetch(address, { headers, redirect: "manual" });
    if (answer.type === "opaqueredirect") { tell(true); return null; }
    offline.hidden = true;
    return answer;
  } catch {
    tell(false);
    return null;
  }
}

// Marks of what was looked at, for this tab only; the register has an event for every look.
function noteSeen() {
  const shown = line.querySelector("article");
  sessionStorage.setItem(`seen ${shown.dataset.sha256}`, "yes");
  let seen = 0;
  links().forEach((link) => {
    const known = sessionStorage.getItem(`seen ${link.dataset.sha256}`) !== null;
    link.classList.toggle("known", known);
    seen += known ? 1 : 0;
  });
  const told = document.querySelector(".seen");
  told.hidden = false;
  told.querySelector("b").textContent = String(seen);
}

function keepTyped() {
  line.querySelectorAll("[data-keep]").forEach((field) => {
    const kept = sessionStorage.getItem(field.dataset.keep);
    if (kept && !field.value) { field.value = kept; field.closest("details").open = true; }
    field.addEventListener("input", () => sessionStorage.setItem(field.dataset.keep, field.value));
  });
}

function settle() {
  const shown = line.querySelector("article");
  links().forEach((link) => {
    if (link.dataset.document === shown.dataset.document) {
      link.setAttribute("aria-current", "true");
      link.scrollIntoView({ block: "nearest" });
    } else {
      link.removeAttribute("aria-current");
    }
  });
  if (pinForm) {
    pinForm.elements.at.value = shown.dataset.document;
    pinForm.elements.sha256.value = shown.dataset.sha256;
    const alone = pinForm.querySelector(".alone");
    if (alone) {
      alone.setAttribute("formaction", shown.dataset.approve);
      alone.querySelector("b").textContent = shown.dataset.number;
    }
  }
  noteSeen();
  keepTyped();
}

let wanted = 0;
async function open(link) {
  const mine = ++wanted;
  const answer = await ask(link.dataset.line);
  if (!answer || mine !== wanted) { return; }
  if (!answer.ok) { location.assign(link.href); return; }
  line.replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes);
  history.replaceState(null, "", link.href);
  settle();
  if (line.getBoundingClientRect().top < 0) { line.scrollIntoView({ block: "start" }); }
}

function step(by) {
  const all = links();
  const here = all.findIndex((link) => link.getAttribute("aria-current"));
  const next = all[Math.min(Math.max(here + by, 0), all.length - 1)];
  if (next && next !== all[here]) { open(next); }
}

function turn(by) {
  const all = sheets();
  if (!all.length) { return; }
  const top = line.querySelector(".linebar").getBoundingClientRect().bottom + 40;
  const seen = all.findIndex((page) => page.getBoundingClientRect().bottom > Math.max(top, 60));
  all[Math.min(Math.max((seen < 0 ? all.length - 1 : seen) + by, 0), all.length - 1)].scrollIntoView({ block: "start" });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".lines a");
  const neighbour = event.target.closest(".turn a[rel]");
  const sheet = event.target.closest("[data-turn]");
  if (event.ctrlKey || event.metaKey || event.shiftKey) { return; }
  if (link) { event.preventDefault(); open(link); }
  if (neighbour) { event.preventDefault(); step(neighbour.rel === "next" ? 1 : -1); }
  if (sheet) { turn(Number(sheet.dataset.turn)); }
});

const dialog = document.getElementById("keys");
document.querySelector("[data-keys]").addEventListener("click", () => dialog.showModal());
const KEYS = {
  ArrowRight: () => turn(1), ArrowLeft: () => turn(-1), j: () => step(1), k: () => step(-1),
  r: () => {
    const refuse = line.querySelector(".refuse");
    if (refuse) { refuse.open = true; refuse.querySelector("textarea").focus(); }
  },
  l: () => line.querySelector("[data-later]").click(),
  p: () => { if (pinForm) { pinForm.elements.pin.focus(); } },
  "?": () => dialog.showModal(),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || dialog.open) { return; }
  if (event.target.matches("input, select, textarea")) {
    if (event.key === "Escape") { event.target.blur(); }
    return;
  }
  const act = KEYS[event.key] || KEYS[event.key.toLowerCase()];
  if (act) { event.preventDefault(); act(); }
});

// What was approved with the person's own token at another PC is shown here by itself.
setInterval(async () => {
  if (document.hidden) { return; }
  const answer = await ask(line.dataset.progress);
  if (answer && answer.ok && !(await answer.text()).includes('data-state="open"')) {
    location.assign(location.pathname);
  }
}, 5000);
settle();

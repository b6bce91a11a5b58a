"use strict";
// Signing as it goes on: asked for every second, and only the rows that changed are renewed.

const EVERY = 1000;
const part = document.getElementById("progress");
const offline = document.getElementById("offline");
const ended = document.getElementById("ended");
let tag = "";

function show(fresh) {
  const state = part.firstElementChild;
  const old = new Map(Array.from(state.querySelectorAll("tbody tr"), (row) => [row.id, row]));
  const next = fresh.querySelector("[data-state]");
  next.querySelectorAll("tbody tr").forEach((row) => {
    const known = old.get(row.id);
    // The row that was there stays, and with it the focus and a selection.
    if (known && known.innerHTML === row.innerHTML) { row.replaceWith(known); }
  });
  part.replaceChildren(next);
}

async function look() {
  if (part.firstElementChild.dataset.state !== "running") { return; }
  try {
    const answer = await fetch(part.dataset.from, { headers: tag ? { "If-None-Match": tag } : {}, redirect: "manual" });
    ended.hidden = answer.type !== "opaqueredirect";
    offline.hidden = answer.type === "opaqueredirect" || answer.status === 304 || answer.ok;
    if (answer.ok) {
      tag = answer.headers.get("ETag") || "";
      show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    }
  } catch {
    offline.hidden = false;
  }
  setTimeout(look, EVERY);
}
look();

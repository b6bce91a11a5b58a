"use strict";
// The live queue: rows are renewed in place, so that focus and selection stay; keys move through them.

const EVERY = 5000;
const offline = document.getElementById("offline");
const live = () => document.getElementById("live");
const rows = () => Array.from(live().querySelectorAll("tbody tr"));
let selected = "";
let tag = "";

function select(row) {
  rows().forEach((one) => one.classList.toggle("selected", one === row));
  selected = row ? row.id : "";
  if (row) { row.querySelector("a").focus({ preventScroll: true }); row.scrollIntoView({ block: "nearest" }); }
}

function move(step) {
  const all = rows();
  if (!all.length) { return; }
  const here = all.findIndex((row) => row.id === selected);
  select(all[here < 0 ? 0 : Math.min(Math.max(here + step, 0), all.length - 1)]);
}

function renew(body, fresh) {
  const old = new Map(Array.from(body.rows, (row) => [row.id, row]));
  const held = body.contains(document.activeElement) ? document.activeElement.closest("tr") : null;
  const place = held ? held.rowIndex - 1 : 0;
  Array.from(fresh.rows).forEach((row, at) => {
    const known = old.get(row.id);
    old.delete(row.id);
    if (known && known.innerHTML === row.innerHTML) {
      // A row that is moved loses the focus: it is touched only where the order changed.
      if (body.rows[at] !== known) { body.insertBefore(known, body.rows[at] || null); }
    } else if (known) {
      // Cell by cell, so that the link that has the focus stays.
      Array.from(row.cells).forEach((cell, n) => {
        if (known.cells[n].outerHTML !== cell.outerHTML) { known.cells[n].replaceWith(cell.cloneNode(true)); }
      });
      if (body.rows[at] !== known) { body.insertBefore(known, body.rows[at] || null); }
    } else {
      body.insertBefore(row, body.rows[at] || null);
    }
  });
  old.forEach((row) => row.remove());
  if (held && !held.isConnected && body.rows.length) {
    select(body.rows[Math.min(place, body.rows.length - 1)]);
  } else if (held && held.isConnected && !held.contains(document.activeElement)) {
    select(held);
  }
}

function show(fresh) {
  const now = live();
  const body = now.querySelector("tbody");
  const freshBody = fresh.querySelector("tbody");
  if (body && freshBody) {
    renew(body, freshBody);
    [".counts", ".pager"].forEach((part) => now.querySelector(part).replaceWith(fresh.querySelector(part)));
    const tail = (root) => Array.from(root.querySelectorAll(".pager ~ *"));
    tail(now).forEach((one) => one.remove());
    now.append(...tail(fresh));
  } else {
    now.replaceWith(fresh);
  }
}

async function look() {
  if (document.hidden) { return; }
  try {
    const answer = await fetch(live().dataset.rows, { headers: tag ? { "If-None-Match": tag } : {}, redirect: "error" });
    offline.hidden = answer.status === 304 || answer.ok;
    if (answer.status !== 304 && answer.ok) {
      tag = answer.headers.get("ETag") || "";
      show(new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live"));
    }
  } catch {
    offline.hidden = false;
  }
}
setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);

const dialog = document.getElementById("keys");
const search = document.querySelector("input[type=search]");
const KEYS = {
  j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1),
  "/": () => { search.focus(); search.select(); },
  "?": () => dialog.showModal(),
  n: () => { const next = live().querySelector("a[rel=next]"); if (next) { next.click(); } },
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || dialog.open) { return; }
  if (event.target.matches("input, select, textarea")) {
    if (event.key === "Escape") { event.target.blur(); }
    return;
  }
  if (KEYS[event.key]) { event.preventDefault(); KEYS[event.key](); }
});
document.querySelector("[data-keys]").addEventListener("click", () => dialog.showModal());
document.querySelectorAll("form.filter select").forEach((one) => {
  one.addEventListener("change", () => one.form.requestSubmit());
});
document.addEventListener("focusin", (event) => {
  const row = event.target.closest("#live tbody tr");
  if (row && row.id !== selected) { selected = row.id; rows().forEach((one) => one.classList.toggle("selected", one === row)); }
});

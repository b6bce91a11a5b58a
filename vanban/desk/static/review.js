"use strict";
// The review page: pages and zoom by keyboard, completion, and the warning of a duplicate while it is typed.

const pages = document.querySelector(".pages");
const sheets = () => Array.from(document.querySelectorAll(".pages .page"));

function turn(step) {
  const all = sheets();
  if (!all.length) { return; }
  const seen = all.findIndex((page) => page.getBoundingClientRect().bottom > 60);
  const wanted = Math.min(Math.max((seen < 0 ? all.length - 1 : seen) + step, 0), all.length - 1);
  all[wanted].scrollIntoView({ block: "start" });
}

const ZOOMS = [1, 1.5, 2, 3];
let zoom = 0;
function magnify(step) {
  zoom = step === 0 ? 0 : Math.min(Math.max(zoom + step, 0), ZOOMS.length - 1);
  const fit = pages.clientWidth;
  pages.classList.toggle("zoomed", zoom > 0);
  sheets().forEach((page) => { page.style.width = zoom ? `${Math.round(Math.min(fit, 900) * ZOOMS[zoom])}px` : ""; });
  const here = document.querySelector("rect.here");
  if (here) { here.scrollIntoView({ block: "center", inline: "center" }); }
}

const KEYS = {
  ArrowDown: () => turn(1), ArrowUp: () => turn(-1),
  "+": () => magnify(1), "=": () => magnify(1), "-": () => magnify(-1), "0": () => magnify(0),
};
document.addEventListener("keydown", (event) => {
  if (event.altKey && !event.ctrlKey && KEYS[event.key]) { event.preventDefault(); KEYS[event.key](); }
});
document.querySelectorAll("[data-zoom]").forEach((button) => {
  button.addEventListener("click", () => magnify(Number(button.dataset.zoom)));
});

// One question at a time, and only the newest answer counts.
function asking(ask, show) {
  let timer = 0;
  let newest = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const mine = ++newest;
      try {
        const answer = await fetch(ask(), { headers: { Accept: "text/html, application/json" }, redirect: "error" });
        if (mine === newest && answer.ok) { await show(answer); }
      } catch { /* no network or no session: typing goes on, registering will tell */ }
    }, 200);
  };
}

const form = document.querySelector("form.entry");
const value = (name) => (form.elements[name] ? form.elements[name].value : "");

// What was typed is kept in this tab until it was sent: a session may end, or the connection, before it is.
const KEPT = `typed ${form.getAttribute("action")}`;
function keepTyped() {
  const fields = Array.from(form.elements).filter((one) => one.name && one.type !== "hidden");
  const changed = fields.filter((one) => one.value !== one.defaultValue);
  sessionStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(changed.map((one) => [one.name, one.value]))));
}
function putBack() {
  let any = false;
  Object.entries(JSON.parse(sessionStorage.getItem(KEPT) || "{}")).forEach(([name, typed]) => {
    const field = form.elements[name];
    if (field && field.value !== typed) { field.value = typed; any = true; }
  });
  document.getElementById("put-back").hidden = !any;
}
form.addEventListener("input", keepTyped);
form.addEventListener("submit", () => sessionStorage.setItem("sent", KEPT));
putBack();

const twins = document.getElementById("twins");
if (twins) {
  const look = asking(
    () => `${twins.dataset.from}?${new URLSearchParams({
      number: value("code_number"), symbol: value("code_notation"), issuer: value("organ_name"),
      issued: value("issued_date"),
    })}`,
    async (answer) => {
      const told = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      if (told.textContent.trim() !== twins.textContent.trim()) { twins.replaceChildren(...told.childNodes); }
    },
  );
  ["code_number", "code_notation", "organ_name", "issued_date"].forEach((name) => {
    if (form.elements[name]) { form.elements[name].addEventListener("input", look); }
  });
}

document.querySelectorAll("input[data-suggest]").forEach((input) => {
  const complete = asking(
    () => `${input.dataset.suggest}?${new URLSearchParams({
      typed: input.value, beside: input.dataset.beside ? value(input.dataset.beside) : "",
    })}`,
    async (answer) => {
      const options = (await answer.json()).map((name) => {
        const option = document.createElement("option");
        option.value = name;
        return option;
      });
      input.list.replaceChildren(...options);
    },
  );
  input.addEventListener("input", (event) => {
    // Choosing from the list is typing too, but asks nothing.
    if (event.inputType) { complete(); }
  });
});

// The field that has the focus when the page opens shows its place at once.
// When all scripts have run: another one lights it up.
document.addEventListener("DOMContentLoaded", () => {
  const begun = document.querySelector(".entry [autofocus]");
  if (begun) { begun.focus(); begun.closest("label").dispatchEvent(new FocusEvent("focusin")); }
});

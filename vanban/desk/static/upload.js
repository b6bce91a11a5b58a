"use strict";
// Handing in: files are dropped or chosen, photos put in order; each file is sent by itself and tells how it stands.
// Without this script the form sends everything at once.

const form = document.getElementById("upload");
const say = (word) => form.dataset[`say${word}`];
const fileInput = form.querySelector("input[name=files]");
const photoInputs = form.querySelectorAll("input[name=photos]");
const drop = form.querySelector(".drop");
const finished = document.getElementById("finished");
const trouble = document.getElementById("trouble");
const SHOWN = 256; // pixels of a small picture's longer side
let files = []; // {name, parts, row, told, bar, button, request, done}
let photos = []; // {file, row}
let joined = null; // the photos as one entry, while and after they are sent
let busy = false;

function make(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function entry(name, size, list) {
  const one = { told: make("span", { className: "told" }), bar: make("progress", { max: 100, value: 0, hidden: true }) };
  one.button = make("button", { type: "button", className: "plain", textContent: say("Remove") });
  const large = size < 1048576 ? `${Math.ceil(size / 1024)} KiB` : `${(size / 1048576).toFixed(1)} MiB`;
  const shown = size ? `${name} · ${large}` : name;
  one.row = make("li", {}, make("span", { className: "name", textContent: shown }), one.button, one.told, one.bar);
  one.bar.setAttribute("aria-label", name);
  list.append(one.row);
  return one;
}

function tell(one, text, look) {
  one.told.textContent = text;
  one.row.className = look || "";
}

// Chosen files.
function take(list) {
  finished.hidden = true;
  Array.from(list).forEach((file) => {
    const same = files.some((one) => one.file && one.file.name === file.name && one.file.size === file.size
      && one.file.lastModified === file.lastModified && !one.done);
    if (same) { trouble.textContent = `${file.name}: ${say("Twice")}`; trouble.hidden = false; return; }
    const one = entry(file.name, file.size, document.getElementById("files"));
    one.file = file;
    one.refused = file.size > Number(form.dataset.most) ? say("Large") : file.size === 0 ? say("Empty") : "";
    tell(one, one.refused || say("Waits"), one.refused ? "bad" : "");
    one.button.addEventListener("click", () => stopOrRemove(one));
    files.push(one);
  });
}

function stopOrRemove(one) {
  if (one.request) { one.request.abort(); return; }
  one.row.remove();
  files = files.filter((other) => other !== one);
}

// Photos, in the order of the pages.
function takePhotos(list) {
  finished.hidden = true;
  Array.from(list).forEach((file) => {
    if (photos.length >= Number(form.dataset.mostPhotos)) {
      trouble.textContent = say("Many"); trouble.hidden = false; return;
    }
    const one = { file, picture: make("canvas", { width: 1, height: 1 }), title: make("span", {}) };
    const act = (sign, label, run) => {
      const button = make("button", { type: "button", textContent: sign, title: label });
      button.setAttribute("aria-label", label);
      button.addEventListener("click", () => { if (!busy) { run(); number(); } });
      return button;
    };
    const acts = make("span", { className: "acts" },
      act("←", say("Earlier"), () => swap(one, -1)), act("✕", say("Remove"), () => remove(one)),
      act("→", say("Later"), () => swap(one, 1)));
    one.row = make("li", {}, one.picture, one.title, acts);
    photos.push(one);
    draw(one);
  });
  number();
}

function swap(one, step) {
  const here = photos.indexOf(one);
  const there = here + step;
  if (there < 0 || there >= photos.length) { return; }
  [photos[here], photos[there]] = [photos[there], photos[here]];
}

function remove(one) { photos = photos.filter((other) => other !== one); }

function number() {
  // Their order is what will be sent: an earlier answer about other pages holds no more.
  if (joined) { joined.row.remove(); joined = null; }
  photos.forEach((one, at) => { one.title.textContent = `${say("Page")} ${at + 1}`; });
  document.getElementById("photos").replaceChildren(...photos.map((one) => one.row));
}

async function draw(one) {
  // Drawn, not linked: the page may load pictures from its own server only. A format the browser cannot show stays blank.
  try {
    const picture = await createImageBitmap(one.file);
    const scale = Math.min(1, SHOWN / Math.max(picture.width, picture.height));
    one.picture.width = Math.round(picture.width * scale);
    one.picture.height = Math.round(picture.height * scale);
    one.picture.getContext("2d").drawImage(picture, 0, 0, one.picture.width, one.picture.height);
    picture.close();
  } catch { one.picture.hidden = true; }
}

// Sending, one after the other.
async function renewToken() {
  // After a new login in another tab the page's own token is void; and who is logged out need not send 100 MB first.
  try {
    const answer = await fetch("/upload", { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("#upload input[name=csrf]");
    if (!token) { return say("Login"); }
    form.elements.csrf.value = token.value;
    return "";
  } catch { return say("Offline"); }
}

function send(one, field, parts) {
  return new Promise((resolve) => {
    const body = new FormData();
    ["csrf", "stream"].forEach((name) => body.append(name, new FormData(form).get(name)));
    ["urgent", "not_secret"].forEach((name) => { if (form.elements[name].checked) { body.append(name, "yes"); } });
    parts.forEach((part) => body.append(field, part, part.name));
    const request = new XMLHttpRequest();
    one.request = request;
    one.button.textContent = say("Cancel");
    one.bar.hidden = false;
    one.bar.value = 0;
    tell(one, say("Sending"));
    const end = (text, look) => {
      one.request = null;
      one.done = look === "good";
      one.bar.hidden = true;
      one.button.hidden = one.done;
      one.button.textContent = say("Remove");
      tell(one, text, look);
      resolve();
    };
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable || !one.request) { return; }
      one.bar.value = Math.round((100 * event.loaded) / event.total);
      // What is stored cannot be called back from here.
      if (event.loaded === event.total) { tell(one, say("Checking")); one.button.hidden = true; }
      else { tell(one, `${say("Sending")} ${one.bar.value} %`); }
    });
    request.addEventListener("load", () => { one.button.hidden = false; end(...answered(request)); });
    request.addEventListener("error", () => { one.button.hidden = false; end(say("Offline"), "bad"); });
    request.addEventListener("abort", () => end(say("Stopped"), "bad"));
    request.open("POST", "/upload/one");
    request.send(body);
  });
}

function answered(request) {
  if (new URL(request.responseURL).pathname === "/login" || request.status === 403) { return [say("Login"), "bad"]; }
  if (request.status === 413) { return [say("Large"), "bad"]; }
  let told = null;
  try { told = JSON.parse(request.responseText); } catch { return [say("Failed"), "bad"]; }
  if (request.status === 200) { return [`${say("Done")}: ${told.names.join(", ")}`, "good"]; }
  return [`${told[form.dataset.language] || say("Failed")} ${told[`remedy_${form.dataset.language}`] || ""}`, "bad"];
}

async function sendAll() {
  for (const one of files.filter((other) => !other.done && !other.refused)) {
    if (files.includes(one)) { await send(one, "files", [one.file]); }
  }
  if (photos.length) {
    if (joined) { joined.row.remove(); }
    joined = entry(`${say("Photos")} (${photos.length})`, 0, document.getElementById("joined"));
    const sent = joined;
    sent.button.addEventListener("click", () => { if (sent.request) { sent.request.abort(); } else { sent.row.remove(); } });
    await send(sent, "photos", photos.map((one) => one.file));
    // The row stays and says what became of them; the next photos are another file.
    if (sent.done) { joined = null; photos = []; number(); }
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  event.stopPropagation(); // the guard against a second click is here: this form stays and may be sent again
  if (busy) { return; }
  trouble.hidden = true;
  if (!photos.length && !files.some((one) => !one.done && !one.refused)) {
    trouble.textContent = say("None"); trouble.hidden = false; return;
  }
  busy = true;
  finished.hidden = true;
  trouble.textContent = await renewToken();
  trouble.hidden = !trouble.textContent;
  if (trouble.hidden) { await sendAll(); }
  busy = false;
  finished.hidden = photos.length > 0 || files.some((one) => !one.done);
  if (!finished.hidden) { finished.scrollIntoView({ block: "nearest" }); }
});

fileInput.addEventListener("change", () => { take(fileInput.files); fileInput.value = ""; });
photoInputs.forEach((input) => {
  input.addEventListener("change", () => { takePhotos(input.files); input.value = ""; });
});
form.querySelector(".hint").hidden = false;
["dragenter", "dragover"].forEach((name) => document.addEventListener(name, (event) => {
  event.preventDefault();
  drop.classList.add("over");
}));
["dragleave", "drop"].forEach((name) => document.addEventListener(name, (event) => {
  event.preventDefault();
  if (name === "drop" || !event.relatedTarget) { drop.classList.remove("over"); }
}));
document.addEventListener("drop", (event) => { if (event.dataTransfer) { take(event.dataTransfer.files); } });
window.addEventListener("beforeunload", (event) => { if (busy) { event.preventDefault(); } });

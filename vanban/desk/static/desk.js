"use strict";
// Ctrl+Enter registers; Alt+PageUp and Alt+PageDown go to the neighbours in the queue.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter") {
    const form = document.querySelector("form[data-hotkey=register]");
    if (form) { event.preventDefault(); form.requestSubmit(); }
  } else if (event.altKey) {
    const link = document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`);
    if (link) { event.preventDefault(); link.click(); }
  }
});

// A second click must not send a form twice.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) { event.preventDefault(); return; }
  if (event.target.method === "post") { event.target.dataset.sent = "yes"; }
});
// What was typed is kept for the person in this tab only, and not for whoever logs in next.
document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("action") === "/logout") { sessionStorage.clear(); }
});
// Where the login page comes instead of the next one, what was sent did not arrive: it stays kept, and that is said.
const sent = sessionStorage.getItem("sent");
if (sent) {
  const told = document.getElementById("still-kept");
  sessionStorage.removeItem("sent");
  if (told) {
    told.hidden = false;
  } else if (!document.querySelector(`form[action="${CSS.escape(sent.split(" ")[1])}"]`)) {
    sessionStorage.removeItem(sent);
  }
}
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
});

// The place on the page where a field's value was read lights up while the field has the focus.
document.querySelectorAll("label[data-fact]").forEach((label) => {
  const marks = label.dataset.fact
    ? document.querySelectorAll(`rect[data-fact="${CSS.escape(label.dataset.fact)}"]`) : [];
  label.addEventListener("focusin", () => {
    document.querySelectorAll("rect.here").forEach((mark) => mark.classList.remove("here"));
    marks.forEach((mark) => mark.classList.add("here"));
    if (marks.length) { marks[0].scrollIntoView({ block: "center", behavior: "auto" }); }
  });
});

document.querySelectorAll("input[data-all]").forEach((all) => {
  all.addEventListener("change", () => {
    document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(all.dataset.all)}"]`)
      .forEach((one) => { one.checked = all.checked; });
  });
});

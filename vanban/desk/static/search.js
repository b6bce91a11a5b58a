"use strict";
// "/" goes to the words, j and k (or the arrows) through what was found; Enter then opens it.
const links = Array.from(document.querySelectorAll(".found li > a"));
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea");
  if (event.ctrlKey || event.altKey || event.metaKey) { return; }
  if (typing) {
    if (event.key === "Escape") { event.target.blur(); }
    return;
  }
  if (event.key === "/") {
    event.preventDefault();
    document.querySelector("input[name=q]").select();
  } else if (["j", "k", "ArrowDown", "ArrowUp"].includes(event.key) && links.length) {
    event.preventDefault();
    const here = links.indexOf(document.activeElement);
    const step = event.key === "j" || event.key === "ArrowDown" ? 1 : -1;
    links[here < 0 ? 0 : Math.min(Math.max(here + step, 0), links.length - 1)].focus();
  }
});

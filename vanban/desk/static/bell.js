"use strict";
// The bell of every page: how many notices are unread, asked for while the page is looked at.

const bell = document.querySelector("a.bell");
async function ring() {
  if (document.hidden) { return; }
  try {
    const answer = await fetch(bell.dataset.from, { redirect: "error" });
    if (!answer.ok) { return; }
    const { unread } = await answer.json();
    const count = bell.querySelector("b");
    count.textContent = unread > 99 ? "99+" : String(unread);
    count.hidden = unread === 0;
    bell.setAttribute("aria-label", `${bell.dataset.words}: ${unread}`);
  } catch { /* no network or no session: the page itself will tell */ }
}
if (bell) {
  ring();
  setInterval(ring, 20000);
  document.addEventListener("visibilitychange", ring);
}

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
    // The name read out begins with what is seen, so that who speaks to the browser can say it.
    const { name, words } = bell.dataset;
    bell.setAttribute("aria-label", unread ? `${name} ${count.textContent} ${words}` : name);
  } catch { /* no network or no session: the page itself will tell */ }
}
if (bell) {
  ring();
  setInterval(ring, 20000);
  document.addEventListener("visibilitychange", ring);
}

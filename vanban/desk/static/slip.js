"use strict";
// The slip: quick opinions, and the place on the page of each candidate of the reading.

document.querySelectorAll("[data-quick]").forEach((button) => {
  button.addEventListener("click", () => {
    const words = button.form.elements.words;
    words.value = [words.value.trim(), button.dataset.quick].filter(Boolean).join(" ");
    words.focus();
  });
});

document.querySelectorAll(".candidates [data-fact]").forEach((candidate) => {
  const show = () => {
    document.querySelectorAll("rect.here").forEach((mark) => mark.classList.remove("here"));
    const marks = document.querySelectorAll(`rect[data-fact="${CSS.escape(candidate.dataset.fact)}"]`);
    marks.forEach((mark) => mark.classList.add("here"));
    if (marks.length) { marks[0].scrollIntoView({ block: "center" }); }
  };
  candidate.addEventListener("focusin", show);
  candidate.addEventListener("mouseenter", show);
});

"use strict";
const form = document.querySelector("form");
const items = [...document.querySelectorAll("details")];
const count = document.querySelector("#count");

function filter() {
  const wanted = Object.fromEntries(new FormData(form));
  const words = wanted.words.trim().toLowerCase();
  let shown = 0;
  for (const item of items) {
    const fits =
      (!wanted.category || item.dataset.category === wanted.category) &&
      (!wanted.split || item.dataset.split === wanted.split) &&
      (!wanted.failure ||
        (wanted.failure === "any" ? item.dataset.failure !== "" : wanted.failure === "none" ? item.dataset.failure === "" : item.dataset.failure === wanted.failure)) &&
      (!words || item.textContent.toLowerCase().includes(words));
    item.hidden = !fits;
    shown += fits;
  }
  count.textContent = `${shown} 题`;
}

form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
for (const button of document.querySelectorAll("button.cell")) {
  button.addEventListener("click", () => {
    form.elements.words.value = "";
    form.elements.split.value = "";
    form.elements.category.value = button.dataset.category;
    form.elements.failure.value = button.dataset.failure;
    filter();
    document.querySelector("#questions").scrollIntoView({ behavior: "smooth" });
  });
}
filter();

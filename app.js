// Behaviour of the conversation: the body of a function that is given `element`, its container, and `trigger`, which sends
// an event to the server. The whole page listens through one handler, since the markup inside is replaced as answers grow.

const dialog = document.createElement("dialog");
dialog.className = "yw-dialog";
dialog.setAttribute("aria-label", "出处");
const close = document.createElement("button");
close.type = "button";
close.className = "yw-close";
close.textContent = "关闭";
close.addEventListener("click", () => dialog.close());
const sheet = document.createElement("div");
sheet.className = "yw-sheet";
dialog.append(close, sheet);
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close(); // the backdrop
});
document.body.append(dialog);

function open(id) {
  const source = document.getElementById(id);
  if (!source) return;
  sheet.replaceChildren(...Array.from(source.childNodes, (node) => node.cloneNode(true)));
  if (!dialog.open) dialog.showModal();
  const passage = sheet.querySelector(".yw-passage");
  const place = sheet.querySelector("mark").getBoundingClientRect().top - passage.getBoundingClientRect().top;
  passage.scrollTop = Math.max(0, place - passage.clientHeight / 3);
  close.focus();
}

async function copy(button) {
  const text = button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Plain http on another machine has no clipboard; a selection still has.
    const area = document.createElement("textarea");
    area.value = text;
    button.after(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  const before = button.textContent;
  button.textContent = "已复制";
  setTimeout(() => (button.textContent = before), 1500);
}

// The form under a document: shown, or put away with what was typed in it.
function edit(form, shown) {
  form.hidden = !shown;
  const button = form.closest("li").querySelector("[data-edit]");
  button.setAttribute("aria-expanded", String(shown));
  if (shown) {
    form.querySelector("input").focus();
    return;
  }
  form.querySelectorAll("input").forEach((input) => (input.value = input.dataset.was));
  form.querySelector(".yw-wrong")?.remove();
  button.focus();
}

// Only what was changed is sent: what somebody else corrects meanwhile in the other field stays.
function correct(form) {
  const plain = (text) => text.replace(/\s+/g, " ").trim();
  const changed = [...form.querySelectorAll("input")].filter((input) => plain(input.value) !== plain(input.dataset.was));
  if (!changed.length) return edit(form, false);
  const button = form.querySelector("[type=submit]");
  if (button.disabled) return;
  button.disabled = true;
  button.textContent = "正在保存……";
  form.querySelectorAll("input").forEach((input) => (input.readOnly = true));
  const typed = Object.fromEntries(changed.map((input) => [input.name, input.value]));
  trigger("correct", { ...typed, document: form.dataset.document });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button");
  if (!button) return;
  const data = button.dataset;
  if ("edit" in data) {
    const form = button.closest("li").querySelector("form");
    edit(form, form.hidden);
  } else if ("cancel" in data) edit(button.form, false);
  else if (data.source) open(data.source);
  else if (data.scroll) document.getElementById(data.scroll)?.scrollIntoView({ behavior: "smooth" });
  else if (!element.contains(button)) return;
  else if (data.question) trigger("example", { question: data.question });
  else if ("copy" in data) copy(button);
  else if (data.verdict) trigger("judge", { turn: data.turn, verdict: data.verdict, correct: "" });
  else if ("form" in data) {
    const form = button.closest(".yw-tools").querySelector("form");
    form.hidden = !form.hidden;
    button.setAttribute("aria-expanded", String(!form.hidden));
    if (!form.hidden) form.querySelector("input").focus();
  }
});

element.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  trigger("judge", { turn: form.dataset.turn, verdict: "down", correct: form.querySelector("input").value });
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".yw-edit")) return;
  event.preventDefault();
  correct(event.target);
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.(".yw-edit");
  if (form && event.key === "Escape" && !event.isComposing) edit(form, false);
});

// After a correction the list is new; who made it goes on where they were.
new MutationObserver(() => {
  const next = document.querySelector("#yw-list [data-focus]");
  if (!next) return;
  next.removeAttribute("data-focus");
  next.focus();
}).observe(document.body, { childList: true, subtree: true });

// A new question comes into view with its answer below it.
let count = 0;
new MutationObserver(() => {
  const turns = element.querySelectorAll(".yw-turn");
  if (turns.length > count) turns[turns.length - 1].scrollIntoView({ block: "start" });
  count = turns.length;
}).observe(element, { childList: true, subtree: true });
element.setAttribute("role", "log");
element.setAttribute("aria-live", "polite");
element.setAttribute("aria-label", "问答");

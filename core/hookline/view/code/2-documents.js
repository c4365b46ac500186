// The list of documents, and what narrows it down.
function documents() {
  const query = state.query.trim().toLowerCase();
  state.shown = records.map((_, i) => i).filter((i) =>
    (!query || haystack[i].includes(query)) && (!state.having || keys[i].has(state.having)));
  $("documents").replaceChildren(...state.shown.map((i) => make("li", {}, make("button", {
    "data-index": i, "aria-current": String(i === state.current), title: records[i].id, onclick: () => open(i),
  }, records[i].id))));
  $("count").textContent = `${state.shown.length} of ${records.length} documents`;
  if (state.shown.length && !state.shown.includes(state.current)) open(state.shown[0]);
}

function open(index) {
  state.current = index;
  state.entity = null;
  for (const button of $("documents").querySelectorAll("button")) {
    const current = Number(button.dataset.index) === index;
    button.setAttribute("aria-current", String(current));
    if (current) button.scrollIntoView({ block: "nearest" });
  }
  history.replaceState(null, "", `#${index}`);
  document.querySelector("main").scrollTop = 0;
  show();
}

function having() {
  const every = tally(keys.flatMap((set) => [...set]));
  const option = ([key, count]) => make("option", { value: key }, `${key} (${count})`);
  $("having").replaceChildren(
    make("option", { value: "" }, "anything"),
    ...["label", "type"].map((kind) => make("optgroup", { label: kind === "label" ? "entities" : "relations" },
      ...every.filter(([key]) => key.startsWith(`${kind} `)).map(option))));
}

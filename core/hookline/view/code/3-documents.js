// The list of documents, and what narrows it down.
const SHOWN_AT_ONCE = 200;
let shown = SHOWN_AT_ONCE;
const haystack = documents.map(({ id, title, source, address, date, text }) =>
  [title, source, address, date, id, text].join("\n").toLowerCase());

function list() {
  const query = state.query.trim().toLowerCase();
  state.listed = documents.map((_, i) => i).filter((i) =>
    (!query || haystack[i].includes(query)) && (!state.having || documents[i].keys.includes(state.having)));
  shown = SHOWN_AT_ONCE;
  drawList();
  $("count").textContent = `${state.listed.length} of ${plural(documents.length, "document")}`;
  if (state.listed.length && !state.listed.includes(state.current)) return choose(state.listed[0]);
  return show();
}

function drawList() {
  $("documents").replaceChildren(...state.listed.slice(0, shown).map((i) => {
    const { id, title: name, source, date } = documents[i];
    const about = [source, date].filter(Boolean).join(" · ");
    return make("li", {}, button({
      "data-index": i, "aria-current": String(i === state.current), title: id, onclick: () => open(i),
    }, make("span", {}, name), ...(about ? [make("small", {}, about)] : [])));
  }));
  const rest = state.listed.length - shown;
  $("more").hidden = rest <= 0;
  $("more").textContent = `${Math.min(rest, SHOWN_AT_ONCE)} more`;
}

function open(index, selected = null) {
  turnTo("read");
  return choose(index, selected);
}

// Make a document the one to read, in whichever view the page is.
function choose(index, selected = null) {
  state.current = index;
  state.selected = selected;
  const position = state.listed.indexOf(index);
  if (position >= shown) {
    shown = position + 1;
    drawList();
  }
  for (const item of $("documents").querySelectorAll("button")) {
    const current = Number(item.dataset.index) === index;
    item.setAttribute("aria-current", String(current));
    if (current) item.scrollIntoView({ block: "nearest" });
  }
  history.replaceState(null, "", `#${index}`);
  document.querySelector("main").scrollTop = 0;
  return show();
}

function having() {
  const every = tally(documents.flatMap(({ keys }) => keys));
  const option = ([key, count]) => make("option", { value: key }, `${readable(key.split(" ")[1])} (${count})`);
  const group = (kind, name) => {
    const keys = every.filter(([key]) => key.startsWith(`${kind} `));
    return keys.length ? [make("optgroup", { label: name }, ...keys.map(option))] : [];
  };
  $("having").replaceChildren(make("option", { value: "" }, "anything"),
    ...group("label", "entities"), ...group("type", "relations"));
}

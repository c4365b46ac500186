const tabs = ["read", "graph"];

function turnTo(view) {
  if (view === "graph" && !graph.edges.length) return;
  state.view = view;
  for (const name of tabs) {
    $(name).hidden = name !== view;
    $(`tab-${name}`).setAttribute("aria-selected", String(name === view));
    $(`tab-${name}`).tabIndex = name === view ? 0 : -1;
  }
  showGraph();
}

function refresh() {
  show();
  showGraph();
}

function search() {
  state.node = null;
  list();
  showGraph();
}

$("title").textContent = title;
document.title = `${title} · hookline`;
document.querySelector("[role=tablist]").hidden = !graph.edges.length;
$("search").addEventListener("input", (event) => { state.query = event.target.value; search(); });
$("having").addEventListener("change", (event) => { state.having = event.target.value; search(); });
$("more").addEventListener("click", () => { shown += SHOWN_AT_ONCE; drawList(); });
for (const name of tabs) {
  $(`tab-${name}`).addEventListener("click", () => turnTo(name));
  $(`tab-${name}`).addEventListener("keydown", (event) => {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    turnTo(tabs.find((other) => other !== name));
    $(`tab-${state.view}`).focus();
  });
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    if (state.view === "graph") turnToNode(null);
    else if (state.selected) select(state.selected.kind, state.selected.index);
  }
  if (["INPUT", "SELECT"].includes(event.target.tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") { event.preventDefault(); $("search").focus(); }
  if (event.key === "g") turnTo(state.view === "graph" ? "read" : "graph");
  const step = { j: 1, k: -1 }[event.key];
  if (!step || !state.listed.length) return;
  const position = state.listed.indexOf(state.current) + step;
  open(state.listed[Math.max(0, Math.min(state.listed.length - 1, position))]);
});
const wanted = Number(location.hash.slice(1));
if (Number.isInteger(wanted) && wanted >= 0 && wanted < documents.length) state.current = wanted;
having();
list();

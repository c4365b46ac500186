// Who relates to whom, over all documents: typed relations that are facts, between named things.
const SHOWN = 20;
const edges = records.flatMap((record, index) => (record.relations || []).flatMap((relation) => {
  if (relation.type === "open" || !stated(record, relation).fact) return [];
  const [from, to] = ["subject", "object"].map((role) => {
    const { entity, cluster, contains } = relation[role];
    const known = cluster !== null && cluster !== undefined && record.clusters;
    const is = entity !== null && entity !== undefined;
    if (known && (is || !(contains || []).length)) return record.clusters[cluster].name;
    return is ? record.entities[entity].text : null;
  });
  return from && to && from !== to ? [{ from, to, type: relation.type, index }] : [];
}));

function draw(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// The names with the most relations, each beside one that it relates to.
function chosen(kept) {
  const degree = new Map(tally(kept.flatMap((edge) => [edge.from, edge.to])));
  const weight = (edge) => degree.get(edge.from) + degree.get(edge.to);
  const names = new Set();
  for (const edge of [...kept].sort((a, b) => weight(b) - weight(a))) {
    if (names.size + !names.has(edge.from) + !names.has(edge.to) > SHOWN) break;
    names.add(edge.from).add(edge.to);
  }
  return [...names];
}

function graph() {
  const kept = edges.filter((edge) => visible("type", edge.type));
  const box = $("graph");
  if (!edges.length) { box.remove(); document.body.classList.add("no-graph"); return; }
  const names = chosen(kept);
  const at = new Map(names.map((value, i) => {
    const angle = (2 * Math.PI * i) / names.length - Math.PI / 2;
    return [value, [Math.cos(angle), Math.sin(angle)]];
  }));
  const find = (value) => { $("search").value = value; state.query = value; documents(); };
  const svg = draw("svg", { viewBox: "-190 -135 380 270", role: "img", "aria-label": "graph of typed relations" });
  for (const edge of kept) {
    if (!at.has(edge.from) || !at.has(edge.to)) continue;
    const [[x1, y1], [x2, y2]] = [at.get(edge.from), at.get(edge.to)].map(([x, y]) => [100 * x, 100 * y]);
    const title = draw("title", {}, `${edge.from} ${edge.type.replaceAll("_", " ")} ${edge.to}`);
    const line = draw("path", { d: `M${x1} ${y1} Q${(x1 + x2) / 4} ${(y1 + y2) / 4} ${x2} ${y2}`, style: `--hue:${hue(edge.type)}` }, title);
    line.addEventListener("click", () => open(edge.index));
    svg.append(line);
  }
  for (const [value, [x, y]] of at) {
    const anchor = Math.abs(x) < 0.1 ? "middle" : x > 0 ? "start" : "end";
    const short = value.length > 18 ? `${value.slice(0, 17)}…` : value;
    const label = draw("text", { x: 106 * x, y: (Math.abs(x) < 0.35 ? 116 : 106) * y + 3, "text-anchor": anchor }, short, draw("title", {}, value));
    const circle = draw("circle", { cx: 100 * x, cy: 100 * y, r: 3.5 });
    for (const element of [circle, label]) element.addEventListener("click", () => find(value));
    svg.append(circle, label);
  }
  const key = (edge) => `${edge.from}\u0000${edge.type}\u0000${edge.to}`;
  const rows = tally(kept.map(key)).slice(0, 200).map(([value, count]) => {
    const [from, type, to] = value.split("\u0000");
    return make("li", {}, make("button", { onclick: () => open(kept.find((edge) => key(edge) === value).index) },
      make("b", {}, from), ` ${type.replaceAll("_", " ")} `, make("b", {}, to), count > 1 ? ` (${count})` : ""));
  });
  box.replaceChildren(make("h2", {}, `Who relates to whom (${kept.length})`), svg, make("ul", { class: "plain" }, ...rows));
}

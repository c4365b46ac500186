// Who relates to whom, over all documents: typed relations between named things.
const SHOWN = 20;
const edges = records.flatMap((record, index) => (record.relations || []).flatMap((relation) => {
  if (relation.type === "open") return [];
  const [from, to] = ["subject", "object"].map((role) => {
    const { entity } = relation[role];
    return entity === null || entity === undefined ? null : record.entities[entity].text;
  });
  return from && to && from !== to ? [{ from, to, type: relation.type, index }] : [];
}));

function draw(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function graph() {
  const kept = edges.filter((edge) => visible("type", edge.type));
  const box = $("graph");
  if (!edges.length) { box.remove(); document.body.classList.add("no-graph"); return; }
  const names = tally(kept.flatMap((edge) => [edge.from, edge.to])).slice(0, SHOWN).map(([value]) => value);
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
    const anchor = Math.abs(x) < 0.25 ? "middle" : x > 0 ? "start" : "end";
    const short = value.length > 18 ? `${value.slice(0, 17)}…` : value;
    const label = draw("text", { x: 106 * x, y: 108 * y + 3, "text-anchor": anchor }, short, draw("title", {}, value));
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

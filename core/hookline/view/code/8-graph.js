// Who is related to whom in the listed documents: a picture of the main part, and every edge with its sentences.
const NODES = 36; // in the picture
const EDGES_OF_NODE = 8; // in the picture: a hub keeps its strongest ones
const ROWS = 200;
const SENTENCES = 50; // of an edge

function ofListed() {
  const listed = new Set(state.listed);
  return graph.edges.filter((edge) => listed.has(edge.document));
}

function aggregate() {
  const groups = new Map();
  for (const edge of ofListed()) {
    if (!visible("type", edge.type)) continue;
    if (state.node !== null && edge.source !== state.node && edge.target !== state.node) continue;
    const key = `${edge.source} ${edge.type} ${edge.target}`;
    if (!groups.has(key)) groups.set(key, { key, ...edge, edges: [] });
    groups.get(key).edges.push(edge);
  }
  const all = [...groups.values()].map((group) => ({ ...group, claimed: group.edges.every((edge) => edge.claimed) }));
  return all.sort((a, b) => b.edges.length - a.edges.length || (a.key < b.key ? -1 : 1));
}

const edgeText = ({ source, type, target }) =>
  `${graph.nodes[source].name} ${readable(type)} ${graph.nodes[target].name}`;

// The strongest edges, as many as the picture can hold.
function main(groups) {
  const degree = new Map();
  const nodes = new Set();
  return groups.filter(({ source, target }) => {
    const ends = [source, target];
    const isNew = ends.filter((node) => !nodes.has(node)).length;
    const isFull = state.node === null && ends.some((node) => (degree.get(node) || 0) >= EDGES_OF_NODE);
    if (isFull || nodes.size + isNew > NODES) return false;
    for (const node of ends) { nodes.add(node); degree.set(node, (degree.get(node) || 0) + 1); }
    return true;
  });
}

function draw(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function onPress(element, call) {
  element.addEventListener("click", call);
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); call(); }
  });
}

function showGraph() {
  if (state.view !== "graph") return;
  const groups = aggregate();
  const of = state.node === null ? "" : ` of ${graph.nodes[state.node].name}`;
  $("graph-count").textContent = `${plural(groups.length, "typed relation")}${of} in ${plural(state.listed.length, "document")}; `
    + "what texts deny, plan or doubt is left out, what somebody claims is dashed.";
  $("types").replaceChildren(chips("type", ofListed().map(({ type }) => type)),
    ...(state.node === null ? [] : [button({ class: "toggle", onclick: () => turnToNode(null) }, "all names")]));
  $("picture").replaceChildren(...(groups.length ? [picture(main(groups))] : []));
  $("edges").replaceChildren(...groups.slice(0, ROWS).map(edgeItem));
  if (groups.length > ROWS) $("edges").append(make("li", {}, `and ${groups.length - ROWS} more: search, or choose types`));
}

function picture(groups) {
  const nodes = [...new Set(groups.flatMap(({ source, target }) => [source, target]))];
  const number = new Map(nodes.map((node, i) => [node, i]));
  const labels = nodes.map((node) => graph.nodes[node].name);
  const widths = labels.map(boxWidth);
  const points = place(groups.map(({ source, target }) => [number.get(source), number.get(target)]), widths);
  const half = (i) => widths[i] / 2;
  const edge = (i) => half(i) + 3; // with the outline
  const [left, right] = [Math.min(...points.map(([x], i) => x - edge(i))), Math.max(...points.map(([x], i) => x + edge(i)))];
  const [top, bottom] = [Math.min(...points.map(([, y]) => y)) - LINE, Math.max(...points.map(([, y]) => y)) + LINE];
  const svg = draw("svg", { viewBox: [left, top, right - left, bottom - top].join(" "), role: "group", "aria-label": "graph" });
  svg.style.maxWidth = `${Math.round((right - left) * 1.3)}px`;
  for (const group of groups) {
    const [[x1, y1], [x2, y2]] = [group.source, group.target].map((node) => points[number.get(node)]);
    const [mx, my] = [(x1 + x2) / 2 + (y2 - y1) / 12, (y1 + y2) / 2 - (x2 - x1) / 12];
    const line = draw("path", {
      d: `M${x1} ${y1} Q${mx} ${my} ${x2} ${y2}`, style: `--hue:${hue(group.type)}`,
      "stroke-width": 1.5 + Math.min(3, Math.log2(group.edges.length)), class: group.claimed ? "claim" : "",
    }, draw("title", {}, edgeText(group)));
    line.addEventListener("click", () => unfold(group.key));
    svg.append(line);
  }
  nodes.forEach((node, i) => {
    const [x, y] = points[i];
    const box = draw("rect", { x: x - half(i), y: y - 9, width: widths[i], height: 18, rx: 9, style: `--hue:${hue(graph.nodes[node].label)}` });
    const item = draw("g", { tabindex: 0, role: "button", "aria-label": labels[i], "data-node": node },
      box, draw("text", { x, y: y + 4, "text-anchor": "middle" }, labels[i]));
    onPress(item, () => turnToNode(state.node === node ? null : node));
    svg.append(item);
  });
  return svg;
}

function turnToNode(node) {
  state.node = node;
  showGraph();
}

function edgeItem(group) {
  const { source, type, target, edges, claimed, key } = group;
  const sentences = make("ol", { hidden: "" });
  const opener = button({
    class: "edge", "aria-expanded": "false", "data-key": key,
    onclick: async () => {
      const isOpen = opener.getAttribute("aria-expanded") === "true";
      opener.setAttribute("aria-expanded", String(!isOpen));
      sentences.hidden = isOpen;
      if (isOpen || sentences.childElementCount) return;
      sentences.append(...await Promise.all(edges.slice(0, SENTENCES).map(sentenceItem)));
    },
  }, make("b", {}, graph.nodes[source].name), ` ${readable(type)} `, make("b", {}, graph.nodes[target].name),
  edges.length > 1 ? ` (${edges.length})` : "", ...(claimed ? [" ", make("small", {}, "claimed")] : []));
  return make("li", {}, opener, sentences);
}

// The sentence that states an edge, with its words outlined; a click opens it in its document.
async function sentenceItem(edge) {
  const content = await record(edge.document);
  const relation = content.relations[edge.relation];
  const { title: name, source, date } = documents[edge.document];
  const spans = spansOfRelation(relation).sort((a, b) => a.start - b.start);
  const [start, end] = (content.sentences || [])[relation.sentence] || [spans[0].start, spans[spans.length - 1].end];
  const characters = Array.from(content.text);
  const nodes = [];
  let position = start;
  for (const span of spans) {
    if (span.start < position) continue;
    nodes.push(characters.slice(position, span.start).join(""),
      make("span", { class: `hit ${span.role}` }, characters.slice(span.start, span.end).join("")));
    position = span.end;
  }
  nodes.push(characters.slice(position, end).join(""));
  const { words } = statement(content, relation);
  return make("li", {}, make("p", {}, ...nodes), ...(words.length ? [make("small", {}, words.join(" · "))] : []),
    button({ class: "link", onclick: () => open(edge.document, { kind: "relation", index: edge.relation }) },
      [name, source, date].filter(Boolean).join(" · ")));
}

function unfold(key) {
  const opener = [...$("edges").querySelectorAll("button.edge")].find((item) => item.dataset.key === key);
  if (!opener) return;
  if (opener.getAttribute("aria-expanded") === "false") opener.click();
  opener.scrollIntoView({ block: "center" });
  opener.focus();
}

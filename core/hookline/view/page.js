"use strict";
// Records come as data and go on screen as text nodes only: nothing in them is ever read as markup.
const { title, records } = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const state = { current: 0, query: "", hidden: new Set(), shown: [] };

const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
};
const hue = (label) => [...label].reduce((sum, char) => (sum * 31 + char.codePointAt(0)) % 360, 7);
const tally = (values) => {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
};
const haystack = records.map((record) =>
  [record.id, record.text, ...(record.relations || []).map((r) => r.type)].join("\n").toLowerCase());

function documents() {
  const query = state.query.trim().toLowerCase();
  state.shown = records.map((_, i) => i).filter((i) => !query || haystack[i].includes(query));
  const list = $("documents");
  list.replaceChildren(...state.shown.map((i) => make("li", {}, make("button", {
    "data-index": i, "aria-current": String(i === state.current), onclick: () => open(i),
  }, records[i].id))));
  $("count").textContent = `${state.shown.length} of ${records.length} documents`;
}

function open(index) {
  state.current = index;
  for (const button of $("documents").querySelectorAll("button")) {
    const current = Number(button.dataset.index) === index;
    button.setAttribute("aria-current", String(current));
    if (current) button.scrollIntoView({ block: "nearest" });
  }
  show();
}

function chips(kind, values, colour) {
  return make("div", { class: "chips" }, ...tally(values).map(([value, count]) => {
    const key = `${kind} ${value}`;
    const style = colour ? `--hue:${hue(value)};--sat:80%` : "";
    return make("button", {
      style, "aria-pressed": String(!state.hidden.has(key)),
      onclick: () => { state.hidden.has(key) ? state.hidden.delete(key) : state.hidden.add(key); show(); },
    }, `${value} ${count}`);
  }));
}

function show() {
  const record = records[state.current];
  if (!record) { $("text").textContent = "no documents"; return; }
  $("filters").replaceChildren(
    chips("label", (record.entities || []).map((e) => e.label), true),
    chips("type", (record.relations || []).map((r) => r.type), false));
  text([]);
  removed(record);
  related((record.relations || []).filter((r) => !state.hidden.has(`type ${r.type}`)));
}

// Offsets are code points; JavaScript counts UTF-16 units: slice a list of characters instead.
function text(highlight) {
  const record = records[state.current];
  const characters = Array.from(record.text);
  const entities = (record.entities || []).filter((e) => !state.hidden.has(`label ${e.label}`));
  const cuts = new Set([0, characters.length]);
  for (const part of [...entities, ...highlight]) { cuts.add(part.start); cuts.add(part.end); }
  const points = [...cuts].sort((a, b) => a - b);
  const nodes = [];
  for (let i = 0; i + 1 < points.length; i += 1) {
    const [start, end] = [points[i], points[i + 1]];
    const words = characters.slice(start, end).join("");
    const entity = entities.find((e) => e.start <= start && end <= e.end);
    const hit = highlight.find((h) => h.start <= start && end <= h.end);
    let node = document.createTextNode(words);
    if (entity) {
      node = make("mark", { style: `--hue:${hue(entity.label)}`, title: `raw ${entity.raw_start}:${entity.raw_end}` }, words);
      if (end === entity.end) node.append(make("small", {}, entity.label));
    }
    if (hit) node = make("span", { class: `hit ${hit.role}` }, node);
    nodes.push(node);
  }
  $("text").replaceChildren(...nodes);
}

function removed(record) {
  $("removed").replaceChildren(...(record.removed.length ? [
    make("h2", {}, "Removed"),
    make("ul", { class: "plain" }, ...record.removed.map((item) => make("li", {},
      make("del", {}, item.text),
      make("span", { class: "reason" }, `${item.reason}, raw ${item.raw_start}:${item.raw_end}`)))),
  ] : []));
}

function spans(relation) {
  return ["subject", "predicate", "object"].flatMap((role) => {
    const span = relation[role];
    if (span.implied) return [];
    return (span.pieces || [[span.start, span.end]]).map(([start, end]) => ({ start, end, role }));
  });
}

function related(relations) {
  const item = (relation) => {
    const mark = () => text(spans(relation));
    return make("li", {}, make("button", { class: "relation", onclick: mark, onfocus: mark, onmouseenter: mark },
      make("b", {}, relation.subject.text), " ",
      make("i", {}, relation.predicate.implied ? `(${relation.predicate.text})` : relation.predicate.text), " ",
      make("b", {}, relation.object.text),
      make("code", {}, `${relation.type} · ${relation.rule}`)));
  };
  $("relations").replaceChildren(...(relations.length
    ? [make("h2", {}, `Relations (${relations.length})`), make("ul", { class: "plain" }, ...relations.map(item))]
    : []));
}

// Who relates to whom, over all documents: typed relations between named things.
function graph() {
  const name = (record, span) => (span.entity == null ? null : record.entities[span.entity].text);
  const edges = [];
  records.forEach((record, index) => {
    for (const relation of record.relations || []) {
      if (relation.type === "open") continue;
      const [from, to] = [name(record, relation.subject), name(record, relation.object)];
      if (from && to && from !== to) edges.push({ from, to, type: relation.type, index });
    }
  });
  const box = $("graph");
  if (!edges.length) { box.remove(); return; }
  const names = tally(edges.flatMap((edge) => [edge.from, edge.to])).slice(0, 24).map(([value]) => value);
  const at = new Map(names.map((value, i) => {
    const angle = (2 * Math.PI * i) / names.length;
    return [value, [150 + 105 * Math.cos(angle), 150 + 105 * Math.sin(angle)]];
  }));
  const draw = (tag, attributes, text) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text) element.textContent = text;
    return element;
  };
  const find = (value) => { $("search").value = value; state.query = value; documents(); if (state.shown.length) open(state.shown[0]); };
  const svg = draw("svg", { viewBox: "0 0 300 300", role: "img", "aria-label": "graph of typed relations" });
  for (const edge of edges) {
    if (!at.has(edge.from) || !at.has(edge.to)) continue;
    const [[x1, y1], [x2, y2]] = [at.get(edge.from), at.get(edge.to)];
    const line = draw("line", { x1, y1, x2, y2 });
    line.append(draw("title", {}, `${edge.from} ${edge.type} ${edge.to}`));
    svg.append(line);
  }
  for (const [value, [x, y]] of at) {
    const circle = draw("circle", { cx: x, cy: y, r: 4 });
    const label = draw("text", { x, y: y - 7 }, value);
    for (const element of [circle, label]) element.addEventListener("click", () => find(value));
    svg.append(circle, label);
  }
  const key = (edge) => `${edge.from}\u0000${edge.type}\u0000${edge.to}`;
  const rows = tally(edges.map(key)).slice(0, 200).map(([value, count]) => {
    const [from, type, to] = value.split("\u0000");
    const text = `${from} ${type.replaceAll("_", " ")} ${to}${count > 1 ? ` (${count})` : ""}`;
    return make("li", {}, make("button", { onclick: () => open(edges.find((edge) => key(edge) === value).index) }, text));
  });
  box.replaceChildren(make("h2", {}, "Who relates to whom"), svg, make("ul", { class: "plain" }, ...rows));
}

$("title").textContent = title;
$("search").addEventListener("input", (event) => {
  state.query = event.target.value;
  documents();
  if (state.shown.length && !state.shown.includes(state.current)) open(state.shown[0]);
});
document.addEventListener("keydown", (event) => {
  if (event.target.tagName === "INPUT") return;
  const step = { j: 1, k: -1 }[event.key];
  if (event.key === "/") { event.preventDefault(); $("search").focus(); }
  if (!step || !state.shown.length) return;
  const at = state.shown.indexOf(state.current) + step;
  open(state.shown[Math.max(0, Math.min(state.shown.length - 1, at))]);
});
documents();
graph();
show();

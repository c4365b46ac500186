// The text of one document: entities coloured, words of a relation outlined, removals struck through.
function show() {
  const record = records[state.current];
  if (!record) { $("text").textContent = "no documents"; return; }
  $("name").textContent = record.id;
  $("filters").replaceChildren(
    chips("label", (record.entities || []).map((e) => e.label)),
    chips("type", (record.relations || []).map((r) => r.type)),
    ...(record.raw === undefined ? [] : [make("button", {
      class: "toggle", "aria-pressed": String(state.raw), onclick: () => { state.raw = !state.raw; show(); },
    }, "raw text")]));
  text([]);
  layerList(record);
  removed(record);
  related(record);
}

function chips(kind, values) {
  const found = tally(values);
  return make("div", { class: "chips", role: "group", "aria-label": kind === "label" ? "entities" : "relations" },
    ...found.map(([value, count]) => make("button", {
      style: kind === "label" ? `--hue:${hue(value)};--sat:80%` : "",
      "aria-pressed": String(visible(kind, value)),
      onclick: (event) => {
        const key = `${kind} ${value}`;
        if (event.shiftKey) {
          const alone = found.every(([other]) => (other === value) === visible(kind, other));
          for (const [other] of found) state.hidden.delete(`${kind} ${other}`);
          if (!alone) for (const [other] of found) if (other !== value) state.hidden.add(`${kind} ${other}`);
        } else if (!state.hidden.delete(key)) state.hidden.add(key);
        show();
        graph();
      },
    }, `${value} ${count}`)));
}

// Layers of plugins: items with a span are underlined, what a document has one of is listed.
const known = new Set(["id", "text", "meta", "removed", "sentences", "entities", "clusters", "events", "relations", "raw", "tokens"]);
const offsets = new Set(["start", "end", "text", "raw_start", "raw_end"]);
const fields = (item) => Object.entries(item).filter(([key, value]) => !offsets.has(key) && value !== null)
  .map(([key, value]) => `${key} ${typeof value === "number" ? Number(value.toPrecision(3)) : typeof value === "object" ? JSON.stringify(value) : value}`)
  .join(", ");
const others = (record) => Object.entries(record).filter(([name, items]) =>
  !known.has(name) && Array.isArray(items) && items.length && Number.isInteger(items[0].start));

function layerList(record) {
  const names = Object.keys(record).filter((name) => !known.has(name));
  const line = (name) => make("li", { style: `--hue:${hue(name)}` }, make("code", {}, name), " ",
    Array.isArray(record[name]) ? String(record[name].length) : fields(record[name]));
  $("layers").replaceChildren(...(names.length
    ? [make("h2", {}, "Layers"), make("ul", { class: "plain" }, ...names.map(line))] : []));
}

// Offsets are code points; JavaScript counts UTF-16 units: slice a list of characters instead.
function text(highlight) {
  const record = records[state.current];
  const raw = state.raw && record.raw !== undefined;
  const [from, to] = raw ? ["raw_start", "raw_end"] : ["start", "end"];
  const characters = Array.from(raw ? record.raw : record.text);
  const layers = [
    raw ? record.removed.map((item) => ({ start: item.raw_start, end: item.raw_end, item, kind: "del" })) : [],
    (record.entities || []).map((entity, index) => ({ start: entity[from], end: entity[to], entity, index, kind: "mark" }))
      .filter((part) => visible("label", part.entity.label)),
    ...others(record).map(([name, items]) => items.filter((item) => item[to] > item[from])
      .map((item) => ({ start: item[from], end: item[to], item, name, kind: "layer" }))),
    highlight.map((part) => ({ start: part[from], end: part[to], role: part.role, kind: "span" })),
  ].map((parts) => parts.sort((a, b) => a.start - b.start));
  const cuts = new Set([0, characters.length]);
  for (const parts of layers) for (const part of parts) { cuts.add(part.start); cuts.add(part.end); }
  const points = [...cuts].sort((a, b) => a - b);
  const at = layers.map(() => 0);
  const nodes = [];
  for (let i = 0; i + 1 < points.length; i += 1) {
    const [start, end] = [points[i], points[i + 1]];
    let node = document.createTextNode(characters.slice(start, end).join(""));
    layers.forEach((parts, layer) => {
      while (at[layer] < parts.length && parts[at[layer]].end <= start) at[layer] += 1;
      const part = parts[at[layer]];
      if (part && part.start <= start && end <= part.end) node = wrap(part, node, end);
    });
    nodes.push(node);
  }
  $("text").replaceChildren(...nodes);
}

function wrap(part, node, end) {
  if (part.kind === "del") return make("del", { title: part.item.reason }, node);
  if (part.kind === "layer") {
    return make("span", { class: "layer", style: `--hue:${hue(part.name)}`, title: `${part.name}: ${fields(part.item)}` }, node);
  }
  if (part.kind === "span") return make("span", { class: `hit ${part.role}` }, node);
  const { entity, index } = part;
  const mark = make("mark", {
    style: `--hue:${hue(entity.label)}`, title: `${entity.label}, raw ${entity.raw_start}:${entity.raw_end}`,
    onclick: () => { state.entity = state.entity === index ? null : index; related(records[state.current]); },
  }, node);
  if (end === part.end) mark.append(make("small", {}, entity.label));
  return mark;
}

function removed(record) {
  $("removed").replaceChildren(...(record.removed.length ? [
    make("h2", {}, `Removed (${record.removed.length})`),
    make("ul", { class: "plain" }, ...record.removed.map((item) => make("li", {},
      make("del", {}, item.text),
      make("span", { class: "reason" }, `${item.stage}: ${item.reason}, raw ${item.raw_start}:${item.raw_end}`)))),
  ] : []));
}

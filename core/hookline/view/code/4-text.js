// The text of one document in rows: words on the left, the relations of these words beside them.
const LONG = 600; // characters of a row; a longer paragraph goes on in another row
let rows = [];

async function show() {
  const index = state.current;
  if (!documents.length) { $("name").textContent = "no documents"; return; }
  const content = await record(index);
  if (index !== state.current) return; // another document was opened meanwhile
  state.record = content;
  const { title: name, source, address, date, id } = documents[index];
  $("name").textContent = name;
  const rest = [date, name === id ? "" : id].filter(Boolean).join(" · ");
  const link = address ? make("a", { href: address, target: "_blank", rel: "noreferrer" }, source) : source;
  $("about").replaceChildren(link, source && rest ? " · " : "", rest);
  $("filters").replaceChildren(
    chips("label", (content.entities || []).map((e) => e.label)),
    chips("type", (content.relations || []).map((r) => r.type)),
    ...(content.raw === undefined ? [] : [button({
      class: "toggle", "aria-pressed": String(state.raw), onclick: () => { state.raw = !state.raw; show(); },
    }, "raw text")]));
  showNames(content);
  showText(content);
  showLayers(content);
  showRemoved(content);
  markPressed();
  reveal();
}

function chips(kind, values) {
  const counts = tally(values);
  return make("div", { class: "chips", role: "group", "aria-label": kind === "label" ? "entities" : "relations" },
    ...counts.map(([value, count]) => button({
      style: kind === "label" ? `--hue:${hue(value)};--sat:80%` : "",
      "aria-pressed": String(visible(kind, value)),
      onclick: (event) => {
        const key = `${kind} ${value}`;
        if (event.shiftKey) {
          const alone = counts.every(([other]) => (other === value) === visible(kind, other));
          for (const [other] of counts) state.hidden.delete(`${kind} ${other}`);
          if (!alone) for (const [other] of counts) if (other !== value) state.hidden.add(`${kind} ${other}`);
        } else if (!state.hidden.delete(key)) state.hidden.add(key);
        refresh();
      },
    }, `${readable(value)} ${count}`)));
}

const keysOfSpan = () => (state.raw && state.record.raw !== undefined ? ["raw_start", "raw_end"] : ["start", "end"]);

// Offsets are code points; JavaScript counts UTF-16 units: slice a list of characters instead.
function showText(content) {
  const [from] = keysOfSpan();
  const characters = Array.from(from === "start" ? content.text : content.raw);
  rows = split(characters, from === "start" ? content.sentences || [] : []).map(([start, end]) =>
    ({ start, end: withoutLineEnds(characters, start, end), words: make("div", { class: "words" }), characters, notes: [] }));
  for (const [position, index] of notesByPosition(content, from)) rows[rowAt(position)].notes.push(index);
  $("text").replaceChildren(...rows.map(({ start, words, notes }) => {
    const opens = start === 0 || characters[start - 1] === "\n";
    return make("div", { class: opens ? "row" : "row same" }, words, noteList(content, notes));
  }));
  redraw();
}

// The last row that starts at or before an offset.
function rowAt(position) {
  let [low, high] = [0, rows.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (rows[middle].start <= position) low = middle; else high = middle - 1;
  }
  return low;
}

// Ends of rows: every line, and in a long line the end of a sentence.
function split(characters, sentences) {
  const parts = [];
  let start = 0;
  const ends = new Set(sentences.map(([, end]) => end));
  for (let i = 1; i <= characters.length; i += 1) {
    const lineEnds = characters[i - 1] === "\n" && characters[i] !== "\n";
    if (lineEnds || i === characters.length || (ends.has(i) && i - start > LONG)) {
      parts.push([start, i]);
      start = i;
    }
  }
  return parts.length ? parts : [[0, characters.length]];
}

function withoutLineEnds(characters, start, end) {
  let last = end;
  while (last > start && characters[last - 1] === "\n") last -= 1;
  return last;
}

// What is drawn in the text, outermost last: entities, layers of plugins, the selection, the query.
function layersOfText(content) {
  const [from, to] = keysOfSpan();
  const raw = from === "raw_start";
  const part = (kind) => (item, index) => ({ start: item[from], end: item[to], item, index, kind });
  return [
    raw ? content.removed.map(part("removed")) : [],
    (content.entities || []).map(part("entity")).filter(({ item }) => visible("label", item.label)),
    ...otherLayers(content).map(([name, items]) => items.map((item) => ({ ...part("layer")(item), name }))),
    selection(content),
    matches(raw ? content.raw : content.text),
  ].map((parts) => parts.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start));
}

// Draw the rows that some spans are in, or all rows.
function redraw(spans) {
  const layers = layersOfText(state.record);
  const changed = spans && new Set(spans.flatMap(({ start, end }) => rowsOf(start, end)));
  const own = rows.map(() => layers.map(() => []));
  layers.forEach((parts, layer) => {
    for (const part of parts) for (const row of rowsOf(part.start, part.end)) own[row][layer].push(part);
  });
  rows.forEach((row, i) => { if (!changed || changed.has(i)) drawRow(row, own[i]); });
}

function rowsOf(start, end) {
  const numbers = [];
  for (let i = rowAt(start); i < rows.length && rows[i].start < end; i += 1) numbers.push(i);
  return numbers;
}

function drawRow({ start, end, words, characters }, own) {
  const cuts = new Set([start, end]);
  for (const part of own.flat()) {
    if (part.start > start) cuts.add(part.start);
    if (part.end < end) cuts.add(part.end);
  }
  const points = [...cuts].sort((a, b) => a - b);
  const nodes = [];
  for (let i = 0; i + 1 < points.length; i += 1) {
    let node = document.createTextNode(characters.slice(points[i], points[i + 1]).join(""));
    for (const parts of own) {
      const part = parts.find((other) => other.start <= points[i] && points[i + 1] <= other.end);
      if (part) node = wrap(part, node, points[i] === part.start, points[i + 1] === part.end);
    }
    nodes.push(node);
  }
  words.replaceChildren(...nodes);
}

function wrap(part, node, isStart, isEnd) {
  const { kind, item } = part;
  if (kind === "removed") return make("del", { title: `${item.stage}: ${item.reason}` }, node);
  if (kind === "layer") {
    return make("span", { class: "layer", style: `--hue:${hue(part.name)}`, title: `${part.name}: ${fields(item)}` }, node);
  }
  if (kind === "selection") return make("span", { class: `hit ${part.role}` }, node);
  if (kind === "match") return make("span", { class: "match" }, node);
  const value = item.value === null || item.value === undefined ? "" : `, ${amount(item.value)}`;
  const mark = make("mark", {
    class: `${isStart ? "starts" : ""} ${isEnd ? "ends" : ""}`,
    style: `--hue:${hue(item.label)}`, title: `${item.label}${value}, raw ${item.raw_start}:${item.raw_end}`,
    onclick: () => select("name", nameOf(state.record, part.index)),
  }, node);
  if (isEnd) mark.append(make("small", {}, item.label));
  return mark;
}

const amount = (value) => (typeof value === "string" ? value : `${value.amount} ${value.currency}`);

function matches(text) {
  const query = Array.from(state.query.trim(), (char) => char.toLowerCase());
  if (query.length < 2) return [];
  const characters = Array.from(text, (char) => char.toLowerCase());
  const spans = [];
  for (let i = 0; i + query.length <= characters.length; i += 1) {
    if (query.every((char, k) => characters[i + k] === char)) {
      spans.push({ start: i, end: i + query.length, kind: "match" });
      i += query.length - 1;
    }
  }
  return spans;
}

// Select a relation or a name, or nothing if it is selected; only the rows that change are drawn.
function select(kind, index) {
  const same = state.selected && state.selected.kind === kind && state.selected.index === index;
  const before = selection(state.record);
  state.selected = same ? null : { kind, index };
  redraw([...before, ...selection(state.record)]);
  markPressed();
  reveal();
}

function selection(content) {
  if (!state.selected) return [];
  const [from, to] = keysOfSpan();
  const parts = state.selected.kind === "relation"
    ? spansOfRelation(content.relations[state.selected.index])
    : names(content)[state.selected.index].mentions.map((mention) => ({ ...mention, role: "mention" }));
  return parts.map((part) => ({ start: part[from], end: part[to], role: part.role, kind: "selection" }));
}

function reveal() {
  const hits = [...$("text").querySelectorAll(".hit")];
  const { top, bottom } = document.querySelector("main").getBoundingClientRect();
  const seen = hits.some((hit) => {
    const box = hit.getBoundingClientRect();
    return box.top >= Math.max(top, 0) && box.bottom <= Math.min(bottom, window.innerHeight);
  });
  if (hits.length && !seen) hits[0].scrollIntoView({ block: "center" });
}

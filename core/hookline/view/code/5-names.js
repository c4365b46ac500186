// Who and what the document speaks of: its clusters, or names with one label where there are none.
const namesOf = new WeakMap();

function names(content) {
  if (!namesOf.has(content)) namesOf.set(content, content.clusters || namesByText(content.entities || []));
  return namesOf.get(content);
}

function namesByText(entities) {
  const groups = new Map();
  entities.forEach((entity, index) => {
    const key = `${entity.label}\n${entity.text}`;
    if (!groups.has(key)) groups.set(key, { name: entity.text, label: entity.label, mentions: [] });
    groups.get(key).mentions.push({ ...entity, entity: index, kind: "name" });
  });
  return [...groups.values()];
}

const nameOf = (content, entity) => names(content).findIndex(({ mentions }) =>
  mentions.some((mention) => mention.entity === entity));

function showNames(content) {
  const listed = names(content).map((name, index) => [name, index]).filter(([{ label }]) => visible("label", label));
  $("names").hidden = !listed.length;
  $("names").querySelector("summary").textContent = `Names (${listed.length})`;
  $("names").querySelector("ul").replaceChildren(...listed.map(([{ name, label, mentions }, index]) =>
    make("li", {}, button({
      style: `--hue:${hue(label)};--sat:80%`, "data-name": index, "aria-pressed": "false", title: label,
      onclick: () => select("name", index),
    }, mentions.length > 1 ? `${name} ${mentions.length}` : name))));
}

// Layers of plugins: items with a span are underlined, what a document has one of is listed.
const known = new Set(["id", "text", "meta", "removed", "sentences", "entities", "clusters", "events", "relations", "raw", "tokens"]);
const offsets = new Set(["start", "end", "text", "raw_start", "raw_end"]);
const fields = (item) => Object.entries(item).filter(([key, value]) => !offsets.has(key) && value !== null)
  .map(([key, value]) => `${key} ${typeof value === "number" ? Number(value.toPrecision(3)) : typeof value === "object" ? JSON.stringify(value) : value}`)
  .join(", ");
const otherLayers = (content) => Object.entries(content).filter(([name, items]) =>
  !known.has(name) && Array.isArray(items) && items.length && Number.isInteger(items[0].start));

function showLayers(content) {
  const others = Object.keys(content).filter((name) => !known.has(name));
  const line = (name) => make("li", { style: `--hue:${hue(name)}` }, make("code", {}, name), " ",
    Array.isArray(content[name]) ? String(content[name].length) : fields(content[name]));
  $("layers").replaceChildren(...(others.length
    ? [make("h3", {}, "Layers"), make("ul", { class: "plain" }, ...others.map(line))] : []));
}

function showRemoved(content) {
  $("removed").replaceChildren(...(content.removed.length ? [
    make("h3", {}, `Removed (${content.removed.length})`),
    make("ul", { class: "plain" }, ...content.removed.map((item) => make("li", {},
      make("del", {}, item.text || "(private)"),
      make("span", { class: "reason" }, `${item.stage}: ${item.reason}, raw ${item.raw_start}:${item.raw_end}`)))),
  ] : []));
}

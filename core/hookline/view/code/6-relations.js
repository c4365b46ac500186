// Relations beside the words that state them: typed ones first, open ones folded up.
const roles = ["subject", "predicate", "object"];

function spansOfRelation(relation) {
  return roles.flatMap((role) => {
    const span = relation[role];
    if (span.implied) return [];
    if (!span.pieces || state.raw) return [{ ...span, role }];
    return span.pieces.map(([start, end]) => ({ start, end, role }));
  });
}

const eventOf = (content, relation) =>
  (relation.event === null || relation.event === undefined ? null : content.events[relation.event]);

// Each relation with the offset of its predicate, or of its subject where no word is one.
function notesByPosition(content, from) {
  return (content.relations || []).flatMap((relation, index) => {
    if (!visible("type", relation.type)) return [];
    const span = relation.predicate.implied ? relation.subject : relation.predicate;
    return [[span[from], index]];
  }).sort((a, b) => a[0] - b[0]);
}

// What the event of a relation says of it: is it a fact, and who says so, when and where.
function statement(content, relation) {
  const { title: office, status, ...others } = relation.qualifiers || {};
  const words = Object.entries(others).map(([name, span]) => `${name}: ${span.text}`);
  if (office) words.push(office.text);
  if (status && status !== "current") words.push(status);
  const event = eventOf(content, relation);
  if (!event) return { kind: "fact", words };
  const dated = (span) => (span.value ? `${span.text} (${amount(span.value)})` : span.text);
  if (event.polarity === "negative") words.unshift("denied");
  if (event.modality !== "actual") words.unshift(event.modality);
  if (event.claim) words.push(`says ${event.claim.source ? event.claim.source.text : "somebody"}`);
  if (event.time) words.push(`when: ${dated(event.time)}`);
  if (event.place) words.push(`where: ${event.place.text}`);
  const isFact = event.polarity === "positive" && event.modality === "actual";
  return { kind: isFact ? (event.claim ? "claim" : "fact") : "other", words };
}

// The words of an end, with the name that a pronoun or common noun stands for.
function endText(content, span) {
  const cluster = span.cluster === null || span.cluster === undefined ? null : (content.clusters || [])[span.cluster];
  const isShort = cluster && (span.contains || []).length === 0 && !span.text.includes(cluster.name);
  return isShort ? `${span.text} (${cluster.name})` : span.text;
}

function noteList(content, indices) {
  const typed = indices.filter((index) => content.relations[index].type !== "open");
  const open = indices.filter((index) => content.relations[index].type === "open");
  const item = (index) => make("li", {}, note(content, index));
  const box = make("div", { class: "notes" });
  if (typed.length) box.append(make("ul", { class: "plain" }, ...typed.map(item)));
  if (open.length) {
    const isSelected = state.selected && state.selected.kind === "relation" && open.includes(state.selected.index);
    box.append(make("details", !typed.length || isSelected ? { open: "" } : {},
      make("summary", {}, `${open.length} open`), make("ul", { class: "plain" }, ...open.map(item))));
  }
  return box;
}

function note(content, index) {
  const relation = content.relations[index];
  const { kind, words } = statement(content, relation);
  const event = eventOf(content, relation);
  const score = relation.score === undefined ? "" : ` ${relation.score}`;
  const factuality = event ? `, factuality ${event.factuality}` : "";
  return button({
    class: `relation ${kind}`, "data-relation": index, title: `rule ${relation.rule}${score}${factuality}`,
    "aria-pressed": String(Boolean(state.selected && state.selected.kind === "relation" && state.selected.index === index)),
    onclick: () => select("relation", index),
  },
  make("code", { class: relation.type === "open" ? "open" : "" }, readable(relation.type)), " ",
  make("b", {}, endText(content, relation.subject)), " ",
  make("i", {}, relation.predicate.implied ? `(${relation.predicate.text})` : relation.predicate.text), " ",
  make("b", {}, endText(content, relation.object)),
  ...(words.length ? [" ", make("small", {}, words.join(" · "))] : []));
}

// Show which relation or name is selected; relations without the selected name step back.
function markPressed() {
  const { kind, index } = state.selected || {};
  const mentioned = new Set(kind === "name"
    ? names(state.record)[index].mentions.map((mention) => mention.entity) : []);
  const has = ({ entity, cluster }) => (state.record.clusters ? cluster === index : mentioned.has(entity));
  for (const item of $("text").querySelectorAll(".relation")) {
    const number = Number(item.dataset.relation);
    const { subject, object } = state.record.relations[number];
    item.setAttribute("aria-pressed", String(kind === "relation" && number === index));
    item.classList.toggle("aside", kind === "name" && !has(subject) && !has(object));
  }
  for (const item of $("names").querySelectorAll("button")) {
    item.setAttribute("aria-pressed", String(kind === "name" && Number(item.dataset.name) === index));
  }
}

// The relations of one document; the one that is pointed at lights up its words in the text.
const roles = ["subject", "predicate", "object"];

function spans(relation) {
  return roles.flatMap((role) => {
    const span = relation[role];
    if (span.implied) return [];
    if (!span.pieces || state.raw) return [{ ...span, role }];
    return span.pieces.map(([start, end]) => ({ start, end, role }));
  });
}

// How a relation is stated: what its event says of it, and who says so.
function stated(record, relation) {
  const event = relation.event === null || relation.event === undefined ? null : (record.events || [])[relation.event];
  const { title, status } = relation.qualifiers || {};
  const office = [status && status !== "current" ? status : "", title ? title.text : ""].filter(Boolean).join(" ");
  if (!event) return { fact: true, words: office };
  const source = event.claim ? `says ${event.claim.source ? event.claim.source.text : "somebody"}` : "";
  const words = [
    event.polarity === "negative" ? "not so" : "", event.modality === "actual" ? "" : event.modality, source,
    event.time ? event.time.text : "", event.place ? event.place.text : "", office,
  ].filter(Boolean).join(", ");
  return { fact: event.polarity === "positive" && event.modality === "actual" && !event.claim, words };
}

function related(record) {
  const listed = (record.relations || []).filter((relation) => visible("type", relation.type)
    && (state.entity === null || roles.some((role) => relation[role].entity === state.entity)));
  const mark = (relation, move) => {
    text(spans(relation));
    const hit = $("text").querySelector(".hit");
    if (hit && move) hit.scrollIntoView({ block: "center", behavior: "smooth" });
  };
  const item = (relation) => make("li", {}, make("button", {
    class: stated(record, relation).fact ? "relation" : "relation unstated",
    onclick: () => mark(relation, true),
    onfocus: () => mark(relation, false),
    onmouseenter: () => mark(relation, false),
  },
  make("code", { class: relation.type === "open" ? "open" : "" }, relation.type.replaceAll("_", " ")),
  make("b", {}, relation.subject.text), " ",
  make("i", {}, relation.predicate.implied ? `(${relation.predicate.text})` : relation.predicate.text), " ",
  make("b", {}, relation.object.text),
  make("small", {}, stated(record, relation).words),
  make("small", {}, relation.score === undefined ? relation.rule : `${relation.rule} ${relation.score}`)));
  const of = state.entity === null ? "" : ` of ${record.entities[state.entity].text}`;
  $("relations").replaceChildren(...(record.relations && record.relations.length
    ? [make("h2", {}, `Relations${of} (${listed.length})`), make("ul", { class: "plain" }, ...listed.map(item))]
    : []));
}

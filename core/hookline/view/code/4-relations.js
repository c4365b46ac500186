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

function related(record) {
  const listed = (record.relations || []).filter((relation) => visible("type", relation.type)
    && (state.entity === null || roles.some((role) => relation[role].entity === state.entity)));
  const mark = (relation, move) => {
    text(spans(relation));
    const hit = $("text").querySelector(".hit");
    if (hit && move) hit.scrollIntoView({ block: "center", behavior: "smooth" });
  };
  const item = (relation) => make("li", {}, make("button", {
    class: "relation",
    onclick: () => mark(relation, true),
    onfocus: () => mark(relation, false),
    onmouseenter: () => mark(relation, false),
  },
  make("code", { class: relation.type === "open" ? "open" : "" }, relation.type.replaceAll("_", " ")),
  make("b", {}, relation.subject.text), " ",
  make("i", {}, relation.predicate.implied ? `(${relation.predicate.text})` : relation.predicate.text), " ",
  make("b", {}, relation.object.text),
  make("small", {}, relation.score === undefined ? relation.rule : `${relation.rule} ${relation.score}`)));
  const of = state.entity === null ? "" : ` of ${record.entities[state.entity].text}`;
  $("relations").replaceChildren(...(record.relations && record.relations.length
    ? [make("h2", {}, `Relations${of} (${listed.length})`), make("ul", { class: "plain" }, ...listed.map(item))]
    : []));
}

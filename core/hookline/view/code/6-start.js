$("title").textContent = title;
document.title = `${title} · hookline`;
$("search").addEventListener("input", (event) => { state.query = event.target.value; documents(); });
$("having").addEventListener("change", (event) => { state.having = event.target.value; documents(); });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { state.entity = null; show(); }
  if (["INPUT", "SELECT"].includes(event.target.tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") { event.preventDefault(); $("search").focus(); }
  const step = { j: 1, k: -1 }[event.key];
  if (!step || !state.shown.length) return;
  const at = state.shown.indexOf(state.current) + step;
  open(state.shown[Math.max(0, Math.min(state.shown.length - 1, at))]);
});
const wanted = Number(location.hash.slice(1));
if (Number.isInteger(wanted) && wanted >= 0 && wanted < records.length) state.current = wanted;
having();
documents();
graph();
show();

"use strict";
// Records come as data and go on screen as text nodes only: nothing in them is ever read as markup.
const $ = (id) => document.getElementById(id);
const { title, documents, graph } = JSON.parse($("index").textContent);
const state = {
  current: 0, // the document on screen
  record: null, // its record
  selected: null, // { kind: "relation" or "name", index } in it
  query: "", // what listed documents contain
  having: "", // "label X" or "type X" that listed documents have
  hidden: new Set(), // "label X" and "type X" that are not shown
  raw: false, // whether the raw text is on screen
  listed: [], // indices of the documents that the search and the filter leave
  node: null, // the node whose edges alone the graph shows
  view: "read",
};

const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
};
const button = (attributes, ...children) => make("button", { type: "button", ...attributes }, ...children);
const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const hue = (label) => [...label].reduce((sum, char) => (sum * 31 + char.codePointAt(0)) % 360, 7);
const tally = (values) => {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
};
const visible = (kind, value) => !state.hidden.has(`${kind} ${value}`);
const readable = (type) => type.replaceAll("_", " ");

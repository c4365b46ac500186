"use strict";
// Records come as data and go on screen as text nodes only: nothing in them is ever read as markup.
const { title, records } = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const state = {
  current: 0, // the document on screen
  query: "", // what it and the others must hold
  having: "", // "label X" or "type X" that shown documents have
  hidden: new Set(), // "label X" and "type X" that are not shown
  entity: null, // the entity whose relations alone are listed
  raw: false, // whether the raw text is on screen
  shown: [], // the documents that are listed
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
const hue = (label) => [...label].reduce((sum, char) => (sum * 31 + char.codePointAt(0)) % 360, 7);
const tally = (values) => {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
};
const keysOf = (record) => new Set([
  ...(record.entities || []).map((e) => `label ${e.label}`),
  ...(record.relations || []).map((r) => `type ${r.type}`),
]);
const keys = records.map(keysOf);
const haystack = records.map((record) => [record.id, record.text].join("\n").toLowerCase());
const visible = (kind, value) => !state.hidden.has(`${kind} ${value}`);

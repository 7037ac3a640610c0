// Reads the OpenAPI document that `regulars openapi` prints (standard input) and writes src/lib/api-types.ts: a type
// for every schema, the limits of what may be sent, and what each list can be filtered and sorted by.
// Nothing of that is typed a second time by hand.

import fs from "node:fs";

const document = JSON.parse(fs.readFileSync(0, "utf8"));
const { schemas } = document.components;
const out = [
  "// Written by web/scripts/types.mjs from what `regulars openapi` prints; `make web-types` writes it anew.",
  "",
];

// TypeScript has a Record of its own.
const typeName = (name) => name.replace(/(^|_)([a-z])/g, (_, __, letter) => letter.toUpperCase()).replace(/^Record(?=$|[A-Z])/, "RecordEntry");
const quoted = (name) => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : JSON.stringify(name));

function isMoney(schema) {
  const names = Object.keys(schema.properties ?? {});
  return names.length === 2 && names.includes("amount") && names.includes("currency");
}

function typeOf(schema, indent = "") {
  if (schema.$ref)
    return typeName(schema.$ref.split("/").pop());
  if (schema.enum)
    return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.anyOf)
    return schema.anyOf.map((each) => typeOf(each, indent)).join(" | ");
  const types = [schema.type ?? "unknown"].flat();
  return types.map((type) => one(type, schema, indent)).join(" | ");
}

function one(type, schema, indent) {
  switch (type) {
    case "integer": case "number": return "number";
    case "boolean": return "boolean";
    case "null": return "null";
    case "string": return "string";
    case "array": {
      const items = typeOf(schema.items ?? {}, indent);
      return /[|{]/.test(items) ? `(${items})[]` : `${items}[]`;
    }
    case "object":
      if (isMoney(schema))
        return "Money";
      return schema.properties ? members(schema, indent) : "Record<string, unknown>";
    default: return "unknown";
  }
}

function members(schema, indent) {
  const lines = Object.entries(schema.properties).map(([name, member]) => {
    const optional = !schema.required?.includes(name);
    const help = member.description ? `${indent}  /** ${member.description.replaceAll("*/", "*\\/")} */\n` : "";
    return `${help}${indent}  ${quoted(name)}${optional ? "?" : ""}: ${typeOf(member, `${indent}  `)};`;
  });
  return `{\n${lines.join("\n")}\n${indent}}`;
}

out.push("export type Money = { amount: number; currency: string };", "");
for (const [name, schema] of Object.entries(schemas))
  out.push(`export type ${typeName(name)} = ${typeOf(schema)};`, "");

// The limits of a form's fields: { customer: { name: { required, max }, … }, … }
const limits = {};
for (const [name, schema] of Object.entries(schemas)) {
  if (!name.endsWith("Create"))
    continue;
  const fields = limits[name.slice(0, -"Create".length)] = {};
  const note = (prefix, object) => {
    for (const [field, member] of Object.entries(object.properties ?? {})) {
      const limit = {};
      if (object.required?.includes(field))
        limit.required = true;
      if (member.maxLength)
        limit.max = member.maxLength;
      if (member.maxItems)
        limit.items = member.maxItems;
      if (member.minLength > 1)
        limit.min = member.minLength;
      if (Object.keys(limit).length)
        fields[prefix + field] = limit;
      if ([member.type].flat().includes("object"))
        note(`${prefix}${field}.`, member);
    }
  };
  note("", schema);
}
out.push(
  "export type Limit = { required?: boolean; max?: number; min?: number; items?: number };",
  `export const limits: Record<string, Record<string, Limit>> = ${JSON.stringify(limits, null, 2)};`, "",
);

// The lists below a location: { customers: { sorts: […], filters: { tag: "text", … } }, … }
const lists = {};
for (const [path, methods] of Object.entries(document.paths)) {
  const match = /^\/api\/v1\/locations\/\{location\}\/([a-z-]+)$/.exec(path);
  if (!match || !methods.get?.parameters.some((each) => each.name === "cursor"))
    continue;
  const list = lists[match[1]] = { sorts: [], sort: "", filters: {} };
  for (const { in: where, name, schema, description } of methods.get.parameters) {
    if (where !== "query" || ["page", "cursor", "limit"].includes(name))
      continue;
    if (name === "sort") {
      list.sorts = schema.enum ?? [];
      list.sort = schema.default ?? "";
    } else {
      const item = schema.type === "array" ? schema.items : schema;
      const kind = item.enum ? "choice" : item.type === "boolean" ? "yes" : item.type === "integer" ? "number"
        : item.format === "date" ? "date" : "text";
      list.filters[name] = { kind, many: schema.type === "array", help: description ?? "", ...(item.enum && { choices: item.enum }) };
    }
  }
}
out.push(
  'export type FilterKind = "text" | "yes" | "number" | "date" | "choice";',
  "export type FilterShape = { kind: FilterKind; many: boolean; help: string; choices?: string[] };",
  "export type ListShape = { sorts: string[]; sort: string; filters: Record<string, FilterShape> };",
  `export const lists: Record<string, ListShape> = ${JSON.stringify(lists, null, 2)};`,
);
console.log(out.join("\n"));

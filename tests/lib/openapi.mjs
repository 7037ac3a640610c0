// Every answer is held against the OpenAPI document that the program prints.

import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { regularsOk } from "./program.mjs";
import { isJson } from "./request.mjs";

let printed;

// The document as the program prints it, read once.
export function openapi() {
  printed ??= regularsOk(["openapi"]).then(({ stdout }) => new Contract(JSON.parse(stdout)));
  return printed;
}

export class Contract {
  #validators = new Map();
  #templates;

  constructor(document) {
    this.document = document;
    this.ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
    addFormats(this.ajv);
    this.#templates = Object.entries(document.paths).map(([template, item]) => {
      const segments = template.split("/");
      return { template, item, segments, literals: segments.filter((s) => !s.startsWith("{")).length };
    }).sort((a, b) => b.literals - a.literals);
  }

  // The path item with the most literal segments that fits.
  find(path) {
    const segments = path.split("?")[0].split("/");
    return this.#templates.find((t) => t.segments.length === segments.length &&
      t.segments.every((want, i) => /^\{.+\}$/.test(want) ? segments[i] !== "" : want === segments[i]));
  }

  // Sentences that say where the answer is not as documented.
  check(method, path, answer) {
    const found = this.find(path);
    if (!found)
      return answer.status === 404 ? [] : [`${path.split("?")[0]} is not in the OpenAPI document`];
    const operation = found.item[method.toLowerCase()] ?? (method === "HEAD" ? found.item.get : undefined);
    if (!operation)
      return answer.status === 405 || answer.status === 404 ? [] : [`${method} ${found.template} is not in the OpenAPI document`];
    const key = [String(answer.status), `${String(answer.status)[0]}XX`, "default"].find((k) => operation.responses[k]);
    const name = `${method} ${found.template} ${answer.status}`;
    if (!key)
      return [`${name} is not in the OpenAPI document`];
    return this.#checkBody(name, this.#resolve(operation.responses[key]), method, answer);
  }

  #checkBody(name, response, method, answer) {
    const types = Object.keys(response.content ?? {});
    const type = (answer.headers["content-type"] ?? "").split(";")[0].trim();
    if (answer.text === "")
      return types.length && method !== "HEAD" && answer.status !== 304 ? [`${name}: a body is documented, none came`] : [];
    if (!types.length)
      return [`${name}: no body is documented, one came`];
    const media = response.content[type];
    if (!media)
      return [`${name}: ${type || "no content type"} came, documented is ${types.join(", ")}`];
    if (!media.schema || !isJson(type))
      return [];
    const validate = this.#validator(`${name} ${type}`, media.schema);
    if (validate(answer.body))
      return [];
    return validate.errors.slice(0, 10).map((e) => `${name}: the answer's ${e.instancePath || "body"} ${e.message}` +
      (e.params.additionalProperty ? ` (${e.params.additionalProperty})` : ""));
  }

  #resolve(node) {
    if (!node.$ref)
      return node;
    return node.$ref.slice(2).split("/").reduce((at, part) => at[part.replaceAll("~1", "/").replaceAll("~0", "~")], this.document);
  }

  // References point into the document's components, so they travel along.
  #validator(name, schema) {
    if (!this.#validators.has(name))
      this.#validators.set(name, this.ajv.compile({ ...schema, components: this.document.components }));
    return this.#validators.get(name);
  }
}

// Reads a story file (*.http) into steps. The language is described in tests/README.md.

export class StoryError extends Error {
  constructor(file, line, message) {
    super(`${file}:${line}: ${message}`);
  }
}

const METHOD = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\s+(\S+)(?:\s+(.*))?$/;
const STATUS = /^(\d{3})(?:\s+(.*))?$/;
const COUNTS = /^\d{3} x\d+(?:, *\d{3} x\d+)*(\s+> \w+)?$/;
const HEADER = /^([A-Za-z][\w-]*):\s*(.*)$/;

// [{ kind: "as" | "at" | "request", line, … }]
export function readStory(text, file) {
  const steps = [];
  let step = null;      // the request being read
  let continues = null; // what an indented line adds to
  let repeat = 1;

  text.split("\n").forEach((whole, index) => {
    const line = index + 1;
    const wrong = (message) => { throw new StoryError(file, line, message); };
    const content = whole.trimEnd();
    let match;

    if (content === "" || content.startsWith("#")) {
      continues = null;
    } else if (/^[\s}\]]/.test(content)) {
      if (!continues)
        wrong("this line continues a body, and there is none");
      continues(content);
    } else if ((match = /^as @([\w-]+)$/.exec(content))) {
      steps.push({ kind: "as", line, who: match[1] });
    } else if ((match = /^at (\S+)$/.exec(content))) {
      steps.push({ kind: "at", line, time: match[1] });
    } else if ((match = /^repeat (\d+) parallel$/.exec(content))) {
      repeat = Number(match[1]);
    } else if ((match = METHOD.exec(content))) {
      closeStep(file, step);
      const now = { kind: "request", line, method: match[1], target: match[2], body: match[3] || undefined,
        headers: [], repeat, expect: null };
      steps.push(step = now);
      repeat = 1;
      continues = (more) => { now.body = now.body === undefined ? more.trim() : `${now.body}\n${more}`; };
    } else if ((match = /^\| ?(.*)$/.exec(whole.replace(/\r$/, ""))) && step && !step.expect) {
      step.raw = (step.raw ?? "") + match[1] + "\n";
      continues = null;
    } else if ((match = /^@file (\S+)$/.exec(content)) && step && !step.expect) {
      step.file = match[1];
    } else if (content.startsWith("> ") && step && !step.expect) {
      const header = HEADER.exec(content.slice(2)) ?? wrong("a request header is written > Name: value");
      step.headers.push([header[1], header[2]]);
      continues = null;
    } else if (content.startsWith("< ") && step?.expect) {
      const header = HEADER.exec(content.slice(2)) ?? wrong("an answer's header is written < Name: value");
      step.expect.headers.push([header[1].toLowerCase(), header[2]]);
      continues = null;
    } else if ((match = STATUS.exec(content)) && step && !step.expect) {
      const counts = COUNTS.exec(content);
      const expect = step.expect = counts
        ? { line, headers: [], counts: countsOf(content), text: counts[1] ?? "" }
        : { line, headers: [], status: Number(match[1]), text: match[2] ?? "" };
      if ((step.repeat > 1) !== Boolean(counts))
        wrong("repeat N parallel and counts (201 x1, 409 x31) belong together");
      continues = (more) => { expect.text += `\n${more}`; };
    } else {
      wrong(`not understood: ${content}`);
    }
  });
  closeStep(file, step);
  for (const each of steps.filter((s) => s.expect))
    readExpectation(file, each.expect);
  return steps;
}

function closeStep(file, step) {
  if (step && !step.expect)
    throw new StoryError(file, step.line, "a request without the status that it expects");
}

const countsOf = (content) => Object.fromEntries([...content.matchAll(/(\d{3}) x(\d+)/g)].map((m) => [m[1], Number(m[2])]));

// "{…}   > name": the capture is the last word; the body stays text until its substitutions are made.
function readExpectation(file, expect) {
  const match = /^([^]*?)(?:(?:^|\s)> ([A-Za-z_]\w*))?\s*$/.exec(expect.text);
  expect.body = match[1].trim() || undefined;
  expect.capture = match[2];
  delete expect.text;
}

// ---- substitutions: {contact.id} {list.items[0].id} {contact.etag} {login.cookie} {x.headers.location} {n}

const REFERENCE = /\{([A-Za-z_]\w*(?:\.[\w-]+|\[\d+\])*)\}/g;

export class Captures {
  #all = new Map();

  set(name, value) {
    this.#all.set(name, value);
  }

  // An answer's own members win over etag, cookie and headers.
  setAnswer(name, answer) {
    this.set(name, {
      body: answer.body,
      extra: {
        etag: answer.headers.etag,
        headers: answer.headers,
        cookie: answer.setCookies.map((c) => c.split(";")[0]).join("; "),
      },
    });
  }

  value(reference) {
    const [name, ...path] = reference.replace(/\[(\d+)\]/g, ".$1").split(".");
    if (!this.#all.has(name))
      throw new Error(`{${reference}}: nothing was captured as "${name}"`);
    const held = this.#all.get(name);
    if (!path.length)
      return held?.extra ? held.body : held;
    const within = (root) => path.reduce((at, part) =>
      at !== null && typeof at === "object" && Object.hasOwn(at, part) ? at[part] : undefined, root);
    const found = held?.extra ? within(held.body) ?? within(held.extra) : within(held);
    if (found === undefined)
      throw new Error(`{${reference}}: "${name}" has no such member`);
    return found;
  }

  inText(text, encode = String) {
    return text.replace(REFERENCE, (_, reference) => encode(this.value(reference)));
  }

  // A string that is one reference becomes the value itself, whatever its type.
  inJson(text) {
    return text
      .replace(new RegExp(`"${REFERENCE.source}"`, "g"), (_, reference) => JSON.stringify(this.value(reference)))
      .replace(REFERENCE, (_, reference) => JSON.stringify(String(this.value(reference))).slice(1, -1));
  }
}

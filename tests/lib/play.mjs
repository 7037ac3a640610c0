// Plays a story against a server of its own.

import fs from "node:fs/promises";
import path from "node:path";
import { differences, textMatches } from "./match.mjs";
import { openapi } from "./openapi.mjs";
import { root } from "./program.mjs";
import { newAgent } from "./request.mjs";
import { expandTarget, locations, startServer } from "./server.mjs";
import { Captures, readStory } from "./story.mjs";

const FAILURES_MOST = 5; // of one story; what follows is rarely news

// { passed, failed, reports: [text] }; every request is one test, and so is the server's good end.
export async function playStory(file, engine) {
  const name = path.relative(root, file);
  const result = { passed: 0, failed: 0, reports: [] };
  const fail = (report) => { result.failed++; result.reports.push(report); };
  let server;

  try {
    const steps = readStory(await fs.readFile(file, "utf8"), name);
    server = await startServer({ engine });
    await playSteps({ steps, name, file, engine, server, result, fail, contract: await openapi() });
  } catch (error) {
    fail(`FAILED ${name} [${engine}]\n  ${error.message}`);
  }
  try {
    if (server) {
      await server.stop();
      result.passed++;
    }
  } catch (error) {
    fail(`FAILED ${name} [${engine}] when the server ended\n  ${error.message}`);
  }
  return result;
}

async function playSteps({ steps, name, file, engine, server, result, fail, contract }) {
  const captures = new Captures();
  let who = "owner";

  captures.set("here", locations.L);
  captures.set("elsewhere", locations.E);
  for (const step of steps) {
    if (step.kind === "as") {
      server.authorization(step.who);
      who = step.who;
    } else if (step.kind === "at") {
      await server.clock.move(step.time);
    } else if (result.failed >= FAILURES_MOST) {
      result.failed++; // not played, so not passed
    } else {
      const trouble = await playRequest({ step, who, server, captures, contract, file });
      if (trouble)
        fail(`FAILED ${name}:${trouble.line ?? step.line} [${engine}] as @${who}\n${trouble.text}`);
      else
        result.passed++;
    }
  }
}

// null, or { line, text } of what was wrong.
async function playRequest({ step, who, server, captures, contract, file }) {
  let request, answers;

  try {
    request = await prepare(step, captures, file);
    answers = await sendAll(step, request, who, server, captures);
  } catch (error) {
    return { text: `  ${step.method} ${request?.target ?? step.target}\n  ${error.message}` };
  }
  const said = answers.find((a) => a.status < 300) ?? answers[0];
  if (step.expect.capture)
    captures.setAnswer(step.expect.capture, said);
  let trouble;
  try {
    trouble = [
      ...(step.expect.counts ? countTrouble(step.expect.counts, answers) : answerTrouble(step.expect, said, captures)),
      ...answers.flatMap((answer) => documentTrouble(contract, step.method, request.target, answer)),
    ];
  } catch (error) {
    trouble = [error.message];
  }
  if (!trouble.length)
    return null;
  return { line: step.expect.line, text: report(step, request, said, [...new Set(trouble)]) };
}

// The request with its substitutions made.
async function prepare(step, captures, file) {
  const headers = {};
  let body = step.raw ?? step.body;

  if (step.file)
    body = await fs.readFile(path.resolve(path.dirname(file), step.file));
  else if (body !== undefined && !(step.repeat > 1))
    body = captures.inJson(body);
  for (const [name, value] of step.headers)
    headers[name] = value === "" ? null : step.repeat > 1 ? value : captures.inText(value);
  const target = step.repeat > 1 ? step.target : captures.inText(step.target, (v) => encodeURIComponent(String(v)));
  return { method: step.method, target: expandTarget(target), headers, body };
}

// One after another it is one; "repeat N parallel" sends them at once, each over a connection of its own, {n} counts.
async function sendAll(step, request, who, server, captures) {
  if (step.repeat === 1)
    return [await server.request(request.method, request.target, { ...request, as: who })];
  const agent = newAgent();
  const each = Array.from({ length: step.repeat }, (_, i) => {
    captures.set("n", i + 1);
    return {
      target: captures.inText(request.target, (v) => encodeURIComponent(String(v))),
      body: typeof request.body === "string" ? captures.inJson(request.body) : request.body,
      headers: Object.fromEntries(Object.entries(request.headers).map(([k, v]) => [k, v && captures.inText(v)])),
    };
  });
  try {
    return await Promise.all(each.map((one) => server.request(request.method, one.target, { ...one, as: who, agent })));
  } finally {
    agent.destroy();
  }
}

function answerTrouble(expect, answer, captures) {
  const trouble = [];

  if (answer.status !== expect.status)
    trouble.push(`status: expected ${expect.status}, got ${answer.status}`);
  if (expect.body !== undefined) {
    const text = captures.inJson(expect.body);
    let expected;
    try {
      expected = JSON.parse(text);
    } catch (error) {
      return [`what is expected is not JSON (${error.message}): ${text}`];
    }
    trouble.push(...differences(expected, answer.body));
  }
  for (const [name, value] of expect.headers) {
    const wanted = captures.inText(value);
    if (!textMatches(wanted, answer.headers[name]?.toString()))
      trouble.push(`header ${name}: expected ${wanted}, got ${answer.headers[name] ?? "none"}`);
  }
  return trouble;
}

function countTrouble(expected, answers) {
  const got = {};
  for (const { status } of answers)
    got[status] = (got[status] ?? 0) + 1;
  const say = (counts) => Object.entries(counts).map(([status, count]) => `${status} x${count}`).join(", ");
  const same = say(got) === say(Object.fromEntries(Object.entries(expected).filter(([, count]) => count > 0)));
  return same ? [] : [`statuses: expected ${say(expected)}, got ${say(got)}`];
}

function documentTrouble(contract, method, target, answer) {
  const trouble = contract.check(method, target, answer);
  if (!answer.headers["x-request-id"])
    trouble.push("the answer has no X-Request-Id");
  return trouble;
}

function report(step, request, answer, trouble) {
  const brief = (text) => text === undefined ? "" : text.length > 2000 ? `${text.slice(0, 2000)}…` : text;
  const { expect } = step;
  const wanted = expect.counts ? Object.entries(expect.counts).map(([s, n]) => `${s} x${n}`).join(", ") : expect.status;
  return [
    `  ${request.method} ${request.target} ${brief(request.body?.toString())}`.trimEnd(),
    `  expected ${wanted} ${expect.body ?? ""}`.trimEnd(),
    `  got      ${answer.status} ${brief(answer.text)}`.trimEnd(),
    ...trouble.map((each) => `    ${each}`),
  ].join("\n");
}

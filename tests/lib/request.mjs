// HTTP as the tests speak it: nothing is added, repaired or followed.

import http from "node:http";

export const newAgent = () => new http.Agent({ keepAlive: true, maxSockets: 256 });

// { status, headers, setCookies, text, body }: body is the parsed JSON, else the text, undefined when empty. Of a stream of
// server-sent events it is the first one; lib/events.mjs goes on listening.
export function send({ origin, agent, method, target, headers = {}, body, timeoutMs = 30_000 }) {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const request = http.request({ agent, hostname, port, method, path: target, headers, timeout: timeoutMs }, (answer) => {
      const parts = [];
      const stream = /^text\/event-stream/.test(answer.headers["content-type"]);
      const done = () => {
        const text = Buffer.concat(parts).toString("utf8");
        resolve({
          status: answer.statusCode,
          headers: answer.headers,
          setCookies: answer.headers["set-cookie"] ?? [],
          text,
          body: parse(text, answer.headers["content-type"]),
        });
      };
      answer.on("data", (bytes) => {
        parts.push(bytes);
        if (stream && bytes.includes("\n\n")) {
          done();
          request.destroy();
        }
      });
      answer.on("error", reject);
      answer.on("end", done);
    });
    request.on("timeout", () => request.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    request.on("error", reject);
    request.end(body);
  });
}

export const isJson = (type = "") => /^application\/([\w.-]+\+)?json(;|$)/.test(type);

function parse(text, type) {
  if (text === "")
    return undefined;
  if (!isJson(type))
    return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`the answer is not JSON (${error.message}): ${text.slice(0, 500)}`);
  }
}

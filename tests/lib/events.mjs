// A reader of server-sent events over a connection of its own:
//
//     const stream = await listen(server, "L/events", { as: "staff" });
//     const event = await stream.next("customer.created"); // { id, event, data }; what comes before it is passed over
//     stream.close();

import http from "node:http";
import { expandTarget } from "./server.mjs";

const WAIT_MS = 30_000;

export function listen(server, target, { as = "owner", headers = {} } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(`${server.origin}${expandTarget(target)}`, {
      agent: false, headers: { ...server.authorization(as), ...headers },
    }, (answer) => resolve(new Stream(request, answer)));
    request.on("error", reject);
    request.end();
  });
}

class Stream {
  events = [];  // all that came
  place = 0;    // how many of them were taken
  comments = 0; // heartbeats
  ended = false;

  constructor(request, answer) {
    Object.assign(this, { request, answer, status: answer.statusCode, type: answer.headers["content-type"], text: "" });
    answer.setEncoding("utf8");
    answer.on("data", (text) => this.#take(text));
    answer.on("end", () => this.#end());
    answer.on("error", () => this.#end());
    request.on("error", () => this.#end());
  }

  #take(text) {
    const blocks = (this.text + text).split("\n\n");
    this.text = blocks.pop();
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split("\n").filter((line) => !line.startsWith(":"))
        .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]));
      if (fields.data === undefined)
        this.comments++;
      else
        this.events.push({ id: fields.id, event: fields.event, data: JSON.parse(fields.data) });
    }
    this.wake?.();
  }

  #end() {
    this.ended = true;
    this.wake?.();
  }

  async #until(condition, what, waitMs) {
    const deadline = Date.now() + waitMs;
    while (!condition()) {
      const left = deadline - Date.now();
      if (left <= 0 || (this.ended && what !== "the end"))
        throw new Error(`waited for ${what}; there came ${JSON.stringify(this.events.slice(-10))}${this.ended ? ", then the end" : ""}`);
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, left);
        this.wake = () => { clearTimeout(timer); resolve(); };
      });
    }
  }

  // The next event of this name (any, if none is given).
  async next(name, waitMs = WAIT_MS) {
    let found;
    await this.#until(() => {
      const index = this.events.findIndex((event, i) => i >= this.place && (!name || event.event === name));
      if (index < 0)
        return false;
      found = this.events[index];
      this.place = index + 1;
      return true;
    }, name ?? "an event", waitMs);
    return found;
  }

  end(waitMs = WAIT_MS) {
    return this.#until(() => this.ended, "the end", waitMs);
  }

  pause() {
    this.answer.pause();
  }

  resume() {
    this.answer.resume();
  }

  close() {
    this.request.destroy();
  }
}

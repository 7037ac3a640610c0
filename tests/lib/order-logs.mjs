// Real order logs, and what an independent computation (awk) says about them. They lie beside the project and are no
// part of it: where they are not, tests say so and skip.

import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { inflateRawSync } from "node:zlib";
import { run, root } from "./program.mjs";
import { exported } from "./moving.mjs";
import { locations } from "./server.mjs";

const data = process.env.REGULARS_TEST_DATA ?? path.join(root, "../shared/data");

// awk: the customer, the day as YYYYMMDD, and the amount as a text, of a line.
export const logs = {
  cdnow: {
    file: path.join(data, "cdnow/CDNOW_master.txt"),
    awk: { fields: '[ \\t]+', customer: "$(NF-3)", day: "$(NF-2)", amount: "$NF" },
    options: ["--source", "cdnow", "--external-id", "line", "--separator", "space", "--date-format", "%Y%m%d",
      "--map", "name=Customer {customer_id},booker_external_id=customer_id,starts_at=date,grand_total=dollar_value",
      "--map", "party_size=number_of_cds", "--set", "status=completed,activity=Order"],
    split: (line) => {
      const [customer, day, , amount] = line.trim().split(/\s+/);
      return { customer, starts_at: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`, amount };
    },
  },
  "online-retail": {
    file: path.join(data, "online-retail/orders.csv"),
    awk: { fields: ",", customer: "$1", day: 'substr($2, 1, 4) substr($2, 6, 2) substr($2, 9, 2)', amount: "$5" },
    options: ["--source", "online-retail", "--external-id", "line", "--map",
      "name=Customer {customer_id},booker_external_id=customer_id,starts_at=order_time,country=country,grand_total=amount_gbp",
      "--set", "status=completed,activity=Order"],
    split: (line) => {
      const [customer, time, , , amount] = line.trim().split(",");
      return { customer, starts_at: time.replace(" ", "T"), amount };
    },
  },
};

export const hotel = {
  zip: path.join(data, "hotel/hotel_bookings.csv.zip"),
  options: ["--source", "hotel", "--external-id", "line", "--date-format", "%Y-%B-%d", "--decimal", ".", "--map",
    "starts_at={arrival_date_year}-{arrival_date_month}-{arrival_date_day_of_month},status=reservation_status,site=hotel," +
    "party_size={adults}+{children}+{babies},country=country,channel=market_segment," +
    "grand_total={adr}*{stays_in_weekend_nights}+{adr}*{stays_in_week_nights}", "--set", "activity=Stay"],
};

export const isThere = (file) => fs.existsSync(file);

// The first lines of a log, in a file of their own.
export function cut(log, lines, into) {
  const text = fs.readFileSync(log.file, "utf8").split("\n").slice(0, lines + 1).join("\n");
  fs.writeFileSync(into, `${text}\n`);
  return into;
}

const cents = `function cents(text,   sign, part) {
  sub(/\\r$/, "", text); sign = sub(/^-/, "", text) ? -1 : 1; split(text, part, ".")
  return sign * (part[1] * 100 + substr(part[2] "00", 1, 2)) }`;

// One line a customer, in order: number, orders, total in cents, first and last day.
export async function expected(log, file) {
  const { fields, customer, day, amount } = log.awk;
  const program = `${cents}
    NR > 1 && NF > 3 { c = ${customer}; d = ${day}; n[c]++; sum[c] += cents(${amount})
      if (!(c in first) || d < first[c]) first[c] = d
      if (d > last[c]) last[c] = d }
    END { for (c in n) printf "%s|%d|%.0f|%s|%s\\n", c, n[c], sum[c], first[c], last[c] }`;
  const { code, stdout, stderr } = await run("awk", ["-F", fields, program, file], { timeoutMs: 120_000 });
  if (code !== 0)
    throw new Error(stderr);
  return stdout.trim().split("\n").sort();
}

const localDay = new Intl.DateTimeFormat("en-CA", { timeZone: locations.L.zone });
const day = (time) => localDay.format(new Date(time)).replaceAll("-", "");

// The same from the customers that Regulars has.
export async function found(place) {
  const customers = await exported(place, "customers");
  return customers.map(({ name, external_ids: [{ id }], analytics }) => {
    if (name !== `Customer ${id}`)
      throw new Error(`${id} is called ${name}`);
    return [id, analytics.total_bookings, analytics.total_spent.amount, day(analytics.first_booking_at),
      day(analytics.last_booking_at)].join("|");
  }).sort();
}

// Sends a log through the API, 500 bookings a request, as a booking system would.
export async function sendLog(server, name, file, { batch = 500 } = {}) {
  const counts = {};
  let items = [], number = 0;
  const flush = async () => {
    const { status, body, text } = await server.request("POST", "L/bookings/batch", { as: "manager", json: { items } });
    if (status !== 200)
      throw new Error(text);
    for (const item of body.items)
      counts[item.status] = (counts[item.status] ?? 0) + 1;
    items = [];
  };
  for await (const line of createInterface({ input: fs.createReadStream(file) })) {
    if (++number === 1 || !line.trim())
      continue;
    const { customer, starts_at, amount } = logs[name].split(line);
    items.push({
      source: name, external_id: String(number), starts_at, status: "completed", activity: "Order",
      grand_total: Math.round(Number(amount) * 100), booker: { name: `Customer ${customer}`, external_id: customer },
    });
    if (items.length === batch)
      await flush();
  }
  if (items.length)
    await flush();
  return counts;
}

// The only file of a zip archive (APPNOTE.TXT 4.3.7: the local header, then the deflated bytes).
export function unzipped(archive) {
  const bytes = fs.readFileSync(archive);
  return inflateRawSync(bytes.subarray(30 + bytes.readUInt16LE(26) + bytes.readUInt16LE(28))).toString();
}

// The hotel's own count: "status|bookings|nights' worth in cents|people", and the lines that differ from ours.
export async function hotelExpected(file) {
  const program = `${cents}
    NR > 1 { s = $31; n[s]++; sum[s] += cents($28) * ($8 + $9); people[s] += $10 + $11 + $12 }
    END { for (s in n) printf "%s|%d|%.0f|%d\\n", s, n[s], sum[s], people[s] }`;
  const { stdout } = await run("awk", ["-F", ",", program, file]);
  const names = { Canceled: "canceled", "Check-Out": "completed", "No-Show": "no-show" };
  return stdout.trim().split("\n").map((line) => line.replace(/^[^|]+/, (word) => names[word])).sort();
}

export async function hotelFound(place) {
  const sums = new Map();
  for (const { status, grand_total, party_size, customer_id } of await exported(place, "bookings")) {
    if (customer_id)
      throw new Error("nobody is identified, and somebody was found");
    const sum = sums.get(status) ?? [0, 0, 0];
    sums.set(status, [sum[0] + 1, sum[1] + grand_total.amount, sum[2] + party_size]);
  }
  return [...sums].map(([status, sum]) => [status, ...sum].join("|")).sort();
}

// What visitors see, in every state: the hosted form and what follows it, the pages behind the links of mails, a survey,
// the alert's two links, and the pages that say that something is not possible.
//
//     for (const [name, open] of Object.entries(await visits(where, words)))
//       await open(page);   // the page now shows it; in this order, since a link that was used stays used
//
// `where` is { desk, mail, at, as, ask }: the server, its mail server, the slug, who signs in, and ask(method, target, json),
// which answers a body; `words` is what the business says: { form, name, message, survey }.

import assert from "node:assert/strict";
import { long, script } from "./hostile.mjs";
import { until } from "./until.mjs";

// A business on its first day says nothing; a common one what one expects; a hostile one everything that breaks pages.
export const wordsOf = {
  plain: {
    name: "Ana Ruiz", message: "Is there room for four on Sunday?\n\nWe are two families with children of six and nine.",
    form: { name: "Website", intro: "We answer within a day.", consent_text: "Yes, send me the news of the harbour.",
      questions: [{ kind: "choice", text: "Which trip?", choices: ["Sunset", "Island"] }, { kind: "yes-no", text: "Have you paddled before?", required: true }] },
    survey: { name: "After your trip", description: "Three questions, one minute.", questions: [{ id: "q1", kind: "rating", text: "How was it?", required: true },
      { id: "q2", kind: "score", text: "Would you tell friends about us?" }, { id: "q3", kind: "choice", text: "How did you hear of us?", choices: ["A friend", "The web"] }, { id: "q4", kind: "text", text: "What should we know?" }] },
  },
  none: { name: "Ana Ruiz", message: "Hello", form: { name: "Contact" }, survey: { name: "After the trip", questions: [{ id: "q1", kind: "rating", text: "How was it?", required: true }] } },
  hostile: {
    name: long, message: `${script}\n${long.replaceAll(" ", "")}`,
    form: { name: script, title: long, intro: `${script}\n\nشكرا لزيارتكم وننتظركم`, button: long.slice(0, 50), consent_text: `${script} ${long}`, thank_you: `${script}\n\n${long.replaceAll(" ", "")}`,
      questions: [{ kind: "choice", text: script, choices: [script, long.replaceAll(" ", "")] }, { kind: "yes-no", text: long, required: true }, { kind: "text", text: "ما اسمك؟" }] },
    survey: { name: long, description: script, thank_you: `${script}\n\n${long.replaceAll(" ", "")}`, questions: [{ id: "q1", kind: "rating", text: script, required: true }, { id: "q2", kind: "score", text: long },
      { id: "q3", kind: "choice", text: "כמה הייתם?", choices: [script, long.replaceAll(" ", "")] }, { id: "q4", kind: "text", text: script, required: true }] },
  },
};

// What the server must be started with: one address may send much, but not all that all may (guard_api.c).
export const visitArgs = ["--rate-form", "100", "--trusted-proxy", "127.0.0.1"];

const TLS = { "x-forwarded-proto": "https" }; // behind a proxy nobody signs in without

let people = 0; // nobody gets two mails of the same kind

export async function visits(where, words) {
  const { desk, ask } = where;
  const forms = {};
  for (const [name, more] of Object.entries({ hosted: { verification: "pow" }, plain: { verification: "none", consent_ask: true, double_opt_in: true }, arabic: {
    verification: "none", language: "ar", title: "اكتب لنا", intro: "سنجيب خلال يوم واحد.", fields: [{ name: "name", label: "الاسم", required: true }, { name: "email", label: "البريد", required: true }] } }))
    forms[name] = await ask("POST", "L/forms", { kind: "contact", consent_ask: true, ...words.form, ...more });
  forms.subscribe = await ask("POST", "L/forms", { ...words.form, kind: "subscribe", verification: "pow", questions: [] });
  forms.off = await ask("POST", "L/forms", { kind: "contact", ...words.form, active: false });

  const links = { ...await enquire(where, words, forms.plain), ...await invite(where, words), ...await remind(where) };
  return { ...formPages(desk, words, forms), ...linkPages(where, links), ...refusals(desk, forms) };
}

// ---- what the pages need

const address = (what) => `${what}.${++people}@visitors.example.com`;

// The path of the link of this kind in the newest mail to somebody.
function linkTo({ mail }, part, to, after = 0) {
  return until(`a mail to ${to} with ${part}`, async () => {
    const mails = (await mail.mails()).slice(after).filter(({ headers }) => headers.some(([name, value]) => name === "To" && value.includes(to)));
    const found = mails.map(({ text }) => new RegExp(`https?://[^\\s"<>]*(${part}[\\w-]+)`).exec(text)?.[1]).findLast(Boolean);
    return found;
  }, { mostMs: 60_000 });
}

// Two who write, and what the desk and they themselves get by mail.
async function enquire(where, words, form) {
  const { desk, ask } = where;
  const desks = address("desk");
  await ask("PATCH", "L/settings", { support_email: desks });
  const links = {};
  for (const which of ["first", "second"]) {
    const email = address("opt-in");
    const { body: { started } } = await desk.server.request("GET", `/f/${form.key}/definition`, { as: "nobody" });
    await desk.server.clock.move("+10s");
    const answers = Object.fromEntries((form.questions ?? []).filter(({ required }) => required).map(({ id }) => [id, true]));
    await ask("POST", `/f/${form.key}`, { fields: { name: words.name, email, message: words.message }, answers, consent: true, started, [form.honeypot]: "" });
    links[`confirm, ${which}`] = await linkTo(where, "/c/", email);
  }
  links.take = await linkTo(where, "/e/take/", desks);
  links.answered = await linkTo(where, "/e/answered/", desks);
  return links;
}

// A customer who agreed to everything: an offer, and a survey about a visit.
async function invite(where, words) {
  const { ask } = where;
  const links = {};
  const day = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
  for (const which of ["first", "second"]) {
    const email = address("guest");
    const guest = await ask("POST", "L/customers", { name: words.name, emails: [email] });
    for (const [channel, purpose] of [["email", "marketing"], ["email", "surveys"], ["sms", "marketing"]])
      await ask("POST", "L/consents", { customer_id: guest.id, channel, purpose, given: true, obtain_method: "spoken" });
    await ask("POST", "L/bookings", { activity: "Sunset kayak", starts_at: `${day}T10:00`, ends_at: `${day}T11:00`, status: "completed", customer_id: guest.id });
    await ask("POST", `L/customers/${guest.id}/mails`, { subject: "News of the harbour", text: "The season begins.", purpose: "marketing" });
    links[`unsubscribe, ${which}`] = await linkTo(where, "/u/", email);
    links.surveyOf = await ask("POST", "L/surveys", words.survey);
    await ask("POST", `L/customers/${guest.id}/survey-invitations`, { survey_id: links.surveyOf.id });
    links[`survey, ${which}`] = await linkTo(where, "/s/", email);
  }
  return links;
}

// A follow-up of who signs in, due.
async function remind(where) {
  const { desk, mail, ask, at, as } = where;
  const before = (await mail.mails()).length;
  const person = (await ask("POST", "L/customers", { name: "Whom to call", no_email: true })).id;
  const session = await desk.server.request("POST", "/api/v1/session", { as: "nobody", headers: TLS, json: { email: as.email, password: as.password } });
  assert.ok(session.status < 300, session.text);
  const { status, text } = await desk.server.request("POST", `/api/v1/locations/${at}/follow-ups`, {
    as: "nobody", headers: { ...TLS, cookie: session.setCookies[0].split(";")[0], "sec-fetch-site": "same-origin" },
    json: { customer_id: person, due_at: new Date(desk.server.clock.now() + 60_000).toISOString() } });
  assert.equal(status, 201, text);
  await desk.server.clock.move("+2m");
  return { remind: await linkTo(where, "/r/", as.email, before) };
}

// ---- the pages

const heading = (page) => page.locator("h1, .notice, p").first().waitFor();
async function go(page, target) {
  await page.goto(target);
  await heading(page);
}
// As a browser without a script sends it; what is required may be missing.
async function sendPlain(page, n = 0) {
  await Promise.all([page.waitForEvent("load"), page.evaluate((which) => HTMLFormElement.prototype.submit.call(document.forms[which]), n)]);
  await heading(page);
}
async function press(page, name) {
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name, exact: true }).click()]);
  await heading(page);
}

async function write(desk, page, form, words) {
  await go(page, `/f/${form.key}`);
  await page.locator("[name=name]").fill(words.name);
  await page.locator("[name=email]").fill(address("writer"));
  await page.locator("[name=message]").fill(words.message);
  for (const yes of await page.locator("input[type=radio][value=yes]").all())
    await yes.check();
  await page.locator("[name=consent]").check();
  await desk.server.clock.move("+10s");
}

function formPages(desk, words, forms) {
  return {
    "form": (page) => go(page, `/f/${forms.hosted.key}`),
    "form, bare": (page) => go(page, `/f/${forms.hosted.key}?bare=1`),
    "form, from right to left": (page) => go(page, `/f/${forms.arabic.key}`),
    "form, subscribe": (page) => go(page, `/f/${forms.subscribe.key}`),
    "form, all missing": async (page) => { await go(page, `/f/${forms.plain.key}`); await desk.server.clock.move("+10s"); await sendPlain(page); },
    "form, wrong address": async (page) => { await write(desk, page, forms.plain, words); await page.locator("[name=email]").fill("dots..dots@example.com"); await sendPlain(page); },
    "form, one more step": async (page) => { await write(desk, page, forms.hosted, words); await sendPlain(page); },
    "form, open too long": async (page) => { await go(page, `/f/${forms.plain.key}`); await desk.server.clock.move("+2d"); await sendPlain(page); },
    "form, thanks": async (page) => { await write(desk, page, forms.plain, words); await sendPlain(page); },
  };
}

function linkPages({ desk, ask }, links) {
  return {
    "confirm": (page) => go(page, links["confirm, first"]),
    "confirm, confirmed": async (page) => { await go(page, links["confirm, first"]); await press(page, "Yes, I confirm"); },
    "confirm, used": (page) => go(page, links["confirm, first"]),
    "unsubscribe": (page) => go(page, links["unsubscribe, first"]),
    "unsubscribe, chosen": async (page) => { await page.locator("input[type=checkbox]").first().uncheck(); await press(page, "Save what is ticked"); },
    "unsubscribe, after choosing": (page) => go(page, links["unsubscribe, first"]),
    "unsubscribe, done": async (page) => { await go(page, links["unsubscribe, second"]); await press(page, "Unsubscribe"); },
    "unsubscribe, again": (page) => go(page, links["unsubscribe, second"]),
    "reminder": (page) => go(page, links.remind),
    "reminder, off": (page) => press(page, "Switch them off"),
    "reminder, is off": (page) => go(page, links.remind),
    "reminder, again": (page) => press(page, "Send them again"),
    "survey": (page) => go(page, links["survey, first"]),
    "survey, missing": (page) => sendPlain(page),
    "survey, thanks": async (page) => {
      for (const scale of await page.locator("fieldset").all())
        await scale.locator("input[type=radio]").last().check();
      for (const text of await page.locator("textarea").all())
        await text.fill("All was well.");
      await press(page, "Send");
    },
    "survey, again": (page) => go(page, links["survey, first"]),
    "survey, over": async (page) => { await ask("PATCH", `L/surveys/${links.surveyOf.id}`, { active: false }); await go(page, links["survey, second"]); },
    "take": (page) => go(page, links.take),
    "take, taken": (page) => press(page, "Take it"),
    "answered": (page) => go(page, links.answered),
    "answered, done": (page) => press(page, "It has been answered"),
    "take, too late": (page) => go(page, links.take),
    "confirm, expired": async (page) => { await desk.server.clock.move("+8d"); await go(page, links["confirm, second"]); await desk.server.clock.move("-8d"); },
  };
}

function refusals(desk, forms) {
  return {
    "form, switched off": (page) => go(page, `/f/${forms.off.key}`),
    "form of nobody": (page) => go(page, "/f/none"),
    "link of nobody": (page) => go(page, "/u/x"),
    "address of nothing": (page) => go(page, "/nothing-here"),
    "too many, of one": (page) => flood(desk, page, forms.plain, () => "203.0.113.7"),
    "too many, of all": (page) => flood(desk, page, forms.plain, (n) => `198.51.${100 + (n >> 6)}.${1 + (n & 63)}`),
  };
}

// So many write that the next one is told to wait. `from` says from which address the nth comes.
async function flood(desk, page, form, from) {
  await write(desk, page, form, { name: "One more", message: "x" });
  const { body: { started } } = await desk.server.request("GET", `/f/${form.key}/definition`, { as: "nobody" });
  await desk.server.clock.move("+10s");
  const answers = Object.fromEntries((form.questions ?? []).filter(({ required }) => required).map(({ id }) => [id, true]));
  const post = async (n) => (await desk.server.request("POST", `/f/${form.key}`, {
    as: "nobody", headers: { "x-forwarded-for": from(n) }, json: { fields: { name: "Many", email: `many.${n}@example.com`, message: "x" }, answers, started, [form.honeypot]: "" } })).status;
  // Ten at a time, and they go on while the page sends: some come free every second, and these take them.
  let sent = false, refused;
  const full = new Promise((resolve) => { refused = resolve; });
  const others = (async () => {
    for (let n = 0; !sent; n += 10)
      if ((await Promise.all(Array.from({ length: 10 }, (_, i) => post(n + i)))).every((status) => status === 429 || status === 503))
        refused();
  })();
  await full;
  await page.setExtraHTTPHeaders({ "x-forwarded-for": from(0) });
  await sendPlain(page).finally(() => { sent = true; });
  await others;
  await page.setExtraHTTPHeaders({});
}

// A business that writes mails: everything that mail and forms bring to the screens and to visitors, full of what breaks
// screens. Answers the pages that visitors see, by their names: { name: address }.

import assert from "node:assert/strict";
import { long, script } from "./hostile.mjs";
import { pngOf } from "./png.mjs";
import { until } from "./until.mjs";

// Of the location "pier" that furnish() has filled; `mail` is the server that takes its mails (lib/smtp.mjs).
export async function letters(desk, mail, ids) {
  const made = async (method, target, json, status = 201) => {
    const answer = await desk.server.request(method, target, { json });
    assert.equal(answer.status, status, `${target}: ${answer.text}`);
    return answer.body;
  };
  await made("PATCH", "L/settings", { support_email: "hello@pier.example", brand_colour: "#c2410c" }, 200);
  await made("PATCH", "L/mail-sender", { name: script, address: "crew@pier.example", footer: `${script}\n${long}` }, 200);
  await desk.server.request("PUT", "L/logo", { body: pngOf(1600, 400), headers: { "content-type": "image/png" } });

  const form = await made("POST", "L/forms", { name: long, kind: "contact", title: long, intro: script, consent_ask: true, double_opt_in: true, consent_text: `${script} ${long}`, verification: "none" });
  const { body: { started } } = await desk.server.request("GET", `/f/${form.key}/definition`, { as: "nobody" });
  await desk.server.clock.move("+10s");
  await made("POST", `/f/${form.key}`, { fields: { name: long, email: "visitor@example.com", message: `${script}\n${long.replaceAll(" ", "")}` }, consent: true, started, [form.honeypot]: "" }, 200);

  const guest = await made("POST", "L/customers", { name: long, emails: ["bounced.address.that.goes.on@a-long-domain-name.example.com"], source: "dashboard" });
  for (const purpose of ["marketing", "surveys"])
    await made("POST", "L/consents", { customer_id: guest.id, channel: "email", purpose, given: true, obtain_method: "spoken" });
  const day = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
  await made("POST", "L/bookings", { activity: script, starts_at: `${day}T10:00`, ends_at: `${day}T11:00`, status: "completed", customer_id: guest.id });
  const offer = await made("POST", `L/customers/${guest.id}/mails`, { subject: script, text: long, purpose: "marketing" });
  await made("POST", `L/customers/${guest.id}/survey-invitations`, { survey_id: ids.surveys });
  await mail.wait(4);
  await bounce(desk, offer);
  await mail.kill();
  await made("POST", `L/customers/${ids.customers}/mails`, { subject: `${script} ${long}`, text: long, to: "second@example.com" });
  return pages(await mail.mails(), form);
}

// What the mail program there says when it takes nothing.
async function bounce(desk, { id }) {
  await until("it went", async () => (await desk.server.request("GET", `L/mail/${id}`)).body.state === "sent");
  const notice = ["From: MAILER-DAEMON@example.com", "Content-Type: multipart/report; report-type=delivery-status; boundary=b", "", "--b", "Content-Type: message/delivery-status", "",
    "Reporting-MTA: dns; example.com", "", "Final-Recipient: rfc822; bounced.address.that.goes.on@a-long-domain-name.example.com", "Action: failed", "Status: 5.1.1", "",
    "--b", "Content-Type: text/rfc822-headers", "", `Message-ID: <${id}@pier.example>`, "--b--", ""].join("\r\n");
  const { status, text } = await desk.server.request("POST", "L/mail/bounces", { as: "staff", body: notice, headers: { "content-type": "message/rfc822" } });
  assert.equal(status, 200, text);
}

function pages(mails, form) {
  const all = mails.map(({ text }) => text).join("\n");
  const link = (part) => {
    const found = new RegExp(`https?://[^\\s"<>]*${part}[A-Za-z0-9_-]+`).exec(all);
    assert.ok(found, `no link ${part} in a mail`);
    return new URL(found[0]).pathname;
  };
  return {
    "public form": `/f/${form.key}`, "public form of nobody": "/f/none", "public confirm": link("/c/"), "public unsubscribe": link("/u/"), "public survey": link("/s/"),
    "public take": link("/e/take/"), "public answered": link("/e/answered/"), "public nothing": "/u/x",
  };
}

// A real mail server on loopback (smtp-server.py), and the certificate that it shows:
//
//     const mail = await startMailServer({ security: "starttls", user: "pier", password: "secret" });
//     const server = await startServer({ args: mail.args, env: mail.env });
//     const [message] = await mail.wait(1);
//     await mail.kill(); … await mail.start(); … await mail.stop();

import { execFile, spawn } from "node:child_process";
import fs from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { temporaryDirectory } from "./server.mjs";

const script = fileURLToPath(new URL("smtp-server.py", import.meta.url));
const START_MS = 30_000;
const WAIT_MS = 30_000;

let certificate;

// { cert, key }: for localhost and 127.0.0.1, vouched for by itself.
export function testCertificate() {
  certificate ??= (async () => {
    const dir = await temporaryDirectory();
    const cert = path.join(dir, "cert.pem");
    const key = path.join(dir, "key.pem");
    await promisify(execFile)("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
      "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", cert]);
    return { cert, key };
  })();
  return certificate;
}

export async function startMailServer(options = {}) {
  const server = new MailServer(options, await temporaryDirectory(), options.security ? await testCertificate() : null);
  await server.start();
  return server;
}

class MailServer {
  constructor({ security = null, user = null, password = null }, dir, tls) {
    Object.assign(this, { security, user, password, tls, port: 0, out: path.join(dir, "mails"), dir, stderr: "" });
  }

  // On the port that it had before, if it had one.
  async start() {
    const portFile = path.join(this.dir, "port");
    await fs.rm(portFile, { force: true });
    const args = [script, "--port", String(this.port), "--port-file", portFile, "--out", this.out];
    if (this.tls)
      args.push("--security", this.security, "--cert", this.tls.cert, "--key", this.tls.key);
    if (this.user)
      args.push("--user", this.user, "--password", this.password);
    this.child = spawn("/usr/bin/python3", args, { stdio: ["ignore", "ignore", "pipe"] });
    this.child.stderr.on("data", (bytes) => { this.stderr = (this.stderr + bytes).slice(-20_000); });
    this.ended = new Promise((resolve) => { this.child.on("close", resolve); });
    const deadline = Date.now() + START_MS;
    for (;;) {
      const text = await fs.readFile(portFile, "utf8").catch(() => "");
      if (/^\d+\s/.test(text)) {
        this.port = Number(text);
        return;
      }
      if (Date.now() > deadline || this.child.exitCode !== null)
        throw new Error(`the mail server did not start:\n${this.stderr}`);
      await sleep(10);
    }
  }

  // Options of the program that make it use this server.
  get args() {
    const args = ["--mail-host", "127.0.0.1", "--mail-port", String(this.port), "--mail-security", this.security ?? "none"];
    if (this.tls)
      args.push("--mail-ca", this.tls.cert);
    if (this.user)
      args.push("--mail-user", this.user);
    return args;
  }

  get env() {
    return this.password ? { REGULARS_MAIL_PASSWORD: this.password } : {};
  }

  // What it took, in order; header(name) reads one.
  async mails() {
    const text = await fs.readFile(this.out, "utf8").catch(() => "");
    return text.split("\n").filter((line) => line.endsWith("}")).map((line) => {
      const mail = JSON.parse(line);
      mail.header = (name) => mail.headers.find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1];
      return mail;
    });
  }

  // Is it in the middle of taking one that is slow?
  async taking() {
    return (await fs.readFile(this.out, "utf8").catch(() => "")).includes("taking one\n");
  }

  // Waits until it took so many.
  async wait(count, timeoutMs = WAIT_MS) {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const mails = await this.mails();
      if (mails.length >= count)
        return mails;
      if (Date.now() > deadline)
        throw new Error(`${mails.length} mails arrived, not ${count}`);
      await sleep(50);
    }
  }

  async kill() {
    this.child.kill("SIGKILL");
    await this.ended;
  }

  async stop() {
    await this.kill();
  }
}

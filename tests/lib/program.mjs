// The program under test: where it is, and how to run a command of it.

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import path from "node:path";

export const root = fileURLToPath(new URL("../..", import.meta.url));

// The sanitizers are in unless somebody asks for another build.
export const program = path.resolve(root, process.env.REGULARS_PROGRAM ?? "build/asan/regulars");

const sanitizers = {
  ASAN_OPTIONS: "detect_leaks=1:detect_stack_use_after_return=1",
  UBSAN_OPTIONS: "print_stacktrace=1",
};

// Nightly backups are for the tests that are about them: a clock that goes on by weeks would make one each time.
export function environment(more = {}) {
  return { ...process.env, ...sanitizers, REGULARS_BACKUP: "no", ...more };
}

// A sanitizer's report in what the program wrote, or null.
export function sanitizerReport(stderr) {
  const at = stderr.search(/(ERROR|WARNING): \w+Sanitizer|runtime error:/);
  return at < 0 ? null : stderr.slice(at, at + 4000);
}

// Runs a command to its end: { code, signal, stdout, stderr }. A sanitizer's report or a signal is an error.
export function regulars(args, { input = "", env = {}, cwd = root, timeoutMs = 60_000 } = {}) {
  return run(program, args, { input, env: environment(env), cwd, timeoutMs }).then((result) => {
    const report = sanitizerReport(result.stderr);
    if (report || result.signal)
      throw new Error(`regulars ${args.join(" ")} died (${result.signal ?? result.code}):\n${report ?? result.stderr}`);
    return result;
  });
}

// The same, and anything but exit code 0 is an error.
export async function regularsOk(args, options) {
  const result = await regulars(args, options);
  if (result.code !== 0)
    throw new Error(`regulars ${args.join(" ")} ended with ${result.code}:\n${result.stderr}${result.stdout}`);
  return result;
}

export function run(file, args, { input = "", env = process.env, cwd = root, timeoutMs = 60_000 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, cwd, stdio: ["pipe", "pipe", "pipe"] });
    const out = [], err = [];
    const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
    child.stdout.on("data", (bytes) => out.push(bytes));
    child.stderr.on("data", (bytes) => err.push(bytes));
    child.on("error", (error) => { clearTimeout(timer); reject(error); });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
    });
    child.stdin.on("error", () => {}); // a command may leave without reading
    child.stdin.end(input);
  });
}

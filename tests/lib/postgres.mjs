// Databases on the test server that tests/with-postgres started.

import { run } from "./program.mjs";

export const havePostgres = Boolean(process.env.REGULARS_TEST_POSTGRES);

let count = 0;

export function databaseAddress(name) {
  if (!havePostgres)
    throw new Error("no test server: run through tests/with-postgres");
  return process.env.REGULARS_TEST_POSTGRES.replace("NAME", name);
}

// One statement; its rows as lines, columns apart by "|".
export async function sql(database, statement) {
  const psql = process.env.REGULARS_TEST_PSQL ?? "psql";
  const result = await run(psql, ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", statement, databaseAddress(database)]);
  if (result.code !== 0)
    throw new Error(`${statement}: ${result.stderr}`);
  return result.stdout.trimEnd();
}

// A new database, empty or a copy of another that nobody uses; gives its name.
export async function createDatabase(template = "template0") {
  const name = `t_${process.pid}_${++count}`;
  await sql("postgres", `CREATE DATABASE ${name} TEMPLATE ${template}`);
  return name;
}

export async function dropDatabase(name) {
  await sql("postgres", `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

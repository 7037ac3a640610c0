// Compares an answer with what a story expects. Members that are not named may be anything.

const words = {
  "@any": (value) => value !== undefined,
  "@string": (value) => typeof value === "string",
  "@number": (value) => typeof value === "number",
  "@integer": (value) => Number.isInteger(value),
  "@bool": (value) => typeof value === "boolean",
  "@array": (value) => Array.isArray(value),
  "@object": (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "@null": (value) => value === null,
  "@absent": (value) => value === undefined,
  "@time": (value) => typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value),
  "@date": (value) => typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value),
};

const isId = (value, prefix) =>
  typeof value === "string" && new RegExp(`^${prefix}_[0-9A-HJKMNP-TV-Z]{13}$`).test(value);

const show = (value) => value === undefined ? "nothing" : JSON.stringify(value);

// Sentences that say what differs; none when all is well.
export function differences(expected, got, where = "") {
  const differs = () => [`${where || "the body"}: expected ${show(expected)}, got ${show(got)}`];

  if (typeof expected === "string")
    return textMatches(expected, got) ? [] : differs();
  if (expected === null || typeof expected !== "object")
    return expected === got ? [] : differs();
  if (Array.isArray(expected)) {
    if (!Array.isArray(got))
      return differs();
    const open = expected.at(-1) === "…";
    const wanted = open ? expected.slice(0, -1) : expected;
    if (open ? got.length < wanted.length : got.length !== wanted.length)
      return [`${where || "the body"}: expected ${open ? "at least " : ""}${wanted.length} items, got ${got.length}: ${show(got)}`];
    return wanted.flatMap((item, i) => differences(item, got[i], `${where}[${i}]`));
  }
  if (got === null || typeof got !== "object" || Array.isArray(got))
    return differs();
  return Object.entries(expected).flatMap(([name, value]) =>
    differences(value, Object.hasOwn(got, name) ? got[name] : undefined, where ? `${where}.${name}` : name));
}

// "@word", "@id:cus", "@match:regular expression", "@=literally this", or the text itself.
export function textMatches(expected, got) {
  if (Object.hasOwn(words, expected))
    return words[expected](got);
  if (expected.startsWith("@id:"))
    return isId(got, expected.slice(4));
  if (expected.startsWith("@match:"))
    return typeof got === "string" && new RegExp(expected.slice(7), "u").test(got);
  if (expected.startsWith("@="))
    return got === expected.slice(2);
  if (/^@[a-z]+(:|$)/.test(expected))
    throw new Error(`there is no ${expected}; the words are ${Object.keys(words).join(" ")} @id:… @match:… @=…`);
  return got === expected;
}

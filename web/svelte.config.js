// A screen is made anew for every record and every dialog for every use: what they read first stays theirs.
// A table that is shown as cards on a phone loses its roles in browsers; so they are spelled out.
const quiet = new Set(["state_referenced_locally", "a11y_no_redundant_roles"]);

export default {
  compilerOptions: {
    runes: true,
    warningFilter: (warning) => !quiet.has(warning.code),
  },
};

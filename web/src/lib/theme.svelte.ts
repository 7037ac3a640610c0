// Light, dark, or as the system has it. public/theme.js sets it before the first paint.

const name = "regulars.theme";
type Theme = "system" | "light" | "dark";

let theme = $state<Theme>((localStorage.getItem(name) as Theme | null) ?? "system");

export const themes = {
  get now() { return theme; },
  next() {
    theme = theme === "system" ? "light" : theme === "light" ? "dark" : "system";
    if (theme === "system") {
      localStorage.removeItem(name);
      delete document.documentElement.dataset.theme;
    } else {
      localStorage.setItem(name, theme);
      document.documentElement.dataset.theme = theme;
    }
  },
};

// Before anything is drawn: the theme that was chosen on this machine; without one the system decides.
try {
  const theme = localStorage.getItem("regulars.theme");
  if (theme === "light" || theme === "dark")
    document.documentElement.dataset.theme = theme;
} catch { /* storage may be closed to us */ }

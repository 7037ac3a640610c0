// The lines for a booking page that report its checkouts (docs/develop/checkouts.md says more).

export const scriptFor = (address: string) => `<script>
  {
    const form = document.querySelector("#checkout");
    const id = sessionStorage.checkout ??= crypto.randomUUID();
    let timer;
    const report = (state) => {
      timer = clearTimeout(timer);
      navigator.sendBeacon("${address}", JSON.stringify({
        id, state,
        person: { name: form.name.value, email: form.email.value, phone: form.phone.value },
        activity: form.dataset.activity,
        value: Number(form.dataset.total),
        consent: form.news?.checked,
        consent_wording: form.news?.labels[0]?.innerText,
        consent_page: location.origin + location.pathname,
        resume_url: location.protocol === "https:" ? location.href : null,
      }));
    };
    // One report of what is filled in at one go: two could overtake each other.
    form.addEventListener("change", () => { clearTimeout(timer); timer = setTimeout(report, 300, "open"); });
    addEventListener("pagehide", () => { if (timer) report("open"); });
    form.addEventListener("submit", () => { report("completed"); sessionStorage.removeItem("checkout"); });
  }
</script>`;

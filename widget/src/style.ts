// How the form looks. Text and font are the page's own; every value can be set with a variable, every part with ::part().
// Dark where the page is dark: `color-scheme` is inherited from it, or set by the attribute `theme`.

export const css = `
:host{display:block;box-sizing:border-box;max-width:36rem;text-align:start;
--_accent:var(--regulars-accent,var(--_brand,#0b6355));--_on:var(--regulars-on-accent,var(--_on-brand,#fff));
--_ink:var(--regulars-field-text,#15201e);--_field:var(--regulars-field,#fff);--_line:var(--regulars-line,#8d877c);
--_bad:var(--regulars-error,#a8321f);--_focus:var(--regulars-focus,#0f7c6b);
--_r:var(--regulars-radius,6px);--_gap:var(--regulars-gap,1rem);
font:var(--regulars-font,inherit);color:var(--regulars-text,inherit)}
:host([hidden]),[hidden]{display:none!important}
:host([theme=light]){color-scheme:light}:host([theme=dark]){color-scheme:dark}
@supports(color:light-dark(#000,#fff)){:host{
--_accent:var(--regulars-accent,var(--_brand,light-dark(#0b6355,#3fa890)));--_on:var(--regulars-on-accent,var(--_on-brand,light-dark(#fff,#04211c)));
--_ink:var(--regulars-field-text,light-dark(#15201e,#efece6));--_field:var(--regulars-field,light-dark(#fff,#232120));
--_line:var(--regulars-line,light-dark(#8d877c,#7a746b));--_bad:var(--regulars-error,light-dark(#a8321f,#f0907c));
--_focus:var(--regulars-focus,light-dark(#0f7c6b,#7fdcc6))}
:host([theme]){color:var(--regulars-text,light-dark(#15201e,#efece6))}}
*{box-sizing:border-box}
form,.sent{display:grid;gap:var(--_gap);margin:0}
h1,h2,h3,h4,h5,h6,p,fieldset,legend{margin:0;padding:0;border:0;min-width:0}
h1,h2,h3,h4,h5,h6{font-size:1.25em;line-height:1.25;font-weight:600}
.intro,.sent p,.note{white-space:pre-line;overflow-wrap:anywhere;unicode-bidi:plaintext}
.field{display:grid;gap:.25rem;min-width:0}
label,legend{font-weight:500;overflow-wrap:anywhere}
.opt{font-weight:400;opacity:.8}
input,textarea,select{font:inherit;font-size:max(1em,16px);color:var(--_ink);background:var(--_field);border:1px solid var(--_line);
border-radius:var(--_r);padding:.5rem .75rem;min-height:44px;width:100%;margin:0;min-width:0}
textarea{min-height:7rem;resize:vertical;display:block}
input::placeholder{color:inherit;opacity:.7}
:focus-visible{outline:2px solid var(--_focus);outline-offset:1px}
:not(fieldset)[aria-invalid=true]{border-color:var(--_bad);box-shadow:inset 0 0 0 1px var(--_bad)}
.error{color:var(--_bad);display:flex;gap:.375rem}
.error::before{content:"!";flex:none;width:1.25em;height:1.25em;line-height:1.25em;margin-block-start:.1em;border-radius:50%;text-align:center;
font-size:.8em;font-weight:700;box-shadow:inset 0 0 0 1.5px}
.check{display:flex;gap:.75rem;align-items:flex-start;font-weight:400;min-height:44px;padding-block:.6rem}
.check input,.row input{appearance:auto;flex:none;width:1.25rem;height:1.25rem;min-height:0;margin:.1em 0 0;accent-color:var(--_accent);padding:0}
.row{display:flex;flex-wrap:wrap;gap:0 1.25rem}
.row label{display:flex;gap:.5rem;align-items:center;min-height:44px;font-weight:400}
button{font:inherit;font-weight:600;color:var(--_on);background:var(--_accent);border:1px solid var(--_edge,transparent);border-radius:var(--_r);min-height:44px;
padding:.5rem 1.25rem;margin:0;cursor:pointer;justify-self:start;max-width:100%;transition:opacity .12s}
button:hover{opacity:.9}
button[aria-disabled=true]{opacity:.65;cursor:progress}
.pot{position:absolute!important;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.note:empty,.live:empty{display:none}
.note:not(:empty){border-inline-start:3px solid var(--_bad);padding-inline-start:.75rem}
a{color:inherit}
@media(max-width:480px){button{justify-self:stretch}}
@media(prefers-reduced-motion:reduce){*{transition:none!important}}
@media(forced-colors:active){button{border-color:ButtonText}}
`;

let sheet: CSSStyleSheet | undefined;

// A sheet made by script is no inline style: a strict policy has nothing against it.
export function dress(root: ShadowRoot) {
  if ("adoptedStyleSheets" in root && "replaceSync" in CSSStyleSheet.prototype) {
    if (!sheet)
      (sheet = new CSSStyleSheet()).replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    return;
  }
  root.append(Object.assign(document.createElement("style"), { textContent: css }));
}

// The business's colour, with words in white or black, whichever can be read on it. Where it is nearly the ground's own, in the
// light or in the dark, the button has an edge.
export function brand(host: HTMLElement, colour: string | null) {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour ?? "")?.[1];
  if (!hex)
    return;
  const [r, g, b] = [0, 2, 4].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  const light = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  host.style.setProperty("--_brand", `#${hex}`);
  host.style.setProperty("--_on-brand", 1.05 / (light + 0.05) >= 4.5 ? "#fff" : "#000");
  const edge = light > 0.3 ? ["var(--_line)", "transparent"] : light < 0.128 ? ["transparent", "var(--_line)"] : ["transparent", "transparent"];
  host.style.setProperty("--_edge", CSS.supports("color", "light-dark(#000,#fff)") ? `light-dark(${edge.join()})` : edge[0]!);
}

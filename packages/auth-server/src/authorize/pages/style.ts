import { createHash } from 'node:crypto';

/** The whole stylesheet of these pages. Sizes in rem, logical properties, colours as the reader's system asks for them. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#f6f5f1;--surface:#fff;--ink:#1a1f26;--soft:#4d5661;--line:#d8d6ce;--edge:#6d7681;
--brand:#0b5c66;--brand-deep:#07434b;--on-brand:#fff;--tint:#e2f0f0;--danger:#a3241c;--halo:#ffd046}
*{box-sizing:border-box}
html{font-size:106.25%}
body{margin:0;background:var(--paper);color:var(--ink);font:400 1rem/1.55 system-ui,-apple-system,"Segoe UI",sans-serif;overflow-wrap:break-word}
h1,h2,p,ul,fieldset,details{margin:0}
h1{font-size:clamp(1.65rem,1.3rem + 1.6vw,2.15rem);line-height:1.2}
h2{font-size:1.2rem;line-height:1.3}
a{color:var(--brand)}
header{background:var(--surface);border-block-end:1px solid var(--line);font-weight:700;font-size:1.1rem}
header p,main{inline-size:min(40rem,100% - 2.5rem);margin-inline:auto}
header p{padding-block:1rem}
main{padding-block:2.5rem 4rem}
main>*+*,form>*+*,.reveal>*+*{margin-block-start:1.25rem}
.soft,.hint{color:var(--soft)}
.hint{font-size:.95rem}
:focus-visible{outline:3px solid var(--ink);outline-offset:2px;box-shadow:0 0 0 6px var(--halo);border-radius:3px}
fieldset{padding:0;border:0;min-inline-size:0}
legend,.field label{display:block;font-weight:700;padding:0}
.pick{display:grid;gap:.6rem;margin-block-start:.6rem}
.choice{display:flex;gap:.85rem;padding:.75rem 1rem;cursor:pointer;background:var(--surface);border:2px solid var(--line);border-radius:6px}
.choice:hover{border-color:var(--edge)}
.choice:has(:checked){border-color:var(--brand);background:var(--tint)}
.choice span{min-inline-size:0}
.choice strong,.choice .hint{display:block}
input[type=checkbox],input[type=radio]{inline-size:1.35rem;block-size:1.35rem;margin:.1rem 0 0;accent-color:var(--brand);flex:none}
input[type=text],input[type=email],input[type=password]{display:block;inline-size:100%;min-block-size:2.75rem;margin-block-start:.4rem;
padding:.5rem .7rem;font:inherit;color:var(--ink);background:var(--surface);border:2px solid var(--edge);border-radius:6px}
.bad{border-inline-start:5px solid var(--danger);padding-inline-start:1rem}
.bad input{border-color:var(--danger)}
.fault{font-weight:700;color:var(--danger)}
.actions{display:flex;flex-wrap:wrap;gap:.75rem 1.25rem;margin-block-start:2rem}
button{min-block-size:2.75rem;padding:.5rem 1.15rem;font:inherit;font-weight:700;line-height:1.2;cursor:pointer;border-radius:6px;
color:var(--on-brand);background:var(--brand);border:2px solid var(--brand)}
button:hover{background:var(--brand-deep);border-color:var(--brand-deep)}
button.plain{color:var(--ink);background:var(--surface);border-color:var(--edge)}
summary{cursor:pointer;padding-block:.5rem;color:var(--brand);text-decoration:underline}
.note{border:1px solid var(--line);border-inline-start:6px solid var(--edge);border-radius:6px;background:var(--surface);padding:.9rem 1.15rem}
.problem{border:3px solid var(--danger);border-radius:6px;background:var(--surface);padding:.9rem 1.15rem}
.problem h2,.problem a{color:var(--danger)}
.problem a{font-weight:700}
.problem ul{margin-block-start:.4rem;padding-inline-start:1.2rem}
@media (max-width:34rem){.actions button{inline-size:100%}}
@media (prefers-color-scheme:dark){:root{--paper:#14181d;--surface:#1c2228;--ink:#eef1f4;--soft:#b3bcc6;--line:#39424c;--edge:#8a95a1;
--brand:#7fd0d6;--brand-deep:#a5e2e6;--on-brand:#06282c;--tint:#17343a;--danger:#ff9d94;--halo:#7a5c00}}
@media (prefers-contrast:more){:root{--line:var(--edge);--soft:var(--ink);--edge:var(--ink)}}
@media (forced-colors:active){button,.note,.problem,.choice{border:2px solid ButtonText}.choice:has(:checked){border-color:Highlight}}
`;

/** The source expression by which a Content-Security-Policy knows it. */
export const STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

/** Contrast of all text is at least 4.5 to 1, of borders that mark a control 3 to 1, in both colour schemes. */
export const style = `
:root { color-scheme: light dark; --ink: #1c2333; --soft: #5b6478; --line: #e2e5ec; --edge: #7c8599; --back: #f4f5f9; --paper: #fff;
  --accent: #4b45c6; --on-accent: #fff; --wrong: #b3261e; --badge: #fdf0d0; --on-badge: #6b4a00 }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaf1; --soft: #a3abbd; --line: #2c3346; --edge: #76809a; --back: #0d111c;
  --paper: #171d2c; --accent: #a5a1ff; --on-accent: #14142e; --wrong: #ffb4ab; --badge: #43330c; --on-badge: #f7dc9a } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; padding: 1.5rem 1rem; display: flex; flex-direction: column; align-items: center; justify-content: center;
  gap: 1rem; background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
header, main, footer { width: 100%; max-width: 26rem }
header { display: flex; align-items: center; gap: .75rem; color: var(--soft); font-size: .875rem }
header strong { padding: .1rem .6rem; border-radius: 1rem; background: var(--badge); color: var(--on-badge) }
main { padding: 1.75rem; border: 1px solid var(--line); border-radius: .75rem; background: var(--paper) }
footer { color: var(--soft); font-size: .8125rem; text-align: center }
h1 { margin: 0 0 .5rem; font-size: 1.375rem; line-height: 1.25; letter-spacing: -.01em }
p { margin: .5rem 0; overflow-wrap: anywhere }
main > p { color: var(--soft) }
dl { margin: 1.25rem 0; border-bottom: 1px solid var(--line) }
dl div { display: flex; gap: 1rem; padding: .6rem 0; border-top: 1px solid var(--line) }
dt { color: var(--soft) }
dd { flex: 1; margin: 0; text-align: right; overflow-wrap: anywhere }
dd small { display: block; color: var(--soft) }
code { font: .75rem/1.5 ui-monospace, monospace }
h2 { margin: 1.75rem 0 0; font-size: .875rem; color: var(--soft) }
h2 + dl { margin: .5rem 0 0; font-size: .875rem }
form { margin: .75rem 0 0 }
label { display: block; margin: 1rem 0; font-weight: 600 }
label small { font-weight: 400; color: var(--soft) }
input, select { display: block; width: 100%; min-height: 2.875rem; margin-top: .25rem; padding: .5rem .75rem; border: 1px solid var(--edge); border-radius: .5rem;
  background: none; color: inherit; font: inherit }
label input, label select { font-weight: 400 }
label + input, label + select { margin: -.75rem 0 1rem }
fieldset { min-width: 0; margin: 1.25rem 0; padding: 0; border: 0 }
legend { padding: 0; font-weight: 600 }
fieldset label { font-weight: 400 }
.row { display: flex; flex-wrap: wrap; gap: .75rem }
.row div { flex: 1 1 5rem }
.row label:has(input, select) { margin: .25rem 0 }
.box { display: flex; align-items: center; gap: .75rem; min-height: 2.75rem; margin: 0; font-weight: 400 }
.box input { flex: none; width: 1.25rem; min-height: 1.25rem; margin: 0; accent-color: var(--accent) }
.hint { margin: -.5rem 0 1rem; font-size: .875rem; color: var(--soft) }
.buttons { display: grid; gap: .75rem; margin: 1rem 0 0 }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
option { background: var(--paper); color: var(--ink) }
.error, [aria-invalid] { border: 1px solid var(--wrong) }
.error { padding: .6rem .75rem; border-radius: .5rem; color: var(--wrong) }
button, .button { display: block; width: 100%; min-height: 2.875rem; padding: .6rem 1rem; border: 1px solid var(--edge); border-radius: .5rem;
  background: none; color: inherit; font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer }
.main { border-color: var(--accent); background: var(--accent); color: var(--on-accent) }
button:hover, .button:hover { text-decoration: underline }
a { color: var(--accent) }
a.main { color: var(--on-accent) }
.leave { margin: 1.25rem 0 0; text-align: center }
.leave a { display: inline-block; padding: .25rem .5rem }
@media (max-width: 24rem) { main { padding: 1.5rem 1.25rem } }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: .25rem }
`;

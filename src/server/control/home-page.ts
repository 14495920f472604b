interface Home {
  readonly version: string;
  readonly apiVersion: string;
  readonly origin: string;
}

const links = [
  ['health', 'Health', 'status, version, uptime'],
  ['coverage', 'Coverage', 'which operations and objects are modelled, which are generic'],
  ['machines', 'Machines', 'the states of each object and what moves it'],
  ['openapi.json', 'OpenAPI', 'the description that every request is checked against'],
] as const;

const calls = [
  ['POST /reset', 'empties the sandbox, or all of them'],
  ['GET, POST /snapshots', 'save it, restore it by name'],
  ['POST /clock/advance', 'moves time; answers what fell due'],
  ['GET /objects/:id', 'an object, its state, what may happen to it now'],
  ['POST /objects/:id/actions/:action', 'what only the bank or the cardholder can do'],
  ['GET /events/wait', 'the event itself, as soon as it happens'],
  ['GET /deliveries', 'webhooks: each attempt, and sending one again'],
  ['GET, POST /endpoints', 'receivers of webhooks without the API'],
  ['GET /requests', 'what the application asked and was answered'],
  ['GET /timeline', 'requests, events and deliveries as they happen'],
  ['POST /faults', 'API calls that are to fail'],
  ['POST /chaos', 'webhooks twice, late, shuffled, lost or forged'],
  ['POST /scenarios/:name/runs', 'plays a story in the sandbox'],
] as const;

const style = `
:root { color-scheme: light dark; --ink: #1c2333; --soft: #5b6478; --line: #e2e5ec; --paper: #fff; --accent: #4b45c6 }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaf1; --soft: #9aa2b5; --line: #2c3346; --paper: #141926; --accent: #a5a1ff } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.6 system-ui, sans-serif }
main { max-width: 44rem; margin: 0 auto; padding: 4rem 1.5rem }
h1 { font-size: 2rem; line-height: 1.2; margin: 0; letter-spacing: -.02em }
h2 { font-size: 1rem; margin: 3rem 0 .75rem }
p { margin: .75rem 0 }
small, dd { color: var(--soft) }
a { color: var(--accent) }
code, pre { font: .875rem/1.6 ui-monospace, monospace }
pre { padding: 1rem 1.25rem; border: 1px solid var(--line); border-radius: .5rem; overflow-x: auto }
nav { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: .75rem; margin-top: 2rem }
nav a { padding: .9rem 1.1rem; border: 1px solid var(--line); border-radius: .5rem; text-decoration: none }
nav a:hover, nav a:focus-visible { border-color: var(--accent) }
nav small { display: block; color: var(--soft) }
dl { margin: 0 }
dl div { padding: .5rem 0; border-top: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: 0 1.5rem; justify-content: space-between }
dd { margin: 0 }
footer { margin-top: 3rem; color: var(--soft); font-size: .875rem }`;

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

export function homePage({ version, apiVersion, origin }: Home): string {
  const { protocol, hostname, port } = new URL(origin);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>stripe-emulator</title>
<style>${style}
</style>
</head>
<body>
<main>
<h1>stripe-emulator</h1>
<p>A local server that behaves like Stripe's test mode: objects keep their state, events are delivered as signed webhooks,
and what the bank or the cardholder decides happens when you say so.</p>
<small>Version ${escaped(version)}, API version ${escaped(apiVersion)}. Not affiliated with Stripe.</small>
<nav>
${links.map(([path, title, what]) => `<a href="/_emulator/${path}">${title}<small>${what}</small></a>`).join('\n')}
</nav>
<h2>Point your application at it</h2>
<pre><code>new Stripe('sk_test_app', {
  host: '${escaped(hostname)}', port: ${escaped(port || (protocol === 'https:' ? '443' : '80'))}, protocol: '${escaped(protocol.slice(0, -1))}',
})</code></pre>
<p>Any <code>sk_test_...</code> key works and names a sandbox of its own.</p>
<h2>Calls below <code>/_emulator</code></h2>
<dl>
${calls.map(([call, what]) => `<div><dt><code>${call}</code></dt><dd>${what}</dd></div>`).join('\n')}
</dl>
<footer>Send the key of a sandbox as on the API; without one the calls are about <code>sk_test_emulator</code>.</footer>
</main>
</body>
</html>
`;
}

/** The editors that open a link of ours, by the scheme under which they are known to the system. */
const editors = [
  ['vscode', 'VS Code'],
  ['vscode-insiders', 'VS Code Insiders'],
  ['vscodium', 'VSCodium'],
  ['cursor', 'Cursor'],
] as const;

const [main, ...others] = editors.map(
  ([scheme, name], index) =>
    `<a ${index === 0 ? 'class="main" ' : ''}data-editor="${scheme}">${index === 0 ? `Open in ${name}` : name}</a>`,
);

/**
 * Where somebody chooses what a one-time link is for: an editor, or this browser. The code stands in the fragment, which no server and no log
 * sees, and opening the page spends it not.
 */
export const joinPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Join a room · Shiproom</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/panel.css">
<link rel="stylesheet" href="/join.css">
<script type="module" src="/join.js"></script>
</head>
<body>
<main>
<h1>Join the room on <bdi id="bridge"></bdi></h1>
<div id="ways" hidden>
<p>Your link is good once, for ten minutes, and lets whoever has it in as you.</p>
<p>${main}</p>
<p class="quiet">Or in another editor: ${others.join(', ')}. The Shiproom extension has to be installed there; it asks you before it connects.</p>
<p class="quiet">If nothing opens, <button type="button" id="copy">copy the link</button> and give it to <b>Shiproom: Connect to Bridge…</b> <span id="copied" role="status"></span></p>
<p class="quiet">No editor at hand? <a id="here">Use this browser</a> instead.</p>
</div>
<p id="none" role="alert" hidden>This link has no code, or only a part of one. Ask for a new one: say <code>/shiproom pair</code> in the team’s chat, or ask whoever runs the bridge.</p>
<noscript><p>This page needs JavaScript to read the code in your link. You can also paste the link into <b>Shiproom: Connect to Bridge…</b></p></noscript>
</main>
</body>
</html>
`;

export const joinScript = `const code = /^#code=([A-Za-z0-9_-]{8,200})$/.exec(location.hash)?.[1];
const at = (id) => document.getElementById(id);
at('bridge').textContent = location.host;
if (code === undefined) at('none').hidden = false;
else {
  const asked = new URLSearchParams({ bridge: location.origin, code });
  for (const link of document.querySelectorAll('[data-editor]')) link.href = link.dataset.editor + '://shiproom.shiproom/join?' + asked;
  at('here').href = '/#code=' + code;
  at('copy').addEventListener('click', async () => {
    const done = await navigator.clipboard.writeText(location.href).then(() => true, () => false);
    at('copied').textContent = done ? 'Copied.' : 'Copying was refused: take it from the address bar.';
  });
  at('ways').hidden = false;
}
addEventListener('hashchange', () => location.reload());
`;

export const joinStyle = `body { display: grid; place-items: center; min-height: 100%; line-height: 1.5; }
main { max-width: 46ch; padding: 24px; }
h1 { font-size: 1.5em; font-weight: 600; margin: 0 0 12px; overflow-wrap: anywhere; }
p { margin: 0 0 12px; }
.quiet { color: var(--vscode-descriptionForeground); }
a { color: var(--vscode-textLink-foreground); }
a.main { display: inline-block; padding: 6px 14px; border-radius: 3px; background: var(--vscode-button-background); color: var(--vscode-button-foreground); text-decoration: none; }
a.main:hover { background: var(--vscode-button-hoverBackground); }
button { padding: 0; border: 0; background: none; color: var(--vscode-textLink-foreground); font: inherit; text-decoration: underline; cursor: pointer; }
code { padding: 1px 3px; border-radius: 3px; background: var(--vscode-textPreformat-background); font-family: var(--vscode-editor-font-family); }
:focus-visible { outline: 2px solid var(--vscode-focusBorder); outline-offset: 2px; }
`;

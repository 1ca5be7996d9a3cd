import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One file that the page is made of. */
export interface Asset {
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

const types: Readonly<Record<string, string>> = {
  'panel.js': 'text/javascript; charset=utf-8',
  'panel.css': 'text/css; charset=utf-8',
  'codicon.css': 'text/css; charset=utf-8',
  'codicon.ttf': 'font/ttf',
};

/** Reads the built panel, by file name. Fails with the path of the first file that is not there. */
export async function readPanel(folder: string): Promise<ReadonlyMap<string, Asset>> {
  const names = Object.entries(types);
  const bodies = await Promise.all(
    names.map(async ([name, type]) => ({ name, type, body: new Uint8Array(await readFile(join(folder, name))) })),
  );
  return new Map(bodies.map(({ name, type, body }) => [name, { type, body }]));
}

/** The page. It holds no data: the panel fetches all by its WebSocket. */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Shiproom</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/codicon.css">
<link rel="stylesheet" href="/panel.css">
<script type="module" src="/panel.js"></script>
</head>
<body><shiproom-panel></shiproom-panel></body>
</html>
`;

/** Nothing but our own files, no inline script or style, and no text that becomes HTML ([T3]). */
export const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');

import { chmod, writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { appManifest, exchange, type NewApp } from '../adapters/github/manifest.ts';
import { PlatformError } from '../ports/platform-error.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import { Unusable } from '../unusable.ts';
import { type Calling, type PlaceOptions, placeOf, readPublicUrl } from './options.ts';
import { openSettings, type SettingsDocument } from './settings-document.ts';

export interface GitHubInitOptions extends PlaceOptions {
  readonly publicUrl: string;
  /** The organisation that is to own the App; the user's own account without it. */
  readonly org?: string | undefined;
  readonly name: string;
  /** Another GitHub than github.com: its page, and its API. */
  readonly webUrl: string;
  readonly apiUrl?: string | undefined;
}

/**
 * Makes the GitHub App of a team from the bridge's own manifest: one click in the browser, and its key and secret lie in the data folder. The
 * settings name them. Fails with Unusable; what stands in the settings already stays as it is.
 */
export async function initGitHub(
  calling: Calling,
  given: GitHubInitOptions,
  { clock, ids }: { clock: Clock; ids: Ids },
): Promise<void> {
  const options = { ...given, publicUrl: readPublicUrl(given.publicUrl) };
  const place = await placeOf(calling, options);
  const settings = await openSettings(place.data);
  const { file } = settings;
  if (settings.has('github'))
    throw new Unusable(`${file} names a GitHub App already. Take its section “github” out to make another.`);
  const state = ids.hex(16);
  const { server, code, origin } = await awaitCode(options, state);
  try {
    calling.say(`Open ${origin} and create the GitHub App there. This waits for you; Ctrl+C ends it.`);
    const { value, answer } = await code;
    const app = await exchange(
      { clock, ...(options.apiUrl === undefined ? {} : { apiUrl: options.apiUrl }) },
      value,
    ).catch((error: unknown) => {
      end(answer, 502, 'GitHub did not give the App. Close this page, and begin again.');
      throw error instanceof PlatformError
        ? new Unusable(`GitHub did not give the App (${error.vendorWord}). Begin again.`)
        : error;
    });
    await keep(calling, place.data, settings, app, options);
    end(
      answer,
      200,
      `The App is made. <a href="${escaped(app.url)}/installations/new">Install it in your repositories</a>, and close this page.`,
    );
    calling.say(`The App is made, and ${file} names it.`);
    calling.say(`Install it in your repositories: ${app.url}/installations/new`);
    calling.say(
      `For people to link their accounts, switch on “Enable Device Flow” in its settings: ${settingsPage(options)}/${app.url.split('/').at(-1)}`,
    );
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** A page on this machine with the one button, to which GitHub sends the browser back with the code. */
async function awaitCode(
  options: GitHubInitOptions,
  state: string,
): Promise<{ server: Server; origin: string; code: Promise<{ value: string; answer: ServerResponse }> }> {
  const found = Promise.withResolvers<{ value: string; answer: ServerResponse }>();
  const server = createServer((request, response) => {
    const url = URL.parse(request.url ?? '/', 'http://127.0.0.1');
    if (url?.pathname === '/') return end(response, 200, form(options, state, originOf(server)));
    const value = url?.searchParams.get('code');
    // Only the page that this began may end it.
    if (url?.pathname !== '/created' || !value || url.searchParams.get('state') !== state)
      return end(response, 404, 'Not found.');
    return found.resolve({ value, answer: response });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return { server, origin: originOf(server), code: found.promise };
}

function originOf(server: Server): string {
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

/** Where the Apps of whoever is to own this one are. */
const settingsPage = ({ org, webUrl }: GitHubInitOptions): string =>
  `${webUrl}${org === undefined ? '' : `/organizations/${encodeURIComponent(org)}`}/settings/apps`;

function form(options: GitHubInitOptions, state: string, origin: string): string {
  const { name, publicUrl } = options;
  const manifest = appManifest({
    name,
    homeUrl: publicUrl,
    hookUrl: `${publicUrl}/hooks/github`,
    redirectUrl: `${origin}/created`,
  });
  return `<form action="${escaped(`${settingsPage(options)}/new?state=${state}`)}" method="post">
<input type="hidden" name="manifest" value="${escaped(JSON.stringify(manifest))}">
<p>GitHub will ask you to confirm the App “${escaped(name)}”, which may read pull requests and run workflows, and can change no code.</p>
<button>Create the GitHub App</button></form>`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function end(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'referrer-policy': 'no-referrer',
    connection: 'close',
  });
  response.end(
    `<!doctype html><meta name="viewport" content="width=device-width"><title>Shiproom</title><body style="font:16px system-ui;max-width:40em;margin:4em auto;padding:0 1em"><h1>Shiproom</h1>${body}`,
  );
}

/** The key and the secret first, readable by this user alone; the settings name them once they are there. */
async function keep(
  { pid }: Calling,
  data: string,
  settings: SettingsDocument,
  app: NewApp,
  options: GitHubInitOptions,
): Promise<void> {
  await writeSecret(join(data, 'github-app.pem'), app.privateKey);
  await writeSecret(join(data, 'github-webhook.secret'), app.hookSecret);
  settings.set(['github'], {
    ...(options.apiUrl === undefined ? {} : { apiUrl: options.apiUrl }),
    app: { id: app.appId, privateKeyFile: 'github-app.pem' },
    clientId: app.clientId,
    webhookSecretFile: 'github-webhook.secret',
  });
  await settings.write(pid);
}

async function writeSecret(file: string, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600 });
  // A file that was there before keeps its mode when it is written.
  await chmod(file, 0o600);
}

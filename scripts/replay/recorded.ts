import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A delivery as somebody has recorded it. */
export interface Recorded {
  /** Where it was read: a file, with a number where that has several. */
  readonly name: string;
  /** By name in lower case; none where only the payload was recorded. */
  readonly headers: Readonly<Record<string, string>>;
  /** The event, as the folder or the collection names it; empty where only the headers do. */
  readonly event: string;
  readonly body: string;
  readonly payload: unknown;
}

type Fields = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads the deliveries in a folder and below it. A `.json` file is one delivery, `{headers, body}` with a body as text or as JSON; or
 * one payload, in the folder of its event (`EVENT/NAME.payload.json`); or a collection of payloads, `[{name, examples}]`, as
 * `@octokit/webhooks-examples` has them. What is neither is left out.
 */
export async function readRecorded(folder: string): Promise<Recorded[]> {
  const files = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.json')).toSorted();
  const read = files.map(async (path) => recordedIn(path, JSON.parse(await readFile(join(folder, path), 'utf8'))));
  return (await Promise.all(read)).flat();
}

function recordedIn(path: string, content: unknown): Recorded[] {
  if (Array.isArray(content)) return content.flatMap((part) => collected(path, part));
  if (!isObject(content)) return [];
  if (isObject(content['headers']) && 'body' in content) return [delivery(path, content['headers'], content['body'])];
  if (!path.endsWith('.payload.json')) return [];
  return [payload(path, basename(dirname(path)), content)];
}

function collected(path: string, part: unknown): Recorded[] {
  if (!isObject(part) || typeof part['name'] !== 'string' || !Array.isArray(part['examples'])) return [];
  const event = part['name'];
  return part['examples'].map((example, index) => payload(`${path}#${event}/${index + 1}`, event, example));
}

const payload = (name: string, event: string, content: unknown): Recorded => ({
  name,
  event,
  headers: {},
  body: JSON.stringify(content),
  payload: content,
});

function delivery(name: string, headers: Fields, body: unknown): Recorded {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const lower = Object.entries(headers).map(([header, value]) => [header.toLowerCase(), String(value)]);
  return { name, event: '', headers: Object.fromEntries(lower), body: text, payload: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import * as vscode from 'vscode';
import { refusals } from '../client/refusals.ts';
import type { Outcome } from '../client/session.ts';
import { reasons } from '../client/words.ts';
import type { Connection } from '../protocol/wire/panel.ts';
import type { Visited } from './connection/visit.ts';
import { wrongLinks } from './connection/address.ts';

const ours: ReadonlySet<string> = new Set([...reasons, ...refusals(), ...wrongLinks]);

/** What layers without VS Code say, in the editor's language. A bridge's own words stay as they are. */
export const inOwnWords = (text: string): string => (ours.has(text) ? vscode.l10n.t(text) : text);

/** How a connection stands, with its reason in the editor's language. */
export const worded = (connection: Connection): Connection =>
  'reason' in connection && connection.reason !== undefined
    ? { ...connection, reason: inOwnWords(connection.reason) }
    : connection;

/** How a visit went, with its reason in the editor's language. */
export const wordedVisit = <T>(visited: Visited<T>): Visited<T> =>
  visited.ok ? visited : { ok: false, connection: worded(visited.connection) };

/** An outcome, with what refuses it in the editor's language. */
export async function wordedOutcome<T>(asked: Promise<Outcome<T>>): Promise<Outcome<T>> {
  const outcome = await asked;
  return outcome.ok ? outcome : { ...outcome, message: inOwnWords(outcome.message) };
}

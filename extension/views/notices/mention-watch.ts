import * as vscode from 'vscode';
import type { Entry } from '../../../protocol/model/entry.ts';
import type { PersonId } from '../../../protocol/model/ids.ts';
import { mentions } from '../../../protocol/model/mentions.ts';

/** An entry that wants its reader: it names them, or was sent to their editor. */
export type Call = Extract<Entry, { type: 'said' | 'answered' }>;

/** Knows which entries were told of, so that none is told twice. */
export interface MentionWatch {
  /** Those of these entries that want this reader, each only once. */
  calls(entries: readonly Entry[], me: PersonId | undefined): readonly Call[];
}

export function createMentionWatch(): MentionWatch {
  const known = new Set<string>();
  return {
    calls(entries, me) {
      if (me === undefined) return [];
      return entries.filter((entry): entry is Call => {
        const key = keyOf(entry);
        if (!wants(entry, me) || known.has(key)) return false;
        known.add(key);
        return true;
      });
    },
  };
}

function wants(entry: Entry, me: PersonId): entry is Call {
  if (entry.type === 'answered') return entry.by.id !== me && mentions(entry.message, me);
  if (entry.type !== 'said' || entry.removed) return false;
  if (entry.to === me) return true;
  const own = entry.by.type === 'person' && entry.by.person.id === me;
  return !own && mentions(entry.message, me);
}

const longest = 140;
/** More than this at once are told together. */
const mostApart = 2;

/** Something to say, and by what another window knows the same. */
export interface Notice {
  readonly words: string;
  readonly key: string;
}

const keyOf = ({ offset, at }: Entry): string => `${offset} ${at}`;

/** What to say of calls that have just come: each by itself, or together where they are many or came while nobody was connected. */
export function noticesOf(calls: readonly Call[], missed: boolean, me: PersonId | undefined): readonly Notice[] {
  const last = calls.at(-1);
  if (!last) return [];
  if (!missed && calls.length <= mostApart)
    return calls.map((call) => ({ words: wordsOf(call, me), key: keyOf(call) }));
  return [{ words: together(calls, missed), key: keyOf(last) }];
}

function together(calls: readonly Call[], missed: boolean): string {
  const sent = calls.filter((call) => isSent(call)).length;
  const named = calls.length - sent;
  const said = [...(named > 0 ? [namedWords(named)] : []), ...(sent > 0 ? [sentWords(sent)] : [])].join(' ');
  return missed ? vscode.l10n.t('While you were away: {0}', said) : said;
}

const namedWords = (count: number): string =>
  count === 1 ? vscode.l10n.t('You were mentioned once.') : vscode.l10n.t('You were mentioned {0} times.', count);

const sentWords = (count: number): string =>
  count === 1
    ? vscode.l10n.t('1 message was sent to your editor.')
    : vscode.l10n.t('{0} messages were sent to your editor.', count);

/** A bot’s private word is no message that somebody sent here. */
const isSent = (call: Call): boolean => call.type === 'said' && call.to !== undefined && call.by.type === 'person';

function wordsOf(call: Call, me: PersonId | undefined): string {
  const { text } = call.message;
  const said = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  if (call.type === 'answered')
    return vscode.l10n.t('{0} mentioned you by {1}: {2}', call.by.name, `/${call.line}`, said);
  if (call.by.type === 'bot') return `${call.by.name}: ${said}`;
  const { person } = call.by;
  if (!isSent(call)) return vscode.l10n.t('{0} mentioned you: {1}', person.name, said);
  return person.id === me
    ? vscode.l10n.t('Sent to your editor: {0}', said)
    : vscode.l10n.t('Sent to your editor, from {0}: {1}', person.name, said);
}

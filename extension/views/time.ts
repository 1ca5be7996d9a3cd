import type { Time } from './words.ts';

/**
 * Instants for reading in a VS Code of `language`: the time of day (in two digits where that language writes it so), and on another day
 * than `now` the date with it.
 */
export function createTime(language: string, now: () => number): Time {
  // Where the editor speaks English, its reader's machine knows best how they write the time.
  const locale = language.startsWith('en') ? [] : language;
  const today = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
  const another = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return (at) => (dayOf(at) === dayOf(now()) ? today : another).format(at);
}

const dayOf = (at: number): string => new Date(at).toDateString();

import type { BranchAuthor, EventFacts, Known } from './event-facts.ts';
import { type Effort, fitsGlob, type Glob, nameGlob, pathGlob } from './glob.ts';
import type { Filter, Route } from './route.ts';

/** Whether a route takes an event, and by which of its words. `waits`: that hangs on what nobody has told yet. */
export interface Taken {
  readonly verdict: 'taken' | 'left' | 'waits';
  readonly why: string;
}

type Fits = boolean | 'unknown' | 'none';

/** What one line of a filter makes of an event. */
interface Answer {
  /** The line, as it was written. */
  readonly words: string;
  readonly fits: Fits;
}

/**
 * Whether a route takes an event. What is not known yet is not guessed: the route waits, and lets neither in nor out by it. What cannot be asked of
 * the branch at all, as a label of the default branch, neither keeps it out nor lets it be excluded.
 */
export function takes({ include, exclude }: Pick<Route, 'include' | 'exclude'>, facts: EventFacts): Taken {
  const out = answers('exclude', exclude ?? {}, facts);
  const into = answers('include', include ?? {}, facts);
  const kept = out.every(({ fits }) => fits === true) && out.length > 0;
  if (kept) return { verdict: 'left', why: `${wordsOf(out)} fits` };
  const missing = into.find(({ fits }) => fits === false);
  if (missing) return { verdict: 'left', why: `${missing.words} does not fit` };
  const barred = out.some(({ fits }) => fits === false || fits === 'none');
  const open = [...(barred ? [] : out), ...into].filter(({ fits }) => fits === 'unknown');
  if (open.length > 0) return { verdict: 'waits', why: `whether ${wordsOf(open)} fits is not known yet` };
  return { verdict: 'taken', why: into.length > 0 ? `${wordsOf(into)} fits` : '' };
}

const wordsOf = (all: readonly Answer[]): string => all.map(({ words }) => words).join(' and ');

function answers(block: 'include' | 'exclude', filter: Filter, facts: EventFacts): Answer[] {
  const { effort } = facts;
  const asked: readonly (readonly [field: keyof Filter, said: unknown, fits: Fits])[] = [
    ['authors', filter.authors, ofKnown(facts.author, (author) => isAuthor(filter.authors ?? [], author, effort))],
    ['bots', filter.bots, ofKnown(facts.author, ({ bot }) => bot === filter.bots)],
    ['teams', filter.teams, ofKnown(facts.teams, (teams) => common(filter.teams ?? [], teams))],
    ['owners', filter.owners, ofKnown(facts.owners, (owners) => common((filter.owners ?? []).map(asOwner), owners))],
    ['paths', filter.paths, ofKnown(facts.paths, (paths) => anyPath(filter.paths ?? [], paths, effort))],
    ['bases', filter.bases, ofKnown(facts.base, (base) => anyName(filter.bases ?? [], [base], effort))],
    ['heads', filter.heads, anyName(filter.heads ?? [], [facts.head], effort)],
    ['labels', filter.labels, ofKnown(facts.labels, (labels) => anyName(filter.labels ?? [], labels, effort))],
    ['drafts', filter.drafts, ofKnown(facts.draft, (draft) => draft === filter.drafts)],
    ['conclusions', filter.conclusions, ofKnown(facts.conclusion, (state) => !!filter.conclusions?.includes(state))],
  ];
  return asked
    .filter(([, said]) => said !== undefined)
    .map(([field, said, fits]) => ({ words: `${block}.${field} (${plain(said)})`, fits }));
}

const plain = (said: unknown): string => (Array.isArray(said) ? said.join(', ') : String(said));

const ofKnown = <T>(known: Known<T>, fits: (value: T) => boolean | 'unknown'): Fits =>
  typeof known === 'string' ? known : fits(known.is);

const common = (wanted: readonly string[], there: readonly string[]): boolean =>
  wanted.some((each) => there.includes(each));

/** A login as all sources write it: some put `[bot]` behind a bot's, and some do not. */
const asLogin = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^@/, '')
    .replace(/\[bot\]$/, '');
const asOwner = (name: string): string => (name.includes('@') ? name : `@${name}`).toLowerCase();

function isAuthor(wanted: readonly string[], { login, person }: BranchAuthor, effort: Effort | undefined) {
  const logins = login === undefined ? [] : [asLogin(login)];
  return anyName(wanted.map(asLogin), [...logins, ...(person === undefined ? [] : [person.toLowerCase()])], effort);
}

const anyName = (patterns: readonly string[], names: readonly string[], effort: Effort | undefined) =>
  any(patterns.map(nameGlob), names, effort);

const anyPath = (patterns: readonly string[], paths: readonly string[], effort: Effort | undefined) =>
  any(
    patterns.map((pattern) => pathGlob(pattern.replace(/^\//, ''))),
    paths,
    effort,
  );

function any(globs: readonly Glob[], names: readonly string[], effort: Effort | undefined): boolean | 'unknown' {
  if (names.some((name) => globs.some((glob) => fitsGlob(glob, name, effort)))) return true;
  return effort && effort.left < 0 ? 'unknown' : false;
}

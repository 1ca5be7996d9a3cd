import type { CardKey } from '../protocol/model/card.ts';
import type { CommandSpec } from '../protocol/model/command.ts';
import type { BranchName, Sha } from '../protocol/model/ids.ts';
import type { CiRun, Job } from '../protocol/model/run.ts';
import type { Workflow } from '../protocol/model/workflow.ts';

/** Something to be done at an engine of CI. */
export type Deed =
  | {
      readonly type: 'start';
      /** Absent where the bridge does not tell what can be started. */
      readonly workflow: Workflow | undefined;
      /** As it was typed; undefined for the branch that the deed is about. */
      readonly named: string | undefined;
      readonly branch: BranchName | undefined;
      readonly inputs: Readonly<Record<string, string>>;
    }
  | {
      readonly type: 'rerun';
      readonly run: CiRun;
      readonly what: 'all' | 'failed' | { readonly job: Job };
      readonly debug: boolean;
    }
  | { readonly type: 'cancel'; readonly run: CiRun }
  | {
      readonly type: 'decide';
      readonly run: CiRun;
      readonly environment: string;
      readonly verdict: 'approved' | 'rejected';
      readonly comment: string;
    };

/** A deed, the branch that it is about, and the commit that its user saw: it is refused where that is not true any more. */
export interface Errand {
  readonly deed: Deed;
  readonly about: CardKey | undefined;
  readonly at: Sha | undefined;
}

/** The bot's command that does the deed: what is sent, or what the audit shows where it was done from here. */
export function lineOf({ deed, at }: Errand, catalog: readonly CommandSpec[]): string {
  const words = wordsOf(deed);
  const [name, rest] = [words.slice(0, 2).join(' '), words.slice(2)];
  const options = catalog.find((each) => each.name === name)?.options ?? [];
  // An older bridge has no such option, and would refuse the line for it.
  const knows = options.some((option) => option.name.replace(/^--/, '') === 'at');
  return [name, ...rest, ...(at !== undefined && knows ? ['--at', at] : [])].join(' ');
}

function wordsOf(deed: Deed): string[] {
  switch (deed.type) {
    case 'start':
      return [
        'ci',
        'run',
        ...(deed.named === undefined ? [] : [quoted(deed.named)]),
        ...(deed.workflow ? ['--workflow', quoted(deed.workflow.id)] : []),
        ...Object.entries(deed.inputs).flatMap(([name, value]) => ['--input', quoted(`${name}=${value}`)]),
      ];
    case 'rerun': {
      const what =
        deed.what === 'all' ? [] : deed.what === 'failed' ? ['--failed'] : ['--job', quoted(deed.what.job.id)];
      return ['ci', 'rerun', deed.run.run, ...what, ...(deed.debug ? ['--debug'] : [])];
    }
    case 'cancel':
      return ['ci', 'cancel', deed.run.run];
    case 'decide': {
      const comment = deed.comment === '' ? [] : ['--comment', quoted(deed.comment)];
      const verb = deed.verdict === 'approved' ? 'approve' : 'reject';
      return ['ci', verb, deed.run.run, quoted(deed.environment), ...comment];
    }
  }
}

const pairs = [
  ['"', '"'],
  ["'", "'"],
  ['“', '”'],
  ['‘', '’'],
] as const;

/** A word of a line, in quotes where it has blanks or quotes in it, or begins as something else would. */
export function quoted(word: string): string {
  if (/^[^\s"'“‘”’—–-][^\s"'“‘”’]*$/.test(word)) return word;
  const [open, close] = pairs.find((pair) => !word.includes(pair[1])) ?? pairs[0];
  return `${open}${word}${close}`;
}

/** Whether a line can hold the word: one that has each kind of quote in it has none left around it. */
export const canQuote = (word: string): boolean => pairs.some(([, close]) => !word.includes(close));

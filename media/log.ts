import type { RunId } from '../protocol/model/ids.ts';
import type { Answer } from '../protocol/wire/panel.ts';

/** A run's log as far as it was read. */
export interface LogView {
  readonly run: RunId;
  /** The engine's own name of the job whose log it is; absent: the bridge chose. */
  readonly job?: string | undefined;
  readonly text: string;
  /** Where to read on. */
  readonly next: number;
  /** Nothing more will come. */
  readonly ended: boolean;
  /** Whether the beginning was left out because the log is long. */
  readonly cut: boolean;
  /** The ask that is out for more. */
  readonly ask?: string | undefined;
  /** Whether the last answer brought nothing, so that it is worth waiting before the next. */
  readonly idle?: boolean | undefined;
  readonly refused?: string | undefined;
  /** Why there is no more of it yet, as the engine's side says it. */
  readonly note?: string | undefined;
}

/** As much of a log as a page lays out without a pause; the end of a log says why it failed. */
const longest = 1_000_000;

export const logAsked = (log: LogView, ask: string): LogView => ({ ...log, ask });

/** The log after an answer; an answer to something else changes nothing. */
export function logAnswered(log: LogView, ask: string, answer: Answer): LogView {
  if (log.ask !== ask) return log;
  const rest = { ...log, ask: undefined };
  if (answer.type === 'refused') return { ...rest, refused: answer.message };
  if (answer.type !== 'log') return rest;
  const whole = log.text + answer.text;
  const cut = whole.length > longest;
  const text = cut ? whole.slice(whole.indexOf('\n', whole.length - longest) + 1) : whole;
  return {
    ...rest,
    text,
    next: answer.next,
    ended: answer.ended,
    cut: log.cut || cut,
    idle: answer.next === log.next,
    note: answer.note,
  };
}

/** Whether the log should be asked for more. */
export const wantsMore = (log: LogView): boolean => !log.ended && log.ask === undefined && log.refused === undefined;

import type { Terminal } from '../../bridge/cli/terminal.ts';
import { Cancelled } from '../../bridge/cli/terminal.ts';

/** Somebody who answers as they were told, and then leaves. */
export interface ScriptedTerminal extends Terminal {
  readonly asked: readonly { readonly question: string; readonly hidden: boolean }[];
}

/** Each answer is given to the next question; one that is a function is called then, for what happens meanwhile. */
export function scriptedTerminal(answers: readonly (string | (() => string))[]): ScriptedTerminal {
  const left = [...answers];
  const asked: { question: string; hidden: boolean }[] = [];
  const answer = (hidden: boolean) => async (question: string) => {
    asked.push({ question, hidden });
    const next = left.shift();
    if (next === undefined) throw new Cancelled('left.');
    return typeof next === 'string' ? next : next();
  };
  return { asked, ask: answer(false), askHidden: answer(true) };
}

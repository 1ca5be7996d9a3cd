import type { Check } from '../adapters/check.ts';
import { Unusable } from '../unusable.ts';
import { shown } from './checks.ts';
import type { Calling } from './options.ts';

interface Question {
  readonly first: string | undefined;
  /** Undefined where nobody is there. `last` is what did not do. */
  ask(last: string | undefined): Promise<string | undefined> | undefined;
  look(answer: string): Promise<readonly Check[]>;
  readonly otherwise: string;
}

interface Answered {
  readonly answer: string;
  readonly checks: readonly Check[];
}

/** Asks until an answer stands every check. */
export async function asking(calling: Calling, question: Question, last?: string): Promise<Answered> {
  const answer = last === undefined && question.first ? question.first : await question.ask(last);
  if (answer === undefined) throw new Unusable(question.otherwise);
  const checks = await question.look(answer);
  for (const line of checks.flatMap((check) => shown(check, '   '))) calling.say(line);
  const bad = checks.find(({ ok }) => !ok);
  if (!bad) return { answer, checks };
  if (!calling.terminal) throw new Unusable(`${bad.name} ${bad.says} ${bad.fix ?? ''}`.trim());
  return asking(calling, question, answer);
}

/** A token keeps its text when the app is installed anew, so it can be tried again without being pasted again. */
export async function hidden(
  { terminal }: Calling,
  question: string,
  last: string | undefined,
): Promise<string | undefined> {
  const again = 'Press Enter to try the same token again, or paste another: ';
  const answer = await terminal?.askHidden(last === undefined ? question : again);
  return answer === '' && last !== undefined ? last : answer;
}

/** Pressing Enter tries the same once more. */
export async function againOr({ terminal }: Calling, last: string): Promise<string | undefined> {
  const answer = await terminal?.ask(`Press Enter to try ${last} again, or type another id: `);
  return answer === '' ? last : answer;
}

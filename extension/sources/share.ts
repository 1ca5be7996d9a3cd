import type { CardKey } from '../../protocol/model/card.ts';
import type { Status } from '../../protocol/model/status.ts';
import { findSecrets } from '../../secrecy/find-secrets.ts';
import type { Checkout } from './checkout.ts';
import { sharedOf, type Tested } from './tests/test-run.ts';

/** Why nothing of a branch leaves the editor. */
export type Withheld = 'untrusted' | 'no-branch' | 'off' | 'presence' | 'private' | 'secret' | 'not-agreed' | 'paused';

/** How much of somebody's work others may see: nothing, that they are here and on which branch, or the branch's state too. */
export type SharingMode = 'off' | 'presence' | 'status';

/** What the user has said, and what VS Code says of the workspace. */
export interface Wishes {
  readonly trusted: boolean;
  /** Whether the first message of this mode, for this repository and this bridge, was seen and agreed to. */
  readonly agreed: boolean;
  readonly paused: boolean;
  readonly mode: SharingMode;
  readonly privateBranches: readonly string[];
}

/** A value that looks like a secret: which, and what it looks like. Never the value itself. */
export interface Suspect {
  readonly where: 'branch' | 'repository' | 'task';
  readonly kind: string;
}

/** What may leave: the status, or the branch's name alone (`on`), or nothing. */
export type Decision =
  | { readonly share: Status }
  | { readonly withhold: 'presence'; readonly on: CardKey }
  | { readonly withhold: 'secret'; readonly found: Suspect }
  | { readonly withhold: Exclude<Withheld, 'presence' | 'secret'> };

/** Whether the gate lets anything of the branch out: its status, or its name. */
export const mayLeave = (decision: Decision): boolean => 'share' in decision || 'on' in decision;

/** The only gate out: what may leave the editor now, or the first reason why nothing may. Each has to say yes. */
export function decide(checkout: Checkout | undefined, tests: Tested | undefined, wishes: Wishes): Decision {
  if (!wishes.trusted) return { withhold: 'untrusted' };
  if (wishes.mode === 'off') return { withhold: 'off' };
  const status = checkout && statusOf(checkout, tests);
  if (!status) return { withhold: 'no-branch' };
  if (wishes.privateBranches.some((pattern) => matches(pattern, status.branch))) return { withhold: 'private' };
  const found = suspectIn(status, wishes.mode);
  if (found) return { withhold: 'secret', found };
  if (!wishes.agreed) return { withhold: 'not-agreed' };
  if (wishes.paused) return { withhold: 'paused' };
  if (wishes.mode === 'presence') return { withhold: 'presence', on: placeOf(status) };
  return { share: status };
}

/** Where somebody is, and nothing else of it. */
export const placeOf = ({ repository, branch }: Status): CardKey => ({ repository, branch });

/** The first value with words in it that looks like a secret, of those that this mode would send. */
function suspectIn({ branch, repository, tests }: Status, mode: SharingMode): Suspect | undefined {
  const values = { branch, repository, task: mode === 'status' ? (tests?.task ?? '') : '' };
  for (const where of ['branch', 'repository', 'task'] as const) {
    const [secret] = findSecrets(values[where]);
    if (secret) return { where, kind: secret.kind };
  }
  return undefined;
}

/** The exact message for a checkout, field by field: what is not named here cannot leave. Undefined where no branch is checked out. */
export function statusOf({ repository, at, changes }: Checkout, tests: Tested | undefined): Status | undefined {
  if (at.state !== 'branch') return undefined;
  const { staged, unstaged, untracked, conflicted } = changes;
  const shared = tests && sharedOf(tests);
  return {
    repository,
    branch: at.branch,
    head: at.head,
    ...(at.ahead !== undefined && { ahead: at.ahead }),
    ...(at.behind !== undefined && { behind: at.behind }),
    changes: { staged, unstaged, untracked, conflicted },
    ...(shared && { tests: shared }),
  };
}

/** Whether a pattern covers a branch: `*` stands for any characters, as in `git branch --list`, and `?` for one. */
export function matches(pattern: string, branch: string): boolean {
  let [p, b, star, retry] = [0, 0, -1, 0];
  while (b < branch.length) {
    const wanted = pattern.charAt(p);
    if (wanted === '*') {
      star = p;
      retry = b;
      p += 1;
    } else if (p < pattern.length && (wanted === '?' || wanted === branch.charAt(b))) {
      p += 1;
      b += 1;
    } else if (star >= 0) {
      // The last star takes one character more; an earlier one never has to, so this takes pattern × branch steps at most.
      retry += 1;
      p = star + 1;
      b = retry;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(p));
}

import type { Effect } from '../../protocol/model/command.ts';
import type { BranchName, PersonId } from '../../protocol/model/ids.ts';

/** Lets somebody do something, as written in shiproom.yaml. */
export interface Rule {
  /** A command's name, or its first word and `*`, or `*`. */
  readonly allow: string;
  /** People by id, groups as `group:NAME`, or `everyone` of the room. */
  readonly to: readonly string[];
  /** Only for these branches: names, or patterns in which `*` stands for anything. */
  readonly branches?: readonly string[] | undefined;
}

export interface Policy {
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly rules: readonly Rule[];
}

/** Who asks. `owner` started the loopback bridge; a non-member (guest, stranger, bot) may only read. */
export interface Asker {
  readonly person: PersonId;
  /** The same human's other ids: a rule that names one of them is theirs too. */
  readonly also?: readonly PersonId[];
  readonly owner: boolean;
  readonly member: boolean;
  /** They ask from a channel that is none of the room’s, where others read who have no part in it. */
  readonly elsewhere?: boolean;
}

/** What is asked for. */
export interface Deed {
  readonly command: string;
  readonly effect: Effect;
  readonly branch?: BranchName;
}

export type Verdict = { readonly allowed: true } | { readonly allowed: false; readonly why: string };

const allowed: Verdict = { allowed: true };
const denied = (why: string): Verdict => ({ allowed: false, why });

/** The one policy. Reading is free to the room's people; all else is denied unless a rule allows it. */
export function may(asker: Asker, deed: Deed, policy: Policy): Verdict {
  if (deed.effect === 'read') return allowed;
  if (!asker.member) return denied('Guests, bots and people of other teams may only read.');
  if (asker.elsewhere)
    return denied(
      'That is done in the room’s own channels, or by direct message to the bot; from here it may only read.',
    );
  if (deed.effect === 'dangerous') return denied(`Nobody may run “${deed.command}” without an approval.`);
  if (asker.owner) return allowed;
  const fitting = policy.rules.filter(
    (rule) =>
      names(rule.allow, deed.command) &&
      [asker.person, ...(asker.also ?? [])].some((person) => includes(rule.to, person, policy)),
  );
  if (fitting.length === 0) {
    return denied(
      `No rule allows “${deed.command}” to ${asker.person}. Whoever runs the bridge can add one to shiproom.yaml.`,
    );
  }
  if (fitting.some((rule) => coversBranch(rule, deed.branch))) return allowed;
  return denied(`The rules allow “${deed.command}” to ${asker.person} on other branches only.`);
}

function coversBranch(rule: Rule, branch: BranchName | undefined): boolean {
  if (!rule.branches) return true;
  return branch !== undefined && rule.branches.some((pattern) => matches(pattern, branch));
}

function names(allow: string, command: string): boolean {
  if (allow === '*' || allow === command) return true;
  return allow.endsWith(' *') && command.startsWith(allow.slice(0, -1));
}

function includes(to: readonly string[], person: PersonId, policy: Policy): boolean {
  return to.some((each) => {
    if (each === 'everyone') return true;
    if (each.startsWith('group:')) return (policy.groups[each.slice('group:'.length)] ?? []).includes(person);
    return each === person;
  });
}

/** Whether a name fits a pattern in which `*` stands for any text. Linear in both: a pattern is never made a regular expression. */
export function matches(pattern: string, name: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === name;
  if (!name.startsWith(head)) return false;
  const tail = rest.pop() ?? '';
  let at = head.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - tail.length >= at && name.endsWith(tail);
}

/** Whether somebody may do this on some branch at least: what help lists, and completion offers. */
export function mayEver(asker: Asker, deed: Omit<Deed, 'branch'>, policy: Policy): boolean {
  const everywhere = policy.rules.map(({ allow, to }) => ({ allow, to }));
  return may(asker, deed, { ...policy, rules: everywhere }).allowed;
}

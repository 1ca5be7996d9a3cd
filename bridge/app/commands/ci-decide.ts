import type { CiRun, Gate } from '../../../protocol/model/run.ts';
import { code, say } from '../../domain/prose.ts';
import { done, type Outcome, type Refusal, refuse } from '../outcome.ts';
import { upstream } from '../upstream.ts';
import { answering, type Command, type Context, refusing, type Reply } from './command.ts';
import { noRun } from './runs.ts';
import { deedKeys } from '../../../protocol/model/done.ts';
import { runName } from '../../../protocol/model/health.ts';
import { afterDeed, deed, findTarget, moved, type Target } from './target.ts';

type Verdict = 'approved' | 'rejected';

const decides = (verdict: Verdict, name: string, summary: string): Command => ({
  spec: {
    name,
    summary,
    effect: 'write',
    arguments: [
      { name: 'run', summary: 'The run; the branch’s one that waits if left out', kind: 'run', required: false },
      {
        name: 'environment',
        summary: 'What it waits for; needed where that is more than one',
        kind: 'word',
        required: false,
      },
    ],
    options: [
      { name: 'comment', summary: 'Why, for everybody to read', kind: 'word' },
      { name: 'at', summary: 'Only if the branch still stands at this commit', kind: 'commit' },
    ],
  },
  async prepare(context) {
    const found = await findTarget(context, waits);
    if (!found.ok) return refusing(found);
    const target = found.value;
    if (!target || !waits(target.run)) return answering(noRun(context, name, 'No CI run waits for an approval here.'));
    const stale = await moved(context, target.about, target.run.commit);
    if (stale) return stale;
    const { engine, provider, run } = target;
    if (!provider.can.decide) return refusing(refuse('upstream_refused', `${engine} cannot be answered from here.`));
    const gate = gateOf(run, context.values['environment']);
    if (!gate.ok) return refusing(gate);
    const { approvers } = gate.value;
    const { environment } = gate.value;
    const once = { key: deedKeys.gate(run, gate.value), did: `${verdict} ${runName(run)} to ${environment}` };
    return deed(target, once, () => decide(context, target, gate.value, verdict), { approvers });
  },
});

/** Lets a run go on that waits for somebody. */
export const ciApprove = decides('approved', 'ci approve', 'Lets a CI run go on to an environment');
/** Ends a run's waiting: it does not go on. */
export const ciReject = decides('rejected', 'ci reject', 'Keeps a CI run from going on to an environment');

const waits = (run: CiRun): boolean => (run.gates?.length ?? 0) > 0;

function gateOf({ gates = [] }: CiRun, named: string | undefined): Outcome<Gate> {
  const names = gates.map(({ environment }) => environment).join(', ');
  const [only] = gates;
  if (named === undefined)
    return only && gates.length === 1
      ? done(only)
      : refuse('invalid_params', `It waits for several: ${names}. Name one.`, 'environment');
  const gate = gates.find(({ environment }) => environment.toLowerCase() === named.toLowerCase());
  return gate
    ? done(gate)
    : refuse('invalid_params', `It does not wait for “${named}”, but for ${names}.`, 'environment');
}

/** An engine may take an approval from a person alone: then it is theirs to give, by their editor or on the run's page. */
function ownHand(refusal: Refusal, { url }: CiRun): Outcome<Reply> {
  if (refusal.slug !== 'upstream_refused') return { ok: false, refusal };
  const page = url === undefined ? '' : ` or on its page: ${url}`;
  const next = `If it takes this from people alone, do it with your own session (shiproom.actAs: me in VS Code)${page}`;
  return { ok: false, refusal: { ...refusal, message: `${refusal.message ?? ''} ${next}` } };
}

async function decide(context: Context, target: Target, gate: Gate, verdict: Verdict): Promise<Outcome<Reply>> {
  const { about, run, provider, engine } = target;
  const said = context.options['comment']?.[0];
  // Engines ask for a comment; whose word it is has to stand there in any case, since the bridge's own account says it.
  const comment = said === undefined ? `By ${context.by.name}` : `${said} — ${context.by.name}`;
  const acted = await upstream(engine, () => provider.act({ type: 'decide', run, gate, verdict, comment }));
  if (!acted.ok) return ownHand(acted.refusal, run);
  // Whoever asked for it goes on waiting for its end; who lets it through does so for them.
  await afterDeed({ ...context, by: run.requestedBy ?? context.by }, provider, acted.value);
  const words = [
    `${verdict === 'approved' ? 'Approved' : 'Rejected'}: ${run.workflow} of `,
    code(about.branch),
    ' at ',
    code(run.commit.slice(0, 7)),
    ' to ',
    code(gate.environment),
    said === undefined ? '.' : `. ${said}`,
  ];
  return done({ message: say(words), about, run: run.run });
}

import { deedKeys, isDone } from '../../protocol/model/done.ts';
import { hasEnded } from '../../protocol/model/health.ts';
import type { Gate, GateDecision } from '../../protocol/model/run.ts';
import type { RunView } from './job-rows.ts';
import { numbered, type Row } from './row.ts';
import { logins, plain, type Time } from './words.ts';

/** What a run waits for, if it waits for people, and what they have said. */
export function gateRows({ run, can, deeds, time }: RunView): readonly Row[] {
  const unique = numbered();
  const open = hasEnded(run.state) ? [] : (run.gates ?? []);
  return [
    ...open.map((gate) => ({
      ...gateRow(gate, time, can.decide, isDone(deeds, deedKeys.gate(run, gate))),
      id: unique(`run ${run.run} gate ${gate.environment}`),
      run: run.run,
      environment: gate.environment,
    })),
    ...(run.decisions ?? []).map((decision) => ({
      ...decisionRow(decision, time),
      id: unique(`run ${run.run} decision ${decision.environment} ${decision.by}`),
    })),
  ];
}

function gateRow({ environment, approvers, until }: Gate, time: Time, decide: boolean, done: boolean): Omit<Row, 'id'> {
  const label = plain(environment);
  const whom = approvers.length > 0 ? ` by ${logins(approvers)}` : '';
  const said = until === undefined ? `waits for approval${whom}` : `goes on by itself at ${time(until)}`;
  return {
    label,
    description: said,
    icon: until === undefined ? 'shield' : 'watch',
    tint: 'warned',
    tooltip: `${label} ${said}${decide ? '' : '\nIt cannot be answered from here. Open the run in the browser.'}`,
    context: decide && !done && until === undefined ? 'gate decide' : 'gate',
  };
}

function decisionRow({ environment, verdict, by, comment, at }: GateDecision, time: Time): Omit<Row, 'id'> {
  const said = `${verdict} by @${plain(by)}`;
  const when = at === undefined ? '' : ` at ${time(at)}`;
  return {
    label: plain(environment),
    description: comment ? `${said}: ${plain(comment)}` : said,
    icon: verdict === 'approved' ? 'pass' : 'circle-slash',
    tooltip: [`${plain(environment)} was ${said}${when}`, ...(comment ? [plain(comment)] : [])].join('\n'),
  };
}

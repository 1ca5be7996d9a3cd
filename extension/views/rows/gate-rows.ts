import * as vscode from 'vscode';
import { deedKeys, isDone } from '../../../protocol/model/done.ts';
import { hasEnded } from '../../../protocol/model/health.ts';
import type { Gate, GateDecision } from '../../../protocol/model/run.ts';
import type { RunView } from './job-rows.ts';
import { numbered, type Row } from './row.ts';
import { logins, plain, type Time } from '../words.ts';

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
  const said = waitWords(approvers, until, time);
  const elsewhere = decide ? [] : [vscode.l10n.t('It cannot be answered from here. Open the run in the browser.')];
  return {
    label,
    description: said,
    icon: until === undefined ? 'shield' : 'watch',
    tint: 'warned',
    tooltip: [`${label}: ${said}`, ...elsewhere].join('\n'),
    context: decide && !done && until === undefined ? 'gate decide' : 'gate',
  };
}

function waitWords(approvers: readonly string[], until: number | undefined, time: Time): string {
  if (until !== undefined) return vscode.l10n.t('goes on by itself at {0}', time(until));
  if (approvers.length === 0) return vscode.l10n.t('waits for approval');
  return vscode.l10n.t('waits for approval by {0}', logins(approvers));
}

function decisionRow({ environment, verdict, by, comment, at }: GateDecision, time: Time): Omit<Row, 'id'> {
  const label = plain(environment);
  const who = `@${plain(by)}`;
  const said = verdict === 'approved' ? vscode.l10n.t('approved by {0}', who) : vscode.l10n.t('rejected by {0}', who);
  return {
    label,
    description: comment ? `${said}: ${plain(comment)}` : said,
    icon: verdict === 'approved' ? 'pass' : 'circle-slash',
    tooltip: [`${label}: ${said}`, ...(at === undefined ? [] : [time(at)]), ...(comment ? [plain(comment)] : [])].join(
      '\n',
    ),
    context: 'decision',
  };
}

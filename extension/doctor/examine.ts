import * as vscode from 'vscode';
import type { Origin } from '../connection/address.ts';
import type { Health } from '../connection/health.ts';
import type { Bridge } from '../connection/uplink.ts';
import type { Visited } from '../connection/visit.ts';
import type { RoomView } from '../../protocol/wire/panel.ts';
import type { Situation } from '../situation.ts';
import type { Time } from '../views/words.ts';
import { failed, type Finding, type Hop, passed, warned } from './finding.ts';
import { gitHop, repositoryHop, sharingHop, trustHop } from './here.ts';
import { roomHop, sourceHop, sourceName } from './room.ts';
import { certificateHop, clockHop, connect, healthHop, helloHop, linkHop, networkHop } from './way.ts';

/** How each thing is found out. */
export interface Probes {
  readonly situation: Situation;
  /** The bridge of this window, and what lets this device in, or a link's code that is not spent; or why there is none. */
  readonly bridge: () => Promise<Bridge | { readonly wrong: string }>;
  readonly health: (origin: Origin) => Promise<Health>;
  /** Says hello, and answers the room as it is then. */
  readonly hello: (bridge: Bridge) => Promise<Visited<RoomView | undefined>>;
  readonly now: () => number;
  readonly time: Time;
}

/** Looks at each hop from here to the team, in the order of the way. What lies behind a hop that fails is not tried. */
export async function examine(probes: Probes): Promise<readonly Hop[]> {
  const { situation } = probes;
  const here = [
    named(vscode.l10n.t('Trust'), trustHop(situation)),
    named(vscode.l10n.t('Git'), gitHop(situation)),
    named(vscode.l10n.t('Repository'), repositoryHop(situation)),
  ];
  const way = situation.trusted ? await examineWay(probes) : unreached(0);
  return [...here, ...way, named(vscode.l10n.t('Sharing'), sharingHop(situation))];
}

/** The hops of the way, each by its name. */
const wayNames = (): readonly string[] => [
  vscode.l10n.t('Pairing'),
  vscode.l10n.t('Network'),
  vscode.l10n.t('Certificate'),
  vscode.l10n.t('Bridge'),
  vscode.l10n.t('Connection'),
  vscode.l10n.t('Clock'),
  vscode.l10n.t('Room'),
];

async function examineWay({ situation, bridge: find, health: ask, hello, now, time }: Probes): Promise<readonly Hop[]> {
  const findings: Finding[] = [];
  /** Whether the way goes on. */
  const goesOn = (finding: Finding): boolean => findings.push(finding) > 0 && finding.state !== 'failed';
  const done = (): readonly Hop[] => [
    ...findings.map((finding, at) => named(wayNames()[at] ?? '', finding)),
    ...unreached(findings.length),
  ];
  const bridge = await find();
  if ('wrong' in bridge) {
    goesOn(failed(bridge.wrong, connect()));
    return done();
  }
  const { origin } = bridge;
  const paired = 'token' in bridge.credential;
  goesOn(
    paired
      ? passed(vscode.l10n.t('This machine is paired with {0}.', origin))
      : warned(vscode.l10n.t('This machine is not paired with {0} yet.', origin)),
  );
  const health = await ask(origin);
  if (!goesOn(networkHop(origin, health))) return done();
  if (!goesOn(certificateHop(origin, health))) return done();
  if (!goesOn(healthHop(health))) return done();
  // By a hello the code would be spent.
  if (!paired) {
    goesOn(linkHop());
    return done();
  }
  const visited = await hello(bridge);
  if (!goesOn(helloHop(visited)) || !visited.ok) return done();
  goesOn(clockHop(health, now()));
  const room = visited.value;
  if (!room) return done();
  goesOn(roomHop(situation, room));
  return [...done(), ...(room.sources ?? []).map((source) => named(sourceName(source), sourceHop(source, time)))];
}

const named = (name: string, finding: Finding): Hop => ({ name, ...finding });

/** The hops of the way behind the first `count`. */
const unreached = (count: number): readonly Hop[] =>
  wayNames()
    .slice(count)
    .map((name) => named(name, { state: 'skipped', words: vscode.l10n.t('Not tried, since the way ends before it.') }));

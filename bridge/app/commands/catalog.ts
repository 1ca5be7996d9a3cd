import type { CommandSpec } from '../../../protocol/model/command.ts';
import { type Asker, mayEver, type Policy } from '../../domain/permission.ts';
import { claim, release } from './claim.ts';
import { link, unlink } from './link.ts';
import { pr } from './pr.ts';
import { ciApprove, ciReject } from './ci-decide.ts';
import { ciRerun } from './ci-rerun.ts';
import { ciCancel } from './ci-cancel.ts';
import { ciLog } from './ci-log.ts';
import { ciRun } from './ci-run.ts';
import { ciStatus } from './ci-status.ts';
import type { Command } from './command.ts';
import { devices, signOutCommand } from './devices.ts';
import { explain } from './explain.ts';
import { help } from './help.ts';
import { mute, unmute } from './mute.ts';
import { pair, unpair } from './pair.ts';
import { status } from './status.ts';
import { who } from './who.ts';
import { why } from './why.ts';

/** Every command of the bot. The same line works in Slack, in the panel and from the palette. */
export const catalog: readonly Command[] = [
  help,
  who,
  status,
  pr,
  ciRun,
  ciStatus,
  ciRerun,
  ciCancel,
  ciLog,
  ciApprove,
  ciReject,
  claim,
  release,
  link,
  unlink,
  explain,
  pair,
  unpair,
  devices,
  signOutCommand,
  mute,
  unmute,
  why,
];

/** The catalog as somebody may use it: on some branch at least. */
export const catalogFor = (asker: Asker, policy: Policy): CommandSpec[] =>
  catalog
    .map((each) => each.spec)
    .filter((spec) => mayEver(asker, { command: spec.name, effect: spec.effect }, policy));

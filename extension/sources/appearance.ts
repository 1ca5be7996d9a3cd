import * as vscode from 'vscode';
import type { Appearance, Session } from '../../client/session.ts';
import { commandId } from '../contributions.ts';
import type { Around, Feature } from '../feature.ts';
import type { Situation } from '../situation.ts';
import { tellableNames } from './file-names.ts';
import { createIdle } from './idle.ts';
import { notice } from '../views/words.ts';
import { titleOf } from '../commands/title.ts';

const gatherMs = 1_000;

/** As a session begins, where nothing else was said. */
const unsaid = JSON.stringify({ seen: true, idle: false } satisfies Appearance);

/**
 * Keeps the bridge told of how this window appears to others, as far as its user's mode of sharing lets it. What is to be seen no more is taken
 * back at once; names of changed files are gathered first, and asked about again at the gate before they go.
 */
export function createAppearance(around: Around): Feature {
  const { world, workspace, failed } = around;
  const teller = createTeller(around);
  let files: { readonly of: string; readonly names: readonly string[] } | undefined;
  let stop: (() => void) | undefined;
  let over = false;

  const look = (): void => {
    const place = placeOfFiles(around);
    // Names belong to the branch on which they were changed.
    if (files?.of !== place) files = undefined;
    teller.tell({ ...appearanceOf(around.situation(), idle.now()), ...(files && { files: [...files.names] }) });
    if (place === undefined) {
      stop?.();
      stop = undefined;
    } else stop ??= world.after(gatherMs, () => void gather().catch(failed));
  };
  const gather = async (): Promise<void> => {
    stop = undefined;
    // Another branch may be checked out by now than when the waiting began.
    const place = placeOfFiles(around);
    if (place === undefined) return;
    const names = tellableNames(await workspace.changedFiles());
    if (over || placeOfFiles(around) !== place) return;
    files = { of: place, names };
    teller.tell({ ...appearanceOf(around.situation(), idle.now()), files: [...names] });
  };
  const idle = createIdle({ ...world, changed: look });
  const ask = createFilesQuestion(around);
  return {
    show() {
      look();
      ask();
    },
    attach(session) {
      teller.attach(session);
      look();
    },
    dispose() {
      over = true;
      stop?.();
      idle.dispose();
    },
  };
}

/** Tells a session what it was not told last. */
function createTeller({ session }: Around) {
  let told = unsaid;
  let to: Session | undefined = session();
  return {
    attach(next: Session | undefined): void {
      to = next;
      told = unsaid;
    },
    tell(how: Appearance): void {
      const what = JSON.stringify(how);
      if (!to || what === told) return;
      told = what;
      to.appear(how);
    },
  };
}

/** How a window appears: by the gate's word alone. Without a branch that may be told nothing is said of when its user is away either. */
function appearanceOf({ decision, mode, trusted }: Situation, idle: boolean): Appearance {
  if (mode === 'off' || !trusted) return { seen: false, idle: false };
  if ('share' in decision) return { seen: true, idle };
  if (decision.withhold === 'presence') return { seen: true, idle, on: decision.on };
  return { seen: true, idle: false };
}

/** The branch whose changed files may be named now; undefined where none may. */
function placeOfFiles({ situation, settings, memory }: Around): string | undefined {
  const { decision, origin } = situation();
  if (!('share' in decision) || !origin || !settings.sharesFiles()) return undefined;
  const { repository, branch } = decision.share;
  return memory.agreed(origin, repository, 'files') ? `${origin} ${repository} ${branch}` : undefined;
}

/** Offers once to show the message with the names in it, where they are wished for and were not seen yet. */
function createFilesQuestion({ situation, settings, memory, failed }: Around): () => void {
  let asked = false;
  return () => {
    const { decision, origin, connection } = situation();
    if (asked || connection.state !== 'online' || !origin || !('share' in decision) || !settings.sharesFiles()) return;
    if (memory.agreed(origin, decision.share.repository, 'files')) return;
    asked = true;
    const said = vscode.l10n.t('The names of your changed files are not sent before you have seen the message.');
    const button = titleOf('shareStatus');
    const offer = async (): Promise<void> => {
      const pressed = await vscode.window.showInformationMessage(notice(said), button);
      if (pressed === button) await vscode.commands.executeCommand(commandId('shareStatus'));
    };
    offer().catch(failed);
  };
}

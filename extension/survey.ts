import * as vscode from 'vscode';
import type { Uplink } from './connection/uplink.ts';
import type { Memory } from './memory.ts';
import type { Settings } from './settings.ts';
import type { Situation } from './situation.ts';
import { decide, type Decision } from './sources/share.ts';
import type { Unshared } from './sources/unshared.ts';
import type { Workspace } from './sources/workspace.ts';

export interface Sources {
  readonly workspace: Workspace;
  readonly uplink: Uplink;
  readonly memory: Memory;
  readonly settings: Settings;
  readonly unshared?: Unshared;
}

/** How everything stands now, read from each of its sources. */
export function survey(sources: Sources): Situation {
  const { workspace, uplink, memory, settings, unshared } = sources;
  return {
    trusted: vscode.workspace.isTrusted,
    folder: (vscode.workspace.workspaceFolders?.length ?? 0) > 0,
    git: workspace.git(),
    checkout: workspace.checkout(),
    tests: workspace.tests(),
    unheard: settings.testSources().size === 0,
    mode: settings.sharingMode(),
    overlaps: uplink.session()?.overlaps() ?? [],
    decision: decisionOf(sources),
    unfollowed: unshared?.why(workspace.checkout()?.repository),
    paused: memory.paused(),
    pausedUntil: memory.paused() ? memory.pausedUntil() : undefined,
    connection: uplink.connection(),
    origin: uplink.bridge()?.origin,
    room: uplink.session()?.room(),
  };
}

/** What may leave now, by the branch, the user's wishes and VS Code's word on the workspace. */
function decisionOf({ workspace, uplink, memory, settings }: Sources): Decision {
  const checkout = workspace.checkout();
  const origin = uplink.bridge()?.origin;
  const mode = settings.sharingMode();
  const shown = mode === 'presence' ? mode : 'status';
  return decide(checkout, workspace.tests()?.told, {
    trusted: vscode.workspace.isTrusted,
    agreed: checkout !== undefined && origin !== undefined && memory.agreed(origin, checkout.repository, shown),
    paused: memory.paused(),
    mode,
    privateBranches: checkout ? settings.privateBranches(checkout.root) : ['*'],
  });
}

import * as vscode from 'vscode';
import type { HostActs } from '../../client/panel-host.ts';
import { commandId } from '../contributions.ts';
import type { Around } from '../feature.ts';

/** What the panel asks of the editor. A link has been seen to be of http or https by the panel's own protocol. */
export const createPanelActs = (_around: Around): Omit<HostActs, 'seen'> => ({
  openLog: (run, job) => void vscode.commands.executeCommand(commandId('openLog'), { run, job }),
  openLink: (href) => void vscode.env.openExternal(vscode.Uri.parse(href, true)),
  openPlace: () => {},
  openDiff: () => {},
  openExcerpt: () => {},
  connect: () => void vscode.commands.executeCommand(commandId('connect')),
});

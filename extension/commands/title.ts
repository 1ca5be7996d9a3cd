import * as vscode from 'vscode';
import { type CommandName, commands } from '../contributions.ts';

/** A command's title in its reader's language, as the palette shows it. */
export const titleOf = (name: CommandName): string => vscode.l10n.t(commands[name].title);

import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Environment } from '../sources/git-guards.ts';
import { GitApi, GitExtension } from '../sources/git-api.ts';
import { type QuietGit, quietGit } from './quiet-git.ts';

/** The git that VS Code itself uses. Fails where there is none. */
export async function builtInGit(environment: Environment): Promise<QuietGit> {
  const extension = vscode.extensions.getExtension('vscode.git');
  if (!extension) throw new Error(vscode.l10n.t('The built-in Git extension is off.'));
  const exported = z.parse(GitExtension, await extension.activate());
  return quietGit(z.parse(GitApi, exported.getAPI(1)).git.path, environment);
}

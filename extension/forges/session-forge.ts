import * as vscode from 'vscode';
import { createGithub, type GithubSession } from './github.ts';
import type { Fetch } from './github-api.ts';
import type { OwnForge } from './own-forge.ts';

const scopes = ['repo'];

/** The forge whose session VS Code holds, at its own address and no other. `fetch` goes through the editor's proxy. */
export const createSessionForge = (fetch: Fetch): OwnForge =>
  createGithub({ fetch, api: 'https://api.github.com', session: heldSession });

/** VS Code's own session. The user is asked only where `ask` is true, and only where they have not agreed before. */
const heldSession = async (ask: boolean): Promise<GithubSession | undefined> =>
  vscode.authentication.getSession('github', scopes, ask ? { createIfNone: true } : { silent: true });

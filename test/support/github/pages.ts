import type { IncomingMessage, ServerResponse } from 'node:http';
import { stripVTControlCharacters } from 'node:util';
import { html } from '../block-kit/preview-text.ts';
import type { Pull, Repo } from './rows.ts';
import type { Job, Run } from './rows-actions.ts';
import { latest } from './shapes/run.ts';
import type { Site } from './site.ts';

const style = `:root{color-scheme:light dark}body{font:15px/23px system-ui,"Segoe UI",Roboto,"DejaVu Sans Condensed",sans-serif;margin:0 auto;max-width:860px;padding:24px}
header{color:GrayText;font-size:13px}h1{font-size:24px;line-height:32px;margin:12px 0}h2{font-size:17px;margin:24px 0 8px}li{margin:3px 0}
b{border:1px solid;border-radius:12px;font-size:13px;padding:1px 9px}.good{color:light-dark(#1a7f37,#3fb950)}.bad{color:light-dark(#cf222e,#f85149)}.wait{color:light-dark(#9a6700,#d29922)}
pre{background:light-dark(#f6f8fa,#161b22);border-radius:6px;font:12px/18px Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow:auto;padding:12px}pre i{color:GrayText;display:inline-block;font-style:normal;padding-right:14px;text-align:right;width:2em}:target{background:light-dark(#fff8c5,#3a3000)}`;

const nameOf = ({ owner, name }: Repo): string => `${owner.login}/${name}`;

const frame = (repo: Repo, title: string, body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${html(title)}</title><style>${style}</style>
<header>The demo’s GitHub, to look at alone · <a href="/${html(nameOf(repo))}">${html(nameOf(repo))}</a></header><h1>${html(title)}</h1>${body}</html>`;

/** How something stands, as a mark with its word. */
function standing({ status, conclusion }: { readonly status: string; readonly conclusion: string | null }): string {
  const word = (conclusion ?? status).replaceAll('_', ' ');
  const look = conclusion === 'success' ? 'good' : conclusion === null || conclusion === 'skipped' ? 'wait' : 'bad';
  return `<b class="${look}">${html(word)}</b>`;
}

const list = (items: readonly string[]): string => `<ul>${items.map((each) => `<li>${each}</li>`).join('')}</ul>`;

const runLine = (repo: Repo, run: Run): string =>
  `<a href="/${html(nameOf(repo))}/actions/runs/${run.id}">${html(run.workflow.name)} #${run.number}</a> ${standing(latest(run))} ${html(run.branch)} · ${run.sha.slice(0, 7)}`;

const pullLine = (repo: Repo, pull: Pull): string =>
  `<a href="/${html(nameOf(repo))}/pull/${pull.number}">#${pull.number} ${html(pull.title)}</a> by ${html(pull.author.login)}`;

const home = (repo: Repo): string =>
  frame(
    repo,
    nameOf(repo),
    `<h2>Pull requests</h2>${list(repo.pulls.map((each) => pullLine(repo, each)))}<h2>Actions</h2>${list(repo.runs.toReversed().map((each) => runLine(repo, each)))}`,
  );

function pullPage(repo: Repo, pull: Pull): string {
  const state = pull.merged ? 'merged' : pull.state;
  const runs = repo.runs.filter(({ sha }) => sha === pull.headSha).toReversed();
  const asked = pull.requested.map((each) => `asked: ${each.type === 'User' ? each.user.login : each.team.slug}`);
  const reviews = pull.reviews.map((each) => `${each.by.login}: ${each.state.toLowerCase().replaceAll('_', ' ')}`);
  return frame(
    repo,
    `${pull.title} #${pull.number}`,
    `<p><b class="${pull.state === 'open' ? 'good' : 'wait'}">${state}</b> ${html(pull.author.login)} wants to merge <code>${html(pull.head)}</code> into <code>${html(pull.base)}</code></p>
<h2>Reviews</h2>${list([...asked, ...reviews].map(html))}<h2>Checks of ${pull.headSha.slice(0, 7)}</h2>${list(runs.map((each) => runLine(repo, each)))}`,
  );
}

/** Without the time before each line, and without colours. */
const logOf = ({ log }: Job): string =>
  stripVTControlCharacters(log.map((line) => line.replace(/^\S+Z /, '')).join('\n'));

const jobPart = (job: Job): string =>
  `<h2>${html(job.check.name)} ${standing(job.check)}</h2>${list(job.steps.map((step) => `${html(step.name)} ${standing(step)}`))}${job.log.length > 0 ? `<pre>${html(logOf(job))}</pre>` : ''}`;

function runPage(repo: Repo, run: Run): string {
  const attempt = latest(run);
  const again = attempt.number > 1 ? ` · attempt ${attempt.number}` : '';
  return frame(
    repo,
    `${run.workflow.name} #${run.number}`,
    `<p>${standing(attempt)} ${html(run.branch)} · ${run.sha.slice(0, 7)} · by ${html(attempt.by.login)}${again}</p>${attempt.jobs.map(jobPart).join('')}`,
  );
}

async function filePage(repo: Repo, commit: string, path: string): Promise<string | undefined> {
  const sha = (await repo.git.resolve(commit)) ?? repo.heads.get(commit);
  const text = sha === undefined ? undefined : await repo.git.show(sha, path);
  if (text === undefined) return undefined;
  const lines = text.split('\n').map((line, at) => `<span id="L${at + 1}"><i>${at + 1}</i>${html(line)}</span>`);
  return frame(repo, path, `<p>${html(commit.slice(0, 40))}</p><pre>${lines.join('\n')}</pre>`);
}

async function pageAt(site: Site, path: string): Promise<string | undefined> {
  const [, owner, name, rest = ''] = /^\/([^/]+)\/([^/]+)\/?(.*)$/.exec(path) ?? [];
  const repo = site.repos.find((each) => each.owner.login === owner && each.name === name);
  if (!repo) return undefined;
  if (rest === '') return home(repo);
  const number = Number(/^pull\/(\d+)/.exec(rest)?.[1]);
  const pull = repo.pulls.find((each) => each.number === number);
  if (pull) return pullPage(repo, pull);
  const id = Number(/^actions\/runs\/(\d+)/.exec(rest)?.[1]);
  const run = repo.runs.find((each) => each.id === id);
  if (run) return runPage(repo, run);
  const [, commit, file] = /^blob\/([^/]+)\/(.+)$/.exec(rest) ?? [];
  return commit !== undefined && file !== undefined ? filePage(repo, commit, file) : undefined;
}

/** Answers a browser that follows one of our links: pull requests, runs and files, to look at. False where it asks for something else. */
export async function servePage(site: Site, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  if (request.method !== 'GET' || request.headers.accept?.includes('text/html') !== true) return false;
  const page = await pageAt(site, decodeURIComponent(new URL(request.url ?? '/', site.url).pathname));
  if (page === undefined) return false;
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }).end(page);
  return true;
}

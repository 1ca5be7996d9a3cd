// Runs CI for a branch through a Shiproom bridge: node client.mjs LINK REPOSITORY BRANCH COMMIT (needs the package ws)
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';

const [link, repository, branch, commit] = process.argv.slice(2);
const [origin, code] = link.split(/\/(?:join)?#code=/);
const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}/ws`);
const closed = once(socket, 'close').then((details) => Promise.reject(new Error(`Closed: ${details.join(' ')}`)));
const silence = setTimeout(() => socket.terminate(), 36_000).unref();
const waiting = [];
let card = { version: 0, ci: [] };

function request(method, params) {
  const answer = Promise.withResolvers();
  const id = waiting.push(answer) - 1;
  socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
  return answer.promise;
}

function takeCard(news) {
  const isOurs = news.key.repository === repository && news.key.branch === branch;
  if (isOurs && news.version > card.version) card = news;
}

function makeMid() {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

socket.on('message', (data) => {
  silence.refresh();
  const { id, result, error, method, params } = JSON.parse(data);
  if (error) waiting[id].reject(new Error(error.message));
  else if (result) waiting[id].resolve(result);
  else if (method === 'card/changed') takeCard(params.card);
});

async function runCi() {
  await once(socket, 'open');
  const device = { id: randomUUID(), name: 'Example client' }; // a client that stays keeps its id
  const { now, rooms } = await request('session/hello', { protocol: 1, code, device, cursors: [] });
  const [{ room, cards }] = rooms;
  cards.forEach(takeCard);
  const status = { repository, branch, head: commit, changes: { staged: 0, unstaged: 0, untracked: 0, conflicted: 0 } };
  await request('status/share', { mid: makeMid(), room, counter: Date.now(), status });
  const command = { mid: makeMid(), room, line: `ci run ${branch}`, expiresAt: now + 45_000 };
  const { reply, run } = await request('command/run', command);
  console.log(reply.text);
  if (!run) throw new Error('No run was started.');
  const findRun = () => card.ci.find((candidate) => candidate.run === run);
  while (['queued', 'setting-up', 'running', undefined].includes(findRun()?.state)) await once(socket, 'message');
  return findRun().state;
}

await Promise.race([runCi(), closed]).then(console.log, (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
socket.close(1000);

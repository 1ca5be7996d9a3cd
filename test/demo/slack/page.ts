import { html } from '../../support/block-kit/preview-text.ts';
import { capital, people } from '../team/people.ts';

const send = '<button type="submit" aria-label="Send" title="Send (Enter)">➤</button>';
const composer = (id: string, label: string): string =>
  `<form class="composer" id="${id}"><textarea rows="1" aria-label="${html(label)}" placeholder="${html(label)}"></textarea>${send}</form>`;

const persons = people.map(
  (name) => `<option value="${name}">${html(capital(name))}${name === 'ann' ? ' (you)' : ''}</option>`,
);

/** Slack's window, without what is in it: `client.ts` brings that. */
export const slackPage = (channel: string, theme: string | undefined): string => `<!doctype html>
<html lang="en"${theme === undefined ? '' : ` data-theme="${html(theme)}"`}><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>#${html(channel)}</title><link rel="stylesheet" href="slack.css${theme === undefined ? '' : `?theme=${html(theme)}`}"><script type="module" src="slack.js"></script>
<body>
<nav class="rail" aria-label="Acme">
<span class="team" aria-hidden="true">A</span>
<button type="button" data-tab="channel" aria-pressed="true"><b aria-hidden="true">#</b>Channel</button>
<button type="button" data-tab="home" aria-pressed="false"><img src="/icon.png" alt="">App</button>
<label class="me"><span class="avatar ann" aria-hidden="true">A</span><select aria-label="Who you are here">${persons.join('')}</select></label>
</nav>
<main>
<section class="pane" id="channel" aria-label="#${html(channel)}">
<header><h1># ${html(channel)}</h1><span class="topic">What ships, and what does not</span><span class="members">${people.length + 1} members</span></header>
<div class="messages" role="log" aria-label="Messages in #${html(channel)}" tabindex="0"></div>
<button type="button" class="newer" hidden>↓ New messages</button>
${composer('say', `Message #${channel}`)}
</section>
<aside class="pane" id="thread" aria-label="Thread" hidden>
<header><h2>Thread</h2><span class="topic"># ${html(channel)}</span><button type="button" id="close" aria-label="Close thread" title="Close">✕</button></header>
<div class="messages" role="log" aria-label="Messages in the thread" tabindex="0"></div>
<button type="button" class="newer" hidden>↓ New messages</button>
${composer('reply', 'Reply…')}
</aside>
<section class="pane" id="home" aria-label="Shiproom, the app" hidden>
<header><h1>Shiproom</h1><span class="app">APP</span></header>
<div class="messages home" tabindex="0"></div>
</section>
<div id="toast" role="status"></div>
<dialog aria-labelledby="asked"><h2 id="asked"></h2><p></p><form method="dialog"><button value="no"></button><button value="yes" class="primary"></button></form></dialog>
</main></body></html>`;

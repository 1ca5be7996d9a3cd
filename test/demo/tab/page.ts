import { html } from '../../support/block-kit/preview-text.ts';

/** What stands in the tab beside Slack. */
export type Left = { readonly editor: string } | { readonly instead: string };

interface Tab {
  readonly left: Left;
  readonly slack: string;
  readonly room: string;
}

const leftOf = (left: Left): string =>
  'editor' in left
    ? `<iframe id="editor" title="VS Code" src="${html(left.editor)}" allow="clipboard-read; clipboard-write"></iframe>`
    : `<div id="editor" class="instead"><p>${html(left.instead)}</p></div>`;

/** The one page: a line of what to do next, the editor, Slack. */
export const tabPage = ({ left, slack, room }: Tab): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Shiproom: the demo</title>
<link rel="icon" href="/icon.png"><link rel="stylesheet" href="/tab.css"><script type="module" src="/tab.js"></script>
<body><header><img src="/icon.png" alt=""><strong>Shiproom</strong><span id="count" aria-hidden="true"></span><p id="step" role="status"></p><a href="${html(room)}" target="_blank" rel="noreferrer">Room in browser ↗</a></header>
<main>${leftOf(left)}<div id="splitter" role="separator" aria-orientation="vertical" aria-label="Width of the editor" aria-valuemin="30" aria-valuemax="75" tabindex="0"></div><iframe id="slack" title="Slack" src="${html(slack)}"></iframe></main>
</body></html>`;

export const tabStyle = `
:root{color-scheme:light dark;--page:#f3f2f4;--ink:#1d1c1d;--soft:#5c5a5e;--line:#d0ced3;--mark:#5b3cc4;--on:#fff}
@media(prefers-color-scheme:dark){:root{--page:#101114;--ink:#e8e6ea;--soft:#a9a6ad;--line:#33343a;--mark:#b7a4ff;--on:#16121f}}
*{box-sizing:border-box}
html,body{height:100%;margin:0}
body{background:var(--page);color:var(--ink);display:flex;flex-direction:column;font:14px/20px system-ui,"Segoe UI",Roboto,"DejaVu Sans Condensed",sans-serif}
header{align-items:center;border-bottom:1px solid var(--line);display:flex;flex:none;gap:10px;min-height:44px;padding:5px 14px}
header img{height:22px;width:22px}
#step{flex:1;margin:0;min-width:0}
#count{background:var(--mark);border-radius:10px;color:var(--on);flex:none;font-size:12px;font-weight:700;line-height:20px;margin-left:6px;padding:0 9px}
#count:empty{display:none}
#step.new{animation:new 1.6s ease-out}
@keyframes new{from{color:var(--mark)}}
@media(prefers-reduced-motion:reduce){#step.new{animation:none}}
header a{color:var(--soft);flex:none;font-size:13px;text-decoration:none}
header a:hover{color:var(--ink);text-decoration:underline}
:focus-visible{outline:2px solid var(--mark);outline-offset:1px}
main{display:flex;flex:1;min-height:0}
iframe{border:0;display:block;height:100%;min-width:0}
#editor{flex:0 0 60%}
iframe#editor.wide{min-width:1280px;margin-right:min(0px,60vw - 1280px)}
#slack,#splitter{position:relative;z-index:1}
#slack{flex:1}
.instead{align-content:center;padding:0 10%;text-align:center}
.instead p{font-size:16px;line-height:26px;white-space:pre-line}
#splitter{background:var(--line);cursor:col-resize;flex:0 0 5px;touch-action:none}
#splitter:hover,#splitter:focus-visible{background:var(--mark);outline:0}
main.dragging iframe{pointer-events:none}
@media(max-width:760px){main{flex-direction:column}#splitter{display:none}#editor{flex-basis:55%!important;width:100%}#slack{width:100%}header a{display:none}}
@media(max-width:1180px){#step{font-size:13px;line-height:17px}}
`;

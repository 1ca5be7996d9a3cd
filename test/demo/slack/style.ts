import { styleOf } from '../../support/block-kit/preview-style.ts';

const rules = `
html,body{height:100%}
body{display:flex;overflow:hidden}
[hidden]{display:none!important}
button,select,textarea{font:inherit;color:inherit}
:focus-visible{outline:2px solid #1d9bd1;outline-offset:1px}
.rail{align-items:center;background:#3f0e40;color:#f3e9f3;display:flex;flex:none;flex-direction:column;gap:10px;padding:12px 0;width:64px}
.team{background:#fff;border-radius:8px;color:#3f0e40;font-weight:900;height:36px;line-height:36px;margin-bottom:4px;text-align:center;width:36px}
.rail button{align-items:center;background:none;border:0;border-radius:8px;cursor:pointer;display:flex;flex-direction:column;font-size:11px;font-weight:700;gap:2px;line-height:14px;padding:4px 2px;width:56px}
.rail b,.rail img{background:#ffffff1a;border-radius:8px;font-size:19px;height:34px;line-height:34px;padding:0;width:34px}
.rail img{padding:5px}
.rail button[aria-pressed=true] b,.rail button[aria-pressed=true] img{background:#ffffff42}
.me{margin-top:auto;position:relative}
.me .avatar{display:block}
.me select{cursor:pointer;inset:0;opacity:0;position:absolute;width:100%}
.me select option{background:#fff;color:#1d1c1d}
.me:focus-within .avatar{outline:2px solid #fff;outline-offset:2px}
main{display:flex;flex:1;min-width:0;position:relative}
.pane{background:var(--page);display:flex;flex:1;flex-direction:column;min-width:0}
.pane>header{align-items:baseline;border-bottom:1px solid var(--line);display:flex;flex:none;gap:10px;padding:12px 16px;white-space:nowrap}
h1,h2{font-size:17px;font-weight:900;line-height:24px;margin:0}
.topic,.members{color:var(--soft);font-size:13px;overflow:hidden;text-overflow:ellipsis}
.members{border:1px solid var(--line);border-radius:4px;font-size:12px;line-height:20px;flex:none;margin-left:auto;padding:0 8px}
.topic{flex:0 1 auto}
#close{background:none;border:0;border-radius:4px;cursor:pointer;margin-left:auto;padding:0 6px}
#close:hover{background:var(--hover)}
.messages{flex:1;overflow:auto;padding:10px 0}
.messages:focus-visible{outline-offset:-2px}
.message{padding:6px 16px;position:relative}
.message:hover,.message:focus-within{background:var(--hover)}
.message.fresh{animation:fresh 2.4s ease-out}
@keyframes fresh{from{background:#f2c74433}}
@media(prefers-reduced-motion:reduce){.message.fresh{animation:none}}
.replies{background:none;border:0;border-radius:4px;cursor:pointer;display:block;padding:2px 4px;margin-left:-4px}
.replies::after{color:var(--soft);content:"  View thread";font-weight:400}
.replies:hover{background:var(--page);text-decoration:underline}
button.button:hover{box-shadow:inset 0 0 0 99px #00000012}
#thread .message:not(.whisper) .tools{display:none}
.newer{align-self:center;background:#1264a3;border:0;border-radius:14px;color:#fff;cursor:pointer;flex:none;font-size:12px;font-weight:700;margin:-34px 0 6px;padding:3px 14px;position:relative;z-index:1}
.tools{background:var(--page);border:1px solid var(--line);border-radius:6px;opacity:0;position:absolute;right:16px;top:-10px}
.message:hover .tools,.tools:focus-within{opacity:1}
.tools button{background:none;border:0;border-radius:6px;color:var(--soft);cursor:pointer;font-size:12px;padding:3px 8px}
.tools button:hover{background:var(--hover);color:var(--ink)}
.whisper::before{color:var(--soft);content:"Only visible to you";font-size:12px;left:60px;position:absolute;top:3px}
.whisper{background:var(--field);padding-top:24px}
.avatar.ann{background:#7c3085}
.avatar.ben{background:#1264a3}
.avatar.cleo{background:#b5541c}
.avatar.deploybot{background:#3b6e52}
.avatar.relayed{background:#7c3085}
.avatar.shiproom{background:#0d1117 url(/icon.png) center/28px no-repeat;color:transparent}
.composer{align-items:flex-end;border:1px solid var(--soft);border-radius:8px;display:flex;flex:none;gap:6px;margin:4px 16px 16px;padding:6px 6px 6px 12px}
.composer:focus-within{box-shadow:0 0 0 1px var(--soft)}
.composer textarea{background:none;border:0;flex:1;line-height:22px;max-height:132px;min-width:0;outline:0;padding:4px 0;resize:none;field-sizing:content}
.composer textarea::placeholder{color:var(--soft);white-space:nowrap}
.composer button{background:#007a5a;border:0;border-radius:4px;color:#fff;cursor:pointer;flex:none;height:30px;width:34px}
.composer:not(:has(textarea:not(:placeholder-shown))) button{background:none;color:var(--soft)}
#thread{border-left:1px solid var(--line);flex:0 0 min(46%,420px)}
@media(max-width:760px){#thread{box-shadow:-12px 0 28px #0000002e;inset:0 0 0 auto;position:absolute;width:min(calc(100% - 48px),400px);z-index:2}}
#home{inset:0;position:absolute;z-index:3}
.home{padding:12px 20px}
#toast{background:var(--ink);border-radius:8px;bottom:84px;color:var(--page);font-size:13px;left:50%;max-width:90%;padding:8px 14px;position:absolute;transform:translateX(-50%);z-index:4}
#toast:empty{display:none}
dialog{background:var(--page);border:1px solid var(--line);border-radius:10px;box-shadow:0 18px 48px #0007;color:var(--ink);max-width:400px;padding:24px}
dialog::backdrop{background:#0006}
dialog h2{font-size:20px}
dialog p{margin:10px 0 22px}
dialog form{display:flex;gap:12px;justify-content:flex-end}
dialog button{background:var(--button);border:1px solid var(--line);border-radius:4px;cursor:pointer;font-weight:700;padding:6px 16px}
dialog button.primary{background:var(--green);border-color:var(--green);color:#fff}
`;

/** The look of a message, and of the window around it. */
export const slackStyle = (theme: 'light' | 'dark' | undefined): string => styleOf(theme) + rules;

const light = {
  page: '#ffffff',
  ink: '#1d1c1d',
  soft: '#616061',
  line: '#dddddd',
  link: '#1264a3',
  code: '#c01343',
  field: '#f8f8f8',
  hover: '#f8f8f8',
  button: '#ffffff',
  green: '#007a5a',
  red: '#e01e5a',
  badge: '#dddddd',
  call: '#e8f5fa',
};
const dark: typeof light = {
  page: '#1a1d21',
  ink: '#d1d2d3',
  soft: '#ababad',
  line: '#3a3d41',
  link: '#1d9bd1',
  code: '#e8912d',
  field: '#222529',
  hover: '#222529',
  button: '#1a1d21',
  green: '#007a5a',
  red: '#cc2950',
  badge: '#4a4d51',
  call: '#1f3a47',
};

const variables = (colours: typeof light): string =>
  Object.entries(colours)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');

const rules = `
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/22px Lato,"Slack-Lato","Segoe UI","Helvetica Neue",Roboto,"DejaVu Sans Condensed",sans-serif}
a{color:var(--link);text-decoration:none}
.channel{border-bottom:1px solid var(--line);font-size:18px;font-weight:900;padding:11px 20px}
.message{display:flex;gap:8px;padding:8px 20px}
.reply{padding-left:64px}
.avatar{background:#3f0e40;border-radius:6px;color:#fff;flex:none;font-weight:900;height:36px;line-height:36px;text-align:center;width:36px}
.body{flex:1;min-width:0;overflow-wrap:anywhere}
.name{font-weight:900}
.app{background:var(--badge);border-radius:2px;color:var(--soft);font-size:10px;font-weight:700;line-height:14px;margin:0 4px;padding:1px 3px}
.time,.edited,.also{color:var(--soft);font-size:12px}
.edited{font-size:13px}
.replies{color:var(--link);font-size:13px;font-weight:700;margin-top:4px}
.block{margin:4px 0}
h3.block{font-size:18px;font-weight:900;line-height:1.33;margin:8px 0 4px}
.fields{display:grid;gap:8px 16px;grid-template-columns:1fr 1fr}
.pre{white-space:pre-wrap}
.context{color:var(--soft);font-size:13px;line-height:18px}
.context span+span{margin-left:4px}
.actions{align-items:flex-start;display:flex;flex-wrap:wrap;gap:8px;margin:8px 0}
.button{font-family:inherit;background:var(--button);border:1px solid var(--line);border-radius:4px;color:var(--ink);cursor:pointer;display:block;font-size:13px;font-weight:700;line-height:26px;list-style:none;max-width:100%;overflow:hidden;padding:0 12px;text-overflow:ellipsis;white-space:nowrap}
.button::-webkit-details-marker{display:none}
.primary{background:var(--green);border-color:var(--green);color:#fff}
.danger{background:var(--red);border-color:var(--red);color:#fff}
.confirm{position:relative}
.dialog{background:var(--page);border:1px solid var(--line);border-radius:8px;box-shadow:0 8px 24px #0006;margin-top:4px;padding:16px;position:absolute;width:300px;z-index:1}
.dialog b{display:block;font-size:18px;font-weight:900}
.dialog p{margin:8px 0 16px}
.dialog div{display:flex;gap:8px;justify-content:flex-end}
ul,ol{margin:0;padding-left:26px}
blockquote{border-left:4px solid var(--line);margin:4px 0;padding-left:12px;white-space:pre-wrap}
pre{background:var(--field);border:1px solid var(--line);border-radius:4px;font:12px/18px Menlo,Consolas,"DejaVu Sans Mono",monospace;margin:4px 0;padding:8px;white-space:pre-wrap}
code{background:var(--field);border:1px solid var(--line);border-radius:3px;color:var(--code);font:12px/1.5 Menlo,Consolas,"DejaVu Sans Mono",monospace;padding:1px 3px}
.call{background:var(--call);border-radius:3px;color:var(--link);padding:0 2px}
hr{border:0;border-top:1px solid var(--line);margin:12px 0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:13px}
td,th{border:1px solid var(--line);overflow-wrap:normal;padding:6px 10px;text-align:left;vertical-align:top}
th{background:var(--field);font-weight:700}
.dot{border-radius:50%;display:inline-block;height:.85em;margin-right:.15em;vertical-align:-.06em;width:.85em}
.dot.red{background:#dd2e44}
.dot.yellow{background:#f4b400}
.dot.green{background:#3aa55d}
.dot.violet{background:#aa8ed6}
.dot.white{background:#c7ccd1}
.dot.black{background:#5a5f66}
.home{padding:8px 20px}
`;

/** Slack's look, near enough to judge a layout by: its sizes, its distances, its two themes. With no theme, the reader's own. */
export const styleOf = (theme: 'light' | 'dark' | undefined): string => {
  const own = theme === undefined ? `@media(prefers-color-scheme:dark){:root{${variables(dark)}}}` : '';
  return `:root{color-scheme:${theme ?? 'light dark'};${variables(theme === 'dark' ? dark : light)}}${own}${rules}`;
};

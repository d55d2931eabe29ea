/** The app's own look; on purpose not the portal's. */
export const style = `
:root { color-scheme: light dark; --bg: #fbf8f3; --card: #fff; --fg: #221c14; --muted: #62584a; --line: #8d8271;
  --soft: #e9e1d4; --accent: #8a3b12; --on-accent: #fff; --ok: #17603a; --bad: #a3201a; --code: #f3ede3; }
@media (prefers-color-scheme: dark) { :root { --bg: #17140f; --card: #211d16; --fg: #f0e9dd; --muted: #b9ad9b; --line: #857a69;
  --soft: #38322a; --accent: #f0a878; --on-accent: #2b1204; --ok: #7fd3a0; --bad: #ff9d94; --code: #110e0a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--fg); font: 1rem/1.5 system-ui, sans-serif; }
body > * { max-width: 64rem; margin-inline: auto; padding-inline: 1rem; }
header { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5rem 1rem; padding-block: 1rem; }
.brand { display: flex; align-items: center; gap: .6rem; margin: 0; font-weight: 650; font-size: 1.125rem; }
.brand span { display: grid; place-items: center; width: 2rem; height: 2rem; border-radius: .5rem; background: var(--accent); color: var(--on-accent); }
.who { display: flex; align-items: center; gap: 1rem; } .who p { margin: 0; line-height: 1.25; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .75rem; } h2 { font-size: 1.125rem; margin: 0 0 .5rem; } h3 { font-size: .875rem; margin: 0 0 .25rem; }
.hero { padding-block: 2rem; max-width: 38rem; } .hero h1 { font-size: 2.25rem; }
.muted, small { color: var(--muted); font-size: .875rem; }
.note { border: 1px solid var(--line); border-inline-start: 4px solid var(--accent); background: var(--card); border-radius: .5rem; padding: .75rem 1rem; }
.columns { display: grid; gap: 2rem; } @media (min-width: 48rem) { .columns { grid-template-columns: 1fr 20rem; } }
.events { list-style: none; margin: 0; padding: 0; border: 1px solid var(--soft); border-radius: .75rem; background: var(--card); }
.events li { display: flex; gap: 1rem; padding: .9rem 1rem; border-top: 1px solid var(--soft); } .events li:first-child { border-top: 0; }
.events time { flex: 0 0 7.5rem; font-weight: 600; } .events small { display: block; font-weight: 400; } .events span { overflow-wrap: anywhere; min-width: 0; }
.card { border: 1px solid var(--soft); border-radius: .75rem; background: var(--card); padding: 1rem; margin-bottom: 1rem; } .card p { margin: 0 0 .75rem; }
.stack { display: grid; gap: .75rem; } .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; }
label { display: grid; gap: .25rem; font-size: .875rem; font-weight: 600; min-width: 0; }
input { font: inherit; font-weight: 400; width: 100%; min-width: 0; min-height: 2.75rem; padding: .25rem .6rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--bg); color: var(--fg); }
button, .button { display: inline-flex; align-items: center; justify-content: center; min-height: 2.75rem; padding: .25rem 1rem; font: inherit; font-weight: 600;
  border: 1px solid var(--line); border-radius: .5rem; background: var(--card); color: var(--fg); text-decoration: none; cursor: pointer; }
.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
:focus-visible { outline: 2px solid var(--fg); outline-offset: 2px; }
code { background: var(--code); border-radius: .3rem; padding: .1rem .35rem; font-size: .8125rem; white-space: nowrap; } .scopes { line-height: 1.9; }
.protocol { border-top: 1px solid var(--soft); padding-block: 1.5rem 3rem; margin-top: 2rem; }
.protocol ol { list-style: none; padding: 0; margin: 0; } .protocol li { border: 1px solid var(--soft); border-radius: .5rem; margin-bottom: .5rem; background: var(--card); }
summary { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; padding: .6rem .75rem; cursor: pointer; } summary .title { flex: 1 1 12rem; } summary time { color: var(--muted); font-size: .8125rem; }
.mark { flex: 0 0 4rem; font-size: .75rem; font-weight: 700; } .ok { color: var(--ok); } .bad { color: var(--bad); }
.wire { display: grid; gap: 1rem; padding: 0 .75rem .75rem; } .wire > div { min-width: 0; } @media (min-width: 48rem) { .wire { grid-template-columns: 1fr 1fr; } }
pre { margin: 0; padding: .75rem; background: var(--code); border-radius: .5rem; font-size: .8125rem; line-height: 1.5; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 24rem; overflow: auto; }
`;

/** The style of the report page: readable on a phone and on paper. */
export const reportStyle = `
:root{color-scheme:light;--line:#d0d5dd;--ink:#1d2430;--soft:#5a6475}
*{box-sizing:border-box}
body{margin:0;color:var(--ink);background:#fff;font:16px/1.6 system-ui,"Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR",sans-serif;word-break:keep-all;overflow-wrap:anywhere}
main{max-width:72rem;margin:0 auto;padding:1rem}
h1{font-size:1.6rem;line-height:1.3;margin:.5rem 0}
h2{font-size:1.2rem;margin:2.2rem 0 .5rem;padding-top:.6rem;border-top:1px solid var(--line)}
.verdict{font-size:1.15rem;font-weight:700;padding:.6rem .9rem;border-left:.4rem solid}
.verdict.passed{border-color:#1e6b3a;background:#e6f4ea}
.verdict.failed{border-color:#a1121f;background:#fde7e9}
table{border-collapse:collapse;width:100%;font-size:.95rem}
th,td{text-align:left;vertical-align:top;padding:.45rem .6rem;border-bottom:1px solid var(--line)}
tbody th{min-width:9rem}
.rules tbody th{min-width:0;white-space:nowrap}
.rules td:nth-child(3){min-width:14rem}
th.number,td.number{text-align:right;font-variant-numeric:tabular-nums}
thead th{color:var(--soft);font-weight:600;white-space:nowrap}
tr.failed>td:nth-child(2),tr.stuck>td:nth-child(2){color:#a1121f;font-weight:700}
tr.waived>td:nth-child(2),tr.recovers>td:nth-child(2){color:#7a5200;font-weight:700}
tr.passed>td:nth-child(2){color:#1e6b3a}
td:nth-child(2){white-space:nowrap}
ul{margin:.3rem 0 0;padding-left:1.2rem}
code{font:.88em ui-monospace,Menlo,Consolas,monospace;color:var(--soft)}
.hash{display:block;overflow-wrap:anywhere}
.wide{overflow-x:auto;margin:0}
figure.wide svg{display:block;max-width:none}
figcaption{color:var(--soft);font-size:.9rem;max-width:46rem;margin:.3rem 0 .8rem}
@media print{main{max-width:none}figure.wide svg{max-width:100%;height:auto}h2{break-after:avoid}tr,figure{break-inside:avoid}}
`;

import { scaleLinear } from 'd3-scale';
import { LINE, wrapLabel } from '../draw/picture/label.ts';

/** One bar of the picture: a loss with the money it would cost, in whole minor units. */
export interface PriceBar {
  readonly label: string;
  readonly least: bigint;
  readonly most: bigint;
  readonly text: string;
}

const width = 960;
const barHeight = 24;
const gap = 20;
const labelWidth = 280;
const textWidth = 250;

/**
 * Draws money against what is lost, as SVG: a full bar up to the least, and a hatched one on to the most.
 *
 * The figures stand beside the bars, so that the picture says nothing by colour or length alone.
 */
export function renderPricePicture(
  bars: readonly PriceBar[],
  words: { readonly title: string; readonly locale: 'ko' | 'en' },
): string {
  const most = Math.max(1, ...bars.map((bar) => Number(bar.most)));
  const x = scaleLinear([0, most], [0, width - labelWidth - textWidth]);
  let below = 48;
  const rows = bars.map((bar) => {
    const lines = wrapLabel(bar.label, labelWidth - 28);
    const y = below;
    below += Math.max(barHeight, lines.length * LINE) + gap;
    const [short, long] = [x(Number(bar.least)), x(Number(bar.most))];
    return `<g>
<text text-anchor="end">${lines.map((line, at) => `<tspan x="${labelWidth - 12}" y="${y + 17 + at * LINE}">${escapeText(line)}</tspan>`).join('')}</text>
<rect x="${labelWidth}" y="${y}" width="${long.toFixed(1)}" height="${barHeight}" fill="url(#most)" stroke="#5b2a2a"/>
<rect x="${labelWidth}" y="${y}" width="${short.toFixed(1)}" height="${barHeight}" fill="#8c2f2f"/>
<text x="${(labelWidth + long + 8).toFixed(1)}" y="${y + 17}">${escapeText(bar.text)}</text>
</g>`;
  });
  const height = below + 8;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" lang="${words.locale}" font-family="system-ui, sans-serif" font-size="14" fill="#1a1a1a">
<title>${escapeText(words.title)}</title>
<defs><pattern id="most" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#f6e9e4"/><line x1="0" y1="0" x2="0" y2="6" stroke="#b06a5b" stroke-width="2"/></pattern></defs>
<rect width="${width}" height="${height}" fill="#ffffff"/>
<text x="16" y="28" font-size="16" font-weight="600">${escapeText(words.title)}</text>
${rows.join('\n')}
</svg>
`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

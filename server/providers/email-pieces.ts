import type { VisitBody } from '../messages/messenger.ts';
import { LIGHT } from './email-look.ts';

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/** Text as it may stand in an element or between quotes in one. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES.get(character) ?? character);

/** Text that keeps its own direction, whatever stands around it. */
const address = (url: URL): string =>
  `<a class="address" href="${escaped(url.href)}" dir="ltr" style="color:${LIGHT.accent};overflow-wrap:anywhere;word-break:break-word">${escaped(url.href)}</a>`;

/** One paragraph a line. */
export const paragraphs = (lines: readonly string[]): string =>
  lines
    .map((line) => `<p class="words" style="margin:0 0 12px;color:${LIGHT.text}">${escaped(line)}</p>`)
    .join('\n');

/** A line with our own address in it, which is the only thing in words that is made a link. */
export const lineWithAddress = (line: string, url: URL): string => {
  const pieces = line.split(url.href).map(escaped);
  return `<p class="soft" style="margin:0 0 12px;font-size:14px;line-height:1.6;color:${LIGHT.soft}">${pieces.join(address(url))}</p>`;
};

/** To be marked with one touch. */
export const codeBox = (code: string): string => `
<p class="code" dir="ltr" style="margin:0 0 20px;padding:18px 12px 18px 16px;border-radius:12px;background:${LIGHT.code};color:${LIGHT.codeText};font-family:ui-monospace,'SF Mono',Menlo,Consolas,monospace;font-size:32px;line-height:1.2;font-weight:700;letter-spacing:4px;text-align:center;overflow-wrap:anywhere;-webkit-user-select:all;user-select:all">${escaped(code)}</p>`;

export const button = (url: URL, label: string): string => `
<p style="margin:20px 0 18px"><a class="button" href="${escaped(url.href)}" style="display:inline-block;padding:13px 28px;border-radius:10px;background:#0f766e;color:#ffffff;font-size:17px;line-height:1.4;font-weight:600;text-decoration:none">${escaped(label)}</a></p>`;

/** What the message is about, before all else. */
export const headline = (line: string): string =>
  `<h1 class="news" style="margin:0 0 20px;color:${LIGHT.text};font-size:21px;font-weight:700;line-height:inherit;overflow-wrap:anywhere">${escaped(line)}</h1>`;

const detail = ({ label, value }: VisitBody['details'][number]): string => `<tr>
<td class="label" valign="baseline" style="padding:6px 16px;color:${LIGHT.soft};font-size:15px;width:1%;white-space:nowrap">${escaped(label)}</td>
<td class="value" valign="baseline" dir="auto" style="padding:6px 16px;color:${LIGHT.text};font-weight:600;text-align:start;overflow-wrap:anywhere">${escaped(value)}</td>
</tr>`;

/** Facts beside their names, in a box of their own. */
export const detailsBox = (details: VisitBody['details']): string =>
  details.length === 0
    ? ''
    : `<table class="details" role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 20px;padding:8px 0;background:${LIGHT.ground};border:1px solid ${LIGHT.edge};border-radius:12px">
${details.map(detail).join('\n')}
</table>`;

import type { Message } from '../messages/messenger.ts';
import type { Locale } from '../people/person.ts';

/** Whose mail it is. */
export interface Letterhead {
  appName: string;
  publicUrl: URL;
}

/**
 * The colours of the web client. They stand in the elements too, light, for readers that drop the style
 * sheet; the dark ones are in the sheet alone.
 */
const LIGHT = {
  ground: '#f6f8f8',
  card: '#ffffff',
  edge: '#e2e7e7',
  text: '#1b2323',
  soft: '#4d5959',
  accent: '#0f766e',
  code: '#effaf8',
  codeText: '#0b4f4a',
};
const DARK = {
  ground: '#0c1111',
  card: '#182020',
  edge: '#2a3433',
  text: '#e6ecec',
  soft: '#a0adac',
  accent: '#7fd0c5',
  code: '#0a3d3a',
  codeText: '#dcf3ef',
};

const SHEET = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .ground { background: ${DARK.ground} !important; }
  .card { background: ${DARK.card} !important; border-color: ${DARK.edge} !important; }
  .name, .words { color: ${DARK.text} !important; }
  .soft { color: ${DARK.soft} !important; }
  .address { color: ${DARK.accent} !important; }
  .code { background: ${DARK.code} !important; color: ${DARK.codeText} !important; }
}
@media (max-width: 420px) { .card { padding: 24px 20px 12px !important; } }
`;

const FONTS = "Inter, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial";
/** The letters of each script need a face that has them, and the height that it needs. */
const TYPE: Record<Locale, { fonts: string; lineHeight: number }> = {
  en: { fonts: `${FONTS}, sans-serif`, lineHeight: 1.55 },
  es: { fonts: `${FONTS}, sans-serif`, lineHeight: 1.55 },
  hi: { fonts: `${FONTS}, 'Noto Sans Devanagari', 'Nirmala UI', sans-serif`, lineHeight: 1.7 },
  ur: { fonts: "'Noto Nastaliq Urdu', 'Noto Naskh Arabic', 'Segoe UI', Tahoma, sans-serif", lineHeight: 2 },
};

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES.get(character) ?? character);

/** Text that keeps its own direction, whatever stands around it. */
const address = (url: URL): string =>
  `<a class="address" href="${escaped(url.href)}" dir="ltr" style="color:${LIGHT.accent};overflow-wrap:anywhere;word-break:break-word">${escaped(url.href)}</a>`;

const linesOf = (text: string): string[] => text.split(/\n+/).filter((line) => line.trim() !== '');

/** One paragraph a line. */
const paragraphs = (lines: readonly string[]): string =>
  lines
    .map((line) => `<p class="words" style="margin:0 0 12px;color:${LIGHT.text}">${escaped(line)}</p>`)
    .join('\n');

/** A line with our own address in it, which is the only thing in words that is made a link. */
const lineWithAddress = (line: string, url: URL): string => {
  const pieces = line.split(url.href).map(escaped);
  return `<p class="soft" style="margin:0 0 12px;font-size:14px;line-height:1.6;color:${LIGHT.soft}">${pieces.join(address(url))}</p>`;
};

const codeBox = (code: string): string => `
<p class="code" dir="ltr" style="margin:0 0 20px;padding:18px 12px 18px 16px;border-radius:12px;background:${LIGHT.code};color:${LIGHT.codeText};font-family:ui-monospace,'SF Mono',Menlo,Consolas,monospace;font-size:32px;line-height:1.2;font-weight:700;letter-spacing:4px;text-align:center;overflow-wrap:anywhere;-webkit-user-select:all;user-select:all">${escaped(code)}</p>`;

const button = (url: URL, label: string): string => `
<p style="margin:20px 0 18px"><a href="${escaped(url.href)}" style="display:inline-block;padding:13px 28px;border-radius:10px;background:#0f766e;color:#ffffff;font-size:17px;line-height:1.4;font-weight:600;text-decoration:none">${escaped(label)}</a></p>`;

const linked = (text: string, url: URL, label: string): string => {
  const lines = linesOf(text);
  const inWords = lines.filter((line) => line.includes(url.href));
  const addressed = inWords.length > 0 ? inWords : [url.href];
  return [
    paragraphs(lines.filter((line) => !inWords.includes(line))),
    button(url, label),
    ...addressed.map((line) => lineWithAddress(line, url)),
  ].join('\n');
};

const content = ({ body, text }: Message): string => {
  switch (body.kind) {
    case 'code':
      return `${codeBox(body.code)}\n${paragraphs(linesOf(text))}`;
    case 'notice':
      return paragraphs(linesOf(text));
    case 'visit':
      return linked(text, body.url, body.label);
  }
};

/**
 * The e-mail as a page of its own: the code large and to be marked with one touch, the link as a button and in
 * words. It loads nothing from anywhere, and everything in it is escaped.
 */
export const emailHtml = (message: Message, { appName, publicUrl }: Letterhead): string => {
  const { language } = message;
  const direction = language === 'ur' ? 'rtl' : 'ltr';
  const { fonts, lineHeight } = TYPE[language];
  // Some readers drop the html element and what is written in it; the table has it again.
  return `<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(message.subject ?? appName)}</title>
<style>${SHEET}</style>
</head>
<body class="ground" style="margin:0;padding:0;background:${LIGHT.ground}">
<table class="ground" role="presentation" lang="${language}" dir="${direction}" width="100%" cellpadding="0" cellspacing="0" style="background:${LIGHT.ground}">
<tr><td align="center" style="padding:24px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:480px;table-layout:fixed;font-family:${fonts};font-size:16px;line-height:${lineHeight};text-align:start">
<tr><td class="name" style="padding:0 4px 14px;color:${LIGHT.text};font-size:17px;font-weight:700;overflow-wrap:anywhere">${escaped(appName)}</td></tr>
<tr><td class="card" style="padding:28px 28px 16px;background:${LIGHT.card};border:1px solid ${LIGHT.edge};border-radius:16px">
${content(message)}
</td></tr>
<tr><td class="soft" style="padding:14px 4px 0;color:${LIGHT.soft};font-size:14px"><span dir="ltr">${escaped(publicUrl.host)}</span></td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
};

import type { Message, VisitBody } from '../messages/messenger.ts';
import { LIGHT, SHEET, TYPE } from './email-look.ts';
import {
  button,
  codeBox,
  detailsBox,
  escaped,
  headline,
  lineWithAddress,
  paragraphs,
} from './email-pieces.ts';

/** Whose mail it is. */
export interface Letterhead {
  appName: string;
  publicUrl: URL;
}

const linesOf = (text: string): string[] => text.split(/\n+/).filter((line) => line.trim() !== '');

/** What the plain part says in lines `label: value` stands in a box; the first line of the others comes before it. */
const visit = (text: string, { details, url, label }: VisitBody): string => {
  const inBox = new Set(details.map((detail) => `${detail.label}: ${detail.value}`));
  const lines = linesOf(text).filter((line) => !inBox.has(line));
  const inWords = lines.filter((line) => line.includes(url.href));
  const [news, ...rest] = lines.filter((line) => !inWords.includes(line));
  const addressed = inWords.length > 0 ? inWords : [url.href];
  return [
    news === undefined ? '' : headline(news),
    detailsBox(details),
    paragraphs(rest),
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
      return visit(text, body);
  }
};

/**
 * The e-mail as a page of its own: the code large, the facts of a visit in a box, the link as a button and in
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

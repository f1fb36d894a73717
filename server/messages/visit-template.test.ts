import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VisitMessageKind } from '../../contract/deliveries.ts';
import { Locale } from '../../contract/primitives.ts';
import { APPROVED_NAMES } from '../../test/vendors/whatsapp-approved.ts';
import { visitTemplate } from './visit-template.ts';

const LANGUAGES = Locale.anyOf.map(({ const: language }) => language);
const KINDS = VisitMessageKind.anyOf.map(({ const: kind }) => kind);
const guide = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../docs/guides', name), 'utf8');

describe.each(KINDS)('the template for %s', (kind) => {
  const name = APPROVED_NAMES.visit[kind];

  it.each(LANGUAGES)('stands in the guide in %s as it is sent', (language) => {
    const { body, button } = visitTemplate(language, kind);
    expect(guide('whatsapp-templates.md')).toContain(
      `### \`${name}\` (${language})\n\n\`\`\`text\n${body}\n\`\`\`\n\nButton: \`${button}\`\n`,
    );
  });

  it('stands in the guide to messages in English', () => {
    const { body, button } = visitTemplate('en', kind);
    expect(guide('messages.md')).toContain(`| \`${name}\` | ${body.replaceAll('\n', '<br>')} | ${button} |`);
  });
});

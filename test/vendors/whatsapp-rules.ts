import { Type } from 'typebox';
import { Value } from 'typebox/value';

const Texts = Type.Array(Type.Object({ type: Type.Literal('text'), text: Type.String() }));

const TemplateMessage = Type.Object({
  to: Type.String(),
  template: Type.Object({
    name: Type.String(),
    language: Type.Object({ code: Type.String() }),
    components: Type.Array(Type.Object({ type: Type.String(), parameters: Texts })),
  }),
});

const TextMessage = Type.Object({ to: Type.String(), text: Type.Object({ body: Type.String() }) });

/** An approved template, as far as sending it goes. */
export interface Template {
  name: string;
  category: 'AUTHENTICATION' | 'UTILITY';
  languages: readonly string[];
  /** Blanks of its text. */
  blanks: number;
}

/** Either the vendor's error code, or the message in words. */
export type Judged = { error: number } | { words: string };

const wrongParameter = (text: string): boolean => text === '' || /[\n\t]| {5}/.test(text);

const judgeTemplate = (
  { template }: Type.Static<typeof TemplateMessage>,
  templates: readonly Template[],
): Judged => {
  const { name, language, components } = template;
  const known = templates.find((one) => one.name === name && one.languages.includes(language.code));
  if (!known) return { error: 132001 };
  const texts = (type: string): string[] =>
    components.filter((one) => one.type === type).flatMap(({ parameters }) => parameters.map((p) => p.text));
  const [body, button] = [texts('body'), texts('button')];
  if (body.length !== known.blanks || button.length !== 1) return { error: 132000 };
  if ([...body, ...button].some(wrongParameter)) return { error: 132012 };
  const twice = body[0] === button[0] && (body[0]?.length ?? 0) <= 15;
  if (known.category === 'AUTHENTICATION' && !twice) return { error: 132012 };
  return { words: `${name} ${language.code}: ${body.join(' | ')} [${button.join('')}]` };
};

/** What the vendor makes of a message that has the right shape: its rules that no schema says. */
export const judgeMessage = (
  message: unknown,
  templates: readonly Template[],
  windows: ReadonlySet<string>,
): Judged => {
  if (Value.Check(TemplateMessage, message)) return judgeTemplate(message, templates);
  if (!Value.Check(TextMessage, message)) return { error: 131051 };
  return windows.has(message.to) ? { words: message.text.body } : { error: 131047 };
};

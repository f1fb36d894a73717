const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', apos: "'", quot: '"' };

const unescaped = (text: string): string =>
  text.replace(/&(lt|gt|amp|apos|quot);/g, (all, name: string) => ENTITIES[name] ?? all);

/** An attribute of the outermost element; what Prosody writes is regular enough for that. */
export const attributeOf = (xml: string, name: string): string | null => {
  const tag = /^<[^>]*>/.exec(xml)?.[0] ?? '';
  const found = new RegExp(`\\s${name}=(['"])(.*?)\\1`).exec(tag)?.[2];
  return found === undefined ? null : unescaped(found);
};

/** What stands in the first element of that name. */
export const textOf = (xml: string, name: string): string | null => {
  const found = new RegExp(`<${name}\\b[^>]*>([^<]*)</${name}>`).exec(xml)?.[1];
  return found === undefined ? null : unescaped(found);
};

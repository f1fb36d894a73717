export interface Part {
  text: string;
  /** Present where the text is a link to a page of this site. */
  href?: string;
}

/** Punctuation at the end belongs to the sentence, not to the address. */
const ADDRESS = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]}]/g;

/** Splits a message at its links. Only addresses of `origin` become links; any other stays plain text. */
export const linkParts = (text: string, origin: string): Part[] => {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const [address] = match;
    if (!URL.canParse(address) || new URL(address).origin !== origin) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ text: address, href: address });
    end = match.index + address.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
};

/** Whether a text tells a secret. The digits of a code within a longer number are a time or a duration by chance. */
export const tells = (text: string, secret: string): boolean =>
  /^\d+$/.test(secret)
    ? new RegExp(String.raw`(?<!\d|\d\.)${secret}(?!\.?\d)`).test(text)
    : text.includes(secret);

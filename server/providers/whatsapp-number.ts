/**
 * WhatsApp's own ids of numbers that differ from the number (E.164, without `+`): Mexico's keep the 1 that
 * mobile numbers had until 2019; many of Brazil's lack the 9 that mobile numbers got in front.
 */
const OWN_WAYS: readonly (readonly [RegExp, string])[] = [
  [/^521(\d{10})$/, '52$1'],
  [/^55(\d{2})([6-9]\d{7})$/, '55$19$2'],
];

/** The number behind a `wa_id`, in E.164; null where it is none. */
export const numberOfWaId = (waId: string): string | null => {
  const digits = waId.trim().replace(/^\+/, '');
  if (!/^[1-9]\d{6,14}$/.test(digits)) return null;
  const [from, to] = OWN_WAYS.find(([pattern]) => pattern.test(digits)) ?? [];
  return `+${from && to ? digits.replace(from, to) : digits}`;
};

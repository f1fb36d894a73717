import type { Locale } from '../../contract/primitives.ts';

/**
 * The colours of the web client. They stand in the elements too, light, for readers that drop the style
 * sheet; the dark ones are in the sheet alone.
 */
export const LIGHT = {
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

/** On a narrow screen a fact stands under its name, and the button is as wide as the card. */
export const SHEET = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .ground { background: ${DARK.ground} !important; }
  .card { background: ${DARK.card} !important; border-color: ${DARK.edge} !important; }
  .name, .news, .words, .value { color: ${DARK.text} !important; }
  .soft, .label { color: ${DARK.soft} !important; }
  .address { color: ${DARK.accent} !important; }
  .code { background: ${DARK.code} !important; color: ${DARK.codeText} !important; }
  .details { background: ${DARK.ground} !important; border-color: ${DARK.edge} !important; }
}
@media (max-width: 420px) {
  .card { padding: 24px 20px 12px !important; }
  .label, .value { display: block !important; width: auto !important; }
  .label { padding: 8px 16px 0 !important; }
  .value { padding: 0 16px 8px !important; }
  .button { display: block !important; text-align: center !important; }
}
`;

const FONTS = "Inter, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial";
/** The letters of each script need a face that has them, and the height that it needs. */
export const TYPE: Record<Locale, { fonts: string; lineHeight: number }> = {
  en: { fonts: `${FONTS}, sans-serif`, lineHeight: 1.55 },
  es: { fonts: `${FONTS}, sans-serif`, lineHeight: 1.55 },
  hi: { fonts: `${FONTS}, 'Noto Sans Devanagari', 'Nirmala UI', sans-serif`, lineHeight: 1.7 },
  ur: { fonts: "'Noto Nastaliq Urdu', 'Noto Naskh Arabic', 'Segoe UI', Tahoma, sans-serif", lineHeight: 2 },
};

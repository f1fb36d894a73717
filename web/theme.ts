import { type CSSVariablesResolver, createTheme } from '@mantine/core';
import { dark, gray, now, red, teal } from './palette.ts';

const size = { target: '2.75rem', text: '1rem' };
const line = { close: '1.4', text: '1.55' };

export const theme = createTheme({
  colors: { teal, now, gray, dark, red },
  primaryColor: 'teal',
  // One shade for both schemes: white reads on it, and it stands out from both grounds.
  primaryShade: 6,
  black: gray[9],
  white: '#ffffff',
  defaultRadius: 'md',
  radius: { xs: '0.25rem', sm: '0.5rem', md: '0.75rem', lg: '1rem', xl: '1.5rem' },
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  // Nothing a person reads is smaller than 16 px.
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.25rem', xl: '2rem' },
  fontSizes: { xs: size.text, sm: size.text, md: size.text, lg: '1.125rem', xl: '1.375rem' },
  lineHeights: { xs: line.close, sm: '1.45', md: line.text, lg: '1.5', xl: '1.4' },
  headings: {
    fontWeight: '650',
    textWrap: 'balance',
    sizes: {
      h1: { fontSize: 'clamp(1.75rem, 1.4rem + 1.6vw, 2.375rem)', lineHeight: '1.2' },
      h2: { fontSize: '1.375rem', lineHeight: '1.3' },
      h3: { fontSize: '1.125rem', lineHeight: '1.4' },
    },
  },
  focusRing: 'auto',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: {
      vars: () => ({
        root: {
          '--button-height': size.target,
          '--button-padding-x': 'var(--anteroom-button-padding, 1.125rem)',
        },
      }),
    },
    ActionIcon: { vars: () => ({ root: { '--ai-size': size.target } }) },
    CloseButton: {
      defaultProps: { 'aria-label': 'Close' },
      vars: () => ({ root: { '--cb-size': size.target } }),
    },
    Input: { vars: () => ({ wrapper: { '--input-height': size.target } }) },
    InputWrapper: {
      vars: () => ({
        label: {},
        description: { '--input-description-size': size.text },
        error: { '--input-error-size': size.text },
      }),
      styles: {
        label: { marginBottom: 'var(--mantine-spacing-xs)' },
        description: { lineHeight: line.close, marginBottom: 'var(--mantine-spacing-xs)' },
        error: { lineHeight: line.close, marginTop: 'var(--mantine-spacing-xs)' },
      },
    },
    PasswordInput: { vars: () => ({ root: { '--psi-button-size': size.target } }) },
    Checkbox: {
      vars: () => ({ root: { '--checkbox-size': '1.5rem' } }),
      styles: {
        body: { alignItems: 'center', minHeight: size.target },
        // The word is pressed more often than the box.
        label: { display: 'flex', alignItems: 'center', minHeight: size.target },
      },
    },
    Anchor: { defaultProps: { underline: 'always' } },
    Modal: {
      defaultProps: {
        centered: true,
        radius: 'lg',
        padding: 'lg',
        closeButtonProps: { 'aria-label': 'Close' },
      },
      styles: {
        title: { fontSize: 'var(--mantine-h2-font-size)', fontWeight: 'var(--mantine-h2-font-weight)' },
      },
    },
  },
});

/** Mantine's quiet greys are too pale for WCAG 1.4.3 (4.5:1) at these sizes; these pass in both schemes. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--anteroom-page-width': '60rem',
    '--anteroom-reading-width': '40rem',
    '--anteroom-target': size.target,
    '--anteroom-icon': '1.25rem',
    '--anteroom-bar': 'var(--mantine-color-teal-5)',
    '--anteroom-bar-quiet': 'var(--mantine-color-gray-5)',
  },
  light: {
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-6)',
    '--mantine-color-error': 'var(--mantine-color-red-6)',
    '--mantine-color-teal-light-color': 'var(--mantine-color-teal-7)',
    '--mantine-color-red-light-color': 'var(--mantine-color-red-7)',
    '--mantine-color-default-border': 'var(--mantine-color-gray-5)',
    '--mantine-color-disabled-color': 'var(--mantine-color-gray-6)',
    '--anteroom-surface': 'var(--mantine-color-white)',
    '--anteroom-ground': 'var(--mantine-color-white)',
    '--anteroom-quiet': 'var(--mantine-color-gray-0)',
    '--anteroom-line': 'var(--mantine-color-gray-2)',
    '--anteroom-accent-text': 'var(--mantine-color-teal-7)',
    '--anteroom-now': 'var(--mantine-color-now-4)',
    '--anteroom-now-ground': 'var(--mantine-color-now-0)',
    '--anteroom-now-text': 'var(--mantine-color-now-7)',
  },
  dark: {
    '--mantine-color-placeholder': 'var(--mantine-color-dark-2)',
    '--mantine-color-error': 'var(--mantine-color-red-3)',
    '--mantine-color-teal-light-color': 'var(--mantine-color-teal-2)',
    '--mantine-color-red-light-color': 'var(--mantine-color-red-2)',
    '--mantine-color-default-border': 'var(--mantine-color-dark-3)',
    '--mantine-color-disabled-color': 'var(--mantine-color-dark-2)',
    '--anteroom-surface': 'var(--mantine-color-dark-6)',
    '--anteroom-ground': 'var(--mantine-color-dark-7)',
    '--anteroom-quiet': 'color-mix(in srgb, var(--mantine-color-dark-6) 45%, var(--mantine-color-dark-7))',
    '--anteroom-line': 'var(--mantine-color-dark-5)',
    '--anteroom-accent-text': 'var(--mantine-color-teal-3)',
    '--anteroom-now': 'var(--mantine-color-now-4)',
    '--anteroom-now-ground':
      'color-mix(in srgb, var(--mantine-color-now-9) 45%, var(--mantine-color-dark-7))',
    '--anteroom-now-text': 'var(--mantine-color-now-2)',
  },
});

import type { MantineColorsTuple } from '@mantine/core';

/** The one accent. Shade 6 carries white text at 5.4:1. */
export const teal: MantineColorsTuple = [
  '#effaf8',
  '#dcf3ef',
  '#b4e4dd',
  '#7fd0c5',
  '#48b8ab',
  '#1f9a8e',
  '#0f766e',
  '#0c635d',
  '#0b4f4a',
  '#0a3d3a',
];

/** The one warm colour, for what is happening now. */
export const now: MantineColorsTuple = [
  '#fff7ea',
  '#ffebcb',
  '#ffd898',
  '#fdc063',
  '#f3a638',
  '#d98713',
  '#a85f00',
  '#854a00',
  '#673a02',
  '#4a2b05',
];

export const gray: MantineColorsTuple = [
  '#f6f8f8',
  '#eef1f1',
  '#e2e7e7',
  '#d2d9d9',
  '#b9c3c3',
  '#8b9898',
  '#667373',
  '#4d5959',
  '#333d3d',
  '#1b2323',
];

export const dark: MantineColorsTuple = [
  '#e6ecec',
  '#c3cdcc',
  '#a0adac',
  '#768483',
  '#3d4948',
  '#2a3433',
  '#182020',
  '#0c1111',
  '#080c0c',
  '#040707',
];

export const red: MantineColorsTuple = [
  '#fff2f1',
  '#ffe1df',
  '#ffc3bf',
  '#ff9d96',
  '#fb746b',
  '#e34b41',
  '#c0322a',
  '#a12720',
  '#7d1f1a',
  '#5c1814',
];
